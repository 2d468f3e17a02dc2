import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestOffice, sample, type TestOffice } from './fax-command.ts';
import { errorShape, jobShape, jobsShape, portShape, sendShape } from './output-shapes.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await openTestOffice();
});
afterEach(() => office.close());

const settingsShape = z.object({
  settings: z.array(z.object({ name: z.string(), value: z.unknown(), default: z.unknown(), group: z.string() })),
});
const destinationsShape = z.object({
  destinations: z.array(z.object({ pattern: z.string(), blocked: z.boolean(), reason: z.string().nullable() }).loose()),
});
const groupsShape = z.object({ groups: z.array(z.object({ name: z.string(), ports: z.array(z.string()) })) });

/** What a refused command says. */
async function refusal(...args: readonly string[]) {
  const ended = await office.fax(...args, '--json');
  return { code: ended.code, error: ended.json(errorShape).error };
}

test('a list of recipients with a cover page is sent, each fax with a cover page of its own', async () => {
  const list = join(office.folder, 'people.csv');
  await writeFile(list, 'Number;Name;Company\n555 0101;"Front; desk";Office\n5550970;Back desk;\n');
  const sent = await office.fax('send', sample, '--csv', list, '--cover', 'plain', '--subject', 'Plans', '--json');
  expect(sent.stderr).not.toContain('details');
  const { jobs } = sent.json(sendShape);
  expect(jobs).toMatchObject([
    { number: '5550101', recipient: 'Front; desk', pages: 4, state: 'waiting' },
    { number: '5550970', recipient: 'Back desk', pages: 4 },
  ]);
  const shown = await office.fax('job', String(jobs[0]?.id));
  expect(shown.stdout).toMatch(/Cover: +1 of the pages/);
  expect(shown.stdout).toMatch(/User: +\S/);
});

test('a bad line of the list is named, and nothing is sent', async () => {
  const list = join(office.folder, 'people.csv');
  await writeFile(list, 'number,name\n5550101,A\nabc,B\n');
  expect(await refusal('send', sample, '--csv', list)).toMatchObject({
    code: 2,
    error: { code: 'NUMBER_INVALID', message: expect.stringContaining('Line 3 of the list') },
  });
  expect(await refusal('send', sample, '--csv', join(office.folder, 'no.csv'))).toMatchObject({
    code: 2,
    error: { code: 'FILE_NOT_FOUND' },
  });
  expect((await office.fax('jobs', '--json')).json(jobsShape).total).toBe(0);
});

test('a cover page alone is a fax, and goes over the line', async () => {
  const sent = await office.fax('send', '--cover', 'plain', '--note', 'Hello', '--to', '5550101', '--wait', '--json');
  expect(sent.json(sendShape).jobs).toMatchObject([{ state: 'delivered', pages: 1, pagesConfirmed: 1 }]);
  expect(await refusal('send', '--to', '5550101')).toMatchObject({ code: 2, error: { code: 'ARGUMENT_INVALID' } });
  expect(await refusal('send', sample, '--cover', 'no-such', '--to', '5550101')).toMatchObject({
    code: 2,
    error: { code: 'COVER_NOT_FOUND' },
  });
});

test('a receipt is refused where there is no mail server, or its address is none', async () => {
  const to = ['send', sample, '--to', '5550101'] as const;
  expect(await refusal(...to, '--receipt', 'desk@example.com')).toMatchObject({
    error: { code: 'MAIL_SERVER_MISSING' },
  });
  expect(await refusal(...to, '--receipt', 'desk')).toMatchObject({ error: { code: 'ARGUMENT_INVALID' } });
  expect(await refusal(...to, '--attach-receipt')).toMatchObject({ error: { code: 'ARGUMENT_INVALID' } });
});

test('three faxes to one number go in one call, and each tells its own part of it', async () => {
  await office.fax('settings', 'pauseServerQueue=true');
  for (const subject of ['One', 'Two']) await office.fax('send', sample, '--to', '5550101', '--subject', subject);
  const last = office.start('send', sample, '--to', '5550101', '--wait', '--json');
  await last.says('The queue is paused');
  await office.fax('settings', 'outgoingQueuePaused=false');
  expect((await last.ended).json(sendShape).jobs[0]).toMatchObject({ id: 3, state: 'delivered', attempts: 1 });
  const shown = await Promise.all([1, 2, 3].map((id) => office.fax('job', String(id), '--json')));
  const attempts = shown.map((ended) => ended.json(jobShape).attempts);
  expect(attempts.map(({ length }) => length)).toEqual([1, 1, 1]);
  expect(attempts.map(([attempt]) => attempt?.pagesConfirmed)).toEqual([3, 3, 3]);
  const ends = attempts.map(([attempt]) => attempt?.transcript.some(({ type }) => type === 'PPS-EOM'));
  expect(ends).toEqual([true, true, false]);
});

test('numbers are blocked, and let go again', async () => {
  const blocked = await office.fax('destinations', 'block', '555097*', '--reason', 'Out of use', '--json');
  expect(blocked.json(destinationsShape).destinations).toMatchObject([
    { pattern: '555097*', blocked: true, reason: 'Out of use' },
  ]);
  expect(await refusal('send', sample, '--to', '5550970')).toMatchObject({
    code: 2,
    error: { code: 'NUMBER_BLOCKED', modelName: 'ERROR_ACCESS_DENIED', message: expect.stringContaining('Out of use') },
  });
  expect(await refusal('send', sample, '--to', '9911')).toMatchObject({ error: { code: 'NUMBER_BLOCKED' } });
  const set = await office.fax('destinations', 'set', '555 097*', 'blocked=no', 'calls=2', 'jobsPerCall=1', '--json');
  expect(set.json(destinationsShape).destinations).toMatchObject([{ blocked: false, calls: 2, jobsPerCall: 1 }]);
  expect(await refusal('destinations', 'set', '5*', 'calls=100')).toMatchObject({
    code: 2,
    error: { code: 'LIST_INVALID', modelName: 'ERROR_INVALID_PARAMETER' },
  });
  expect(await refusal('destinations', 'set', 'abc', 'calls=1')).toMatchObject({ error: { code: 'LIST_INVALID' } });
  expect(await refusal('destinations', 'remove', '7*')).toMatchObject({ error: { code: 'LIST_INVALID' } });
  const none = await office.fax('destinations', 'remove', '555097*', '--json');
  expect(none.json(destinationsShape).destinations).toEqual([]);
});

test('groups of lines are made, used and removed', async () => {
  const made = await office.fax('groups', 'set', 'Back office', 'practice 1', '--json');
  expect(made.json(groupsShape).groups).toEqual([
    { name: '<All Devices>', ports: ['Practice 1', 'Practice 2'] },
    { name: 'Back office', ports: ['Practice 1'] },
  ]);
  const sent = await office.fax('send', sample, '--to', '5550101', '--port', 'back OFFICE', '--wait', '--json');
  expect(sent.json(sendShape).jobs[0]).toMatchObject({ state: 'delivered', port: 'Practice 1' });
  await office.fax('destinations', 'set', '*', 'port=Back office');
  expect(await refusal('groups', 'remove', 'Back office')).toMatchObject({
    error: { code: 'GROUP_IN_USE', modelName: 'FAX_E_GROUP_IN_USE' },
  });
  await office.fax('destinations', 'set', '*', 'port=');
  expect((await office.fax('groups', 'remove', 'Back office', '--json')).json(groupsShape).groups).toHaveLength(1);
  expect(await refusal('groups', 'remove', 'Back office')).toMatchObject({
    error: { code: 'GROUP_NOT_FOUND', modelName: 'FAX_E_GROUP_NOT_FOUND' },
  });
  expect(await refusal('groups', 'set', '<all devices>', 'Practice 1')).toMatchObject({
    error: { code: 'GROUP_EXISTS', modelName: 'ERROR_DUP_NAME' },
  });
  expect(await refusal('groups', 'set', 'x'.repeat(128), 'Practice 1')).toMatchObject({
    error: { modelName: 'ERROR_BUFFER_OVERFLOW' },
  });
  expect(await refusal('groups', 'set', 'Front', 'No port')).toMatchObject({ error: { modelName: 'ERROR_BAD_UNIT' } });
});

test('settings are taken by all their names, shown by group, and refused with the model’s error names', async () => {
  const set = await office.fax(
    'settings',
    'allowPersonalCoverPages=no',
    'OutgoingQueueAgeLimit=3',
    'retryBusyDelay=1',
    '--json',
  );
  const { settings } = set.json(settingsShape);
  const value = (name: string) => settings.find((setting) => setting.name === name)?.value;
  expect(['serverCoverpage', 'dirtyDays', 'retryBusyDelay', 'allowPersonalCoverPages'].map(value)).toEqual([
    true,
    3,
    1,
    false,
  ]);
  const secret = await office.fax('settings', 'smtpPassword=not to be seen');
  expect(secret.stdout).toMatch(/smtpPassword +•+/);
  expect(secret.stdout).not.toContain('not to be seen');
  expect(secret.stdout).toContain('Mail and receipts\n');
  expect(await refusal('settings', 'retries=100', 'branding=no')).toMatchObject({
    code: 2,
    error: { modelName: 'ERROR_INVALID_PARAMETER' },
  });
  expect(await refusal('settings', 'country=XX')).toMatchObject({ error: { code: 'SETTING_INVALID' } });
  expect(await refusal('settings', `smtpServer=${'x'.repeat(300)}`)).toMatchObject({
    error: { modelName: 'ERROR_BUFFER_OVERFLOW' },
  });
  expect(await refusal('settings', 'serverCoverpage=true', 'allowPersonalCoverPages=true')).toMatchObject({
    error: { code: 'SETTING_INVALID' },
  });
  const after = (await office.fax('settings', '--json')).json(settingsShape).settings;
  expect(after.find(({ name }) => name === 'branding')?.value).toBe(true);
});

test('several values of a port are taken whole or not at all', async () => {
  expect(await refusal('port', 'Practice 1', 'rings=3', 'receive=sometimes')).toMatchObject({
    code: 2,
    error: { code: 'PORT_VALUE_INVALID', modelName: 'ERROR_INVALID_PARAMETER' },
  });
  expect(await refusal('port', 'Practice 1', 'rings=3', 'priority=3')).toMatchObject({
    error: { modelName: 'ERROR_INVALID_PARAMETER' },
  });
  expect(await refusal('port', 'Practice 1', 'rings=3', 'RINGS=4')).toMatchObject({
    error: { code: 'PORT_VALUE_INVALID' },
  });
  expect((await office.fax('port', 'Practice 1')).stdout).toMatch(/Rings: +1\n/);
  await office.fax('port', 'Practice 2', 'receive=manual');
  await office.fax('port', 'Practice 1', 'receive=Manual', 'rings=3', 'send=FALSE');
  expect((await office.fax('port', 'Practice 2')).stdout).toMatch(/Receives: +none/);
  expect((await office.fax('port', 'Practice 1')).stdout).toMatch(/Sends: +no/);
});

test('a call that rings on a manual line is answered by a command', async () => {
  await office.start('serve').says('Serving');
  await office.fax('port', 'Practice 2', 'receive=manual');
  const sending = office.start('send', sample, '--to', '5550101', '--wait', '--json');
  const state = async () => (await office.fax('port', 'Practice 2', '--json')).json(portShape).port.state;
  await expect.poll(state, { timeout: 10_000 }).toBe('ringing');
  expect((await office.fax('port', 'answer', 'practice 2', '--json')).json(portShape).port.name).toBe('Practice 2');
  expect((await sending.ended).json(sendShape).jobs[0]).toMatchObject({ state: 'delivered' });
  expect(await refusal('port', 'answer', 'Practice 2')).toMatchObject({ code: 1 });
});

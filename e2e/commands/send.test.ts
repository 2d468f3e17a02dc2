import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOffice, sample, type TestOffice } from './fax-command.ts';
import { errorShape, inboxShape, jobShape, jobsShape, messageShape, sendShape } from './output-shapes.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await openTestOffice();
});
afterEach(() => office.close());

test('a fax is delivered over the practice line, and is in the inbox when the command returns', async () => {
  const sent = await office.fax('send', sample, '--to', '5550101', '--wait', '--json', '--subject', 'Plans');
  expect(sent.stderr).toContain('Delivered');
  const [job] = sent.json(sendShape).jobs;
  expect(job).toMatchObject({ state: 'delivered', outcome: 'ok', practice: true, pages: 3, pagesConfirmed: 3 });
  expect(sent.code).toBe(0);

  const { messages, total } = (await office.fax('inbox', '--json')).json(inboxShape);
  expect(total).toBe(1);
  expect(messages[0]).toMatchObject({ pages: 3, state: 'complete', read: false, port: 'Practice 2', badLines: 0 });
  const one = (await office.fax('message', String(messages[0]?.id), '--json')).json(messageShape);
  expect(one.message).toEqual(messages[0]);

  const listed = (await office.fax('jobs', '--json')).json(jobsShape);
  expect(listed.jobs.find(({ id }) => id === job?.id)).toMatchObject({ state: 'delivered', subject: 'Plans' });
  const shown = (await office.fax('job', String(job?.id), '--json')).json(jobShape);
  expect(shown.attempts).toHaveLength(1);
  expect(shown.attempts[0]).toMatchObject({ n: 1, outcome: 'ok', pagesConfirmed: 3 });
  const types = shown.attempts[0]?.transcript.map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['DIS', 'DCS', 'CFR', 'MCF', 'DCN']));
});

test('without --wait and without a server it is queued, and says that nothing is running to send it', async () => {
  const queued = await office.fax('send', sample, '--to', '5550101', '--json');
  expect(queued.code).toBe(0);
  expect(queued.stderr).toContain('nothing is running to send it');
  expect(queued.json(sendShape).jobs[0]).toMatchObject({ state: 'waiting', attempts: 0 });
  expect((await office.fax('jobs', '--json')).json(jobsShape).jobs[0]).toMatchObject({ state: 'waiting', attempts: 0 });
  expect((await office.fax('inbox', '--json')).json(inboxShape).total).toBe(0);
});

test('one job for each number, in their order; exit 1 when one of them was not delivered', async () => {
  await office.fax('settings', 'retryDelay=0');
  const sent = await office.fax('send', sample, '--to', '5550101, 5550999', '--to', '5550101', '--wait', '--json');
  const { jobs } = sent.json(sendShape);
  expect(jobs.map(({ number, state }) => [number, state])).toEqual([
    ['5550101', 'delivered'],
    ['5550999', 'failed'],
    ['5550101', 'delivered'],
  ]);
  expect(jobs[1]).toMatchObject({ outcome: 'busy' });
  expect(sent.code).toBe(1);
});

test('the same key again is the same fax', async () => {
  const send = () => office.fax('send', sample, '--to', '5550101', '--key', 'one-and-the-same', '--wait', '--json');
  const [first] = (await send()).json(sendShape).jobs;
  const again = await send();
  // Meanwhile it was filed in the archive; nothing else about it is new.
  expect(again.json(sendShape).jobs.map((job) => ({ ...job, archived: null }))).toEqual([{ ...first, archived: null }]);
  expect((await office.fax('inbox', '--json')).json(inboxShape).total).toBe(1);
});

test('two sends at once are both delivered, whoever owns the folder', async () => {
  // The one answering line may still be busy with the first when the second calls; then it is called again at once.
  await office.fax('settings', 'retryDelay=0');
  const both = await Promise.all([
    office.fax('send', sample, '--to', '5550101', '--wait', '--json'),
    office.fax('send', sample, '--to', '5550101', '--wait', '--json'),
  ]);
  for (const sent of both) {
    expect(sent.json(sendShape).jobs[0]).toMatchObject({ state: 'delivered', pagesConfirmed: 3 });
    expect(sent.code).toBe(0);
  }
  expect((await office.fax('inbox', '--json')).json(inboxShape).total).toBe(2);
});

test('four commands that start at once on a new folder all get their answer', async () => {
  const all = await Promise.all(
    [['ports'], ['settings'], ['jobs'], ['send', sample, '--to', '5550101', '--wait']].map((words) =>
      office.fax(...words, '--json'),
    ),
  );
  expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
});

test('files are taken from the folder one stands in, in their order, and the words name people plainly', async () => {
  await writeFile(join(office.folder, 'one.txt'), 'The first page.\n');
  await writeFile(join(office.folder, 'two.txt'), 'The second page.\n');
  const sent = await office.fax(
    'send',
    'one.txt',
    './two.txt',
    '--to',
    '5550101',
    '--recipient',
    'Front desk',
    '--wait',
  );
  expect(sent.code).toBe(0);
  expect(sent.stdout).toMatch(/ID +NUMBER +TO +STATE/);
  expect(sent.stdout).toMatch(/5550101 +Front desk +delivered +2\/2/);
});

test('Ctrl-C while it waits leaves the fax in the queue and says so', async () => {
  await office.fax('port', 'add', 'Slow', 'loopback:5550102?speed=real');
  const waiting = office.start('send', sample, '--to', '5550101', '--port', 'Slow', '--wait', '--json');
  await waiting.says('Calling');
  waiting.child.kill('SIGINT');
  const ended = await waiting.ended;
  expect(ended.code).toBe(130);
  expect(ended.stdout).toContain('stays in the queue');
  expect(
    (await office.fax('jobs', '--json')).json(jobsShape).jobs.find(({ direction }) => direction === 'out'),
  ).toMatchObject({
    state: 'waiting',
  });
});

test('paused, altered, cancelled and restarted from the command line', async () => {
  await office.fax('send', sample, '--to', '5550999', '--json');
  const { jobs } = (await office.fax('pause', '1', '--json')).json(sendShape);
  expect(jobs[0]).toMatchObject({ id: 1, state: 'paused' });
  const altered = (await office.fax('alter', '1', '--to', '5550101', '--priority', 'high', '--json')).json(
    jobShape.pick({ job: true }),
  );
  expect(altered.job).toMatchObject({ number: '5550101', priority: 'high' });
  expect((await office.fax('cancel', '1', '--json')).json(sendShape).jobs[0]).toMatchObject({ state: 'cancelled' });
  expect((await office.fax('restart', '#1', '--json')).json(sendShape).jobs[0]).toMatchObject({ state: 'waiting' });
  const mixed = await office.fax('pause', '1', '77', '--json');
  expect(mixed.code).toBe(2);
  expect(mixed.json(errorShape).error.code).toBe('JOB_NOT_FOUND');
  expect(JSON.parse(mixed.stdout)).toMatchObject({ jobs: [{ id: 1, state: 'paused' }], refused: [{ id: 77 }] });
});

test('a discount fax where no window is set says that it goes at once', async () => {
  const sent = await office.fax('send', sample, '--to', '5550101', '--at', 'discount', '--json');
  expect(sent.stderr).toContain('No discount window is set');
  await office.fax('settings', 'discountRateStartHour=20', 'discountRateEndHour=6');
  const held = await office.fax('send', sample, '--to', '5550101', '--at', 'discount', '--json');
  expect(held.stderr).not.toContain('No discount window is set');
});

test('a refused command says what the fax is doing and what can be done with it', async () => {
  await office.fax('send', sample, '--to', '5550101', '--wait');
  const refused = await office.fax('pause', '1');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('The fax is delivered: it cannot be paused now');
});

import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestOffice, type Running, sample, type TestOffice } from './fax-command.ts';
import { errorShape, inboxShape, jobShape, jobsShape, portsShape, readyShape, sendShape } from './output-shapes.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await openTestOffice();
});
afterEach(() => office.close());

async function serve(): Promise<Running> {
  const server = office.start('serve', '--json');
  const ready = readyShape.parse(JSON.parse(await server.says('"ready"')));
  expect(ready.dataDir).toBe(office.dataDir);
  return server;
}

/** A document of two pages that a real line needs some seconds for. */
async function twoPages(): Promise<string> {
  const { writeFile } = await import('node:fs/promises');
  const path = `${office.folder}/two.txt`;
  await writeFile(
    path,
    `${'A line of text that fills some of the page.\n'.repeat(30)}\f${'The second page.\n'.repeat(30)}`,
  );
  return path;
}

test('serve owns the folder; other commands are its clients; SIGTERM is an orderly stop', async () => {
  const server = await serve();
  const sent = await office.fax('send', sample, '--to', '5550101', '--wait', '--json');
  expect(sent.json(sendShape).jobs[0]).toMatchObject({ state: 'delivered' });
  expect((await office.fax('inbox', '--json')).json(inboxShape).total).toBe(1);
  const queued = await office.fax('send', sample, '--to', '5550101', '--json');
  expect(queued.stderr).not.toContain('nothing is running');
  const second = await office.fax('serve', '--json');
  expect(second.json(errorShape).error.code).toBe('ALREADY_RUNNING');
  expect(second.code).toBe(1);
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  expect((await office.fax('ports', '--json')).json(portsShape).ports).toHaveLength(2);
});

test('what was queued without a server is sent by the next one', async () => {
  await office.fax('send', sample, '--to', '5550101');
  await serve();
  await expect
    .poll(async () => (await office.fax('jobs', '--json', '--state', 'delivered')).json(jobsShape).total, {
      timeout: 15_000,
    })
    .toBe(1);
});

test('a server that is killed while a fax waits for it: exit 3, and the fax is not lost', async () => {
  await office.fax('port', 'add', 'Slow', 'loopback:5550102?speed=real');
  const server = await serve();
  const waiting = office.start('send', sample, '--to', '5550101', '--port', 'Slow', '--wait', '--json');
  await waiting.says('Calling');
  server.child.kill('SIGKILL');
  const ended = await waiting.ended;
  expect(ended.json(errorShape).error.code).toBe('SERVER_STOPPED');
  expect(ended.code).toBe(3);
  const { jobs } = (await office.fax('jobs', '--json')).json(jobsShape);
  expect(jobs.filter(({ direction }) => direction === 'out')).toHaveLength(1);
});

test('an owner killed in mid-send: the fax goes on at the first page not confirmed, and nothing comes twice', async () => {
  await office.fax('port', 'add', 'Slow', 'loopback:5550102?speed=real');
  await office.fax('port', 'Practice 1', 'send=false');
  const owner = office.start('send', await twoPages(), '--to', '5550101', '--wait', '--json');
  await owner.says('Sending page 2 of 2');
  await sleep(300);
  owner.child.kill('SIGKILL');
  await owner.ended;

  await office.fax('port', 'Practice 1', 'send=true');
  await office.fax('port', 'Slow', 'send=false');
  const before = (await office.fax('job', '1', '--json')).json(jobShape);
  expect(before.job).toMatchObject({ pagesConfirmed: 1, attempts: 1 });
  await serve();
  await expect
    .poll(async () => (await office.fax('job', '1', '--json')).json(jobShape).job.state, { timeout: 15_000 })
    .toBe('delivered');
  const { job, attempts } = (await office.fax('job', '1', '--json')).json(jobShape);
  expect(job).toMatchObject({ pages: 2, pagesConfirmed: 2, attempts: 2 });
  expect(attempts.map(({ pagesConfirmed }) => pagesConfirmed)).toEqual([1, 1]);
  const { messages } = (await office.fax('inbox', '--json')).json(inboxShape);
  expect(messages.reduce((sum, { pages }) => sum + pages, 0)).toBe(2);
}, 60_000);

test('a killed owner leaves nothing that keeps the next one out', async () => {
  const server = await serve();
  server.child.kill('SIGKILL');
  await server.ended;
  expect((await office.fax('ports', '--json')).code).toBe(0);
  expect(await readdir(office.dataDir)).not.toContain('pid');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requests } from '../../contract/requests.ts';
import { createPageWorks } from '../../document/create-page-works.ts';
import type { PageWorks } from '../../document/page-works.ts';
import type { Clock } from '../../model/clock.ts';
import { finalStates, type Job } from '../../model/job.ts';
import { type StartWorker, workerEntries } from '../../model/worker-entries.ts';
import { openDirectStore } from '../../store/direct-store.ts';
import type { FaxServer } from '../fax-server.ts';
import { createEmbeddedServer } from './embedded-server.ts';
import { memorySecrets } from './secrets.ts';
import { FakeOutside } from './simulation/fake-outside.ts';

/** Real pages, real T.30, the practice network, the machine's own time: all but the telephone line. */

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

const startWorker: StartWorker = (name, workerData) => {
  const worker = new Worker(new URL(`../../../${workerEntries[name]}`, import.meta.url), { workerData });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer ?? []),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.on('exit', () => listener(null)),
    terminate: async () => void (await worker.terminate()),
  };
};

let folder: string;
let works: PageWorks;
let server: FaxServer;
const problems: string[] = [];

async function start(): Promise<void> {
  server = createEmbeddedServer({
    store: openDirectStore(join(folder, 'fax.db'), clock.now()),
    works,
    dataDir: folder,
    clock,
    random: Math.random,
    zone: 'UTC',
    outside: new FakeOutside(),
    secrets: memorySecrets(),
    log: (level, words) => level === 'error' && problems.push(words),
  });
  await server.connect();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fax-real-'));
  works = createPageWorks({ startWorker, threads: 1, tempDir: join(folder, 'temp') });
  writeFileSync(join(folder, 'letter.txt'), 'Hello fax\n'.repeat(150));
  problems.length = 0;
  await start();
});

afterEach(async () => {
  await server.disconnect();
  await works.close();
  rmSync(folder, { recursive: true, force: true });
  expect(problems).toEqual([]);
});

async function submit(number: string, key = number): Promise<number> {
  const input = requests.submit.input.parse({
    document: { kind: 'files', files: [join(folder, 'letter.txt')], options: {} },
    recipients: [{ number }],
    key: `key-for-${key}`,
  });
  const { jobs } = await server.handle('submit', input);
  return jobs[0]?.id ?? 0;
}

/** The job when it is final and nothing is on a line or unfiled. */
async function ended(id: number): Promise<Job> {
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      const { job } = await server.handle('jobs.get', { id });
      if (!finalStates.has(job.state) || server.busy) setTimeout(look, 10);
      else resolve(job);
    };
    void look();
  });
}

const factsOf = async (kind: 'job' | 'message', id: number) =>
  (await server.handle('pages.list', { source: { kind, id } })).pages;

describe('a call on the practice network', () => {
  it('delivers a text file, page for page as it was stored', async () => {
    await server.handle('settings.set', { values: { branding: false } });
    const id = await submit('5550101');
    expect(await ended(id)).toMatchObject({ state: 'delivered', pages: 3, pagesConfirmed: 3, attempts: 1 });
    const { messages } = await server.handle('messages.list', { limit: 10 });
    expect(messages).toMatchObject([{ pages: 3, state: 'complete', badLines: 0, tsid: '5550100' }]);
    expect(await factsOf('message', messages[0]?.id ?? 0)).toEqual(await factsOf('job', id));
    const { attempts } = await server.handle('jobs.get', { id });
    expect(attempts[0]?.transcript.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['DIS', 'DCS', 'CFR', 'MCF']),
    );
  });

  it('takes several faxes to one number, each with its own banner, attempt and part of the transcript', async () => {
    await server.handle('settings.set', { values: { pauseServerQueue: true } });
    const ids = [await submit('5550101', 'first'), await submit('5550101', 'second')];
    await server.handle('settings.set', { values: { pauseServerQueue: false } });
    for (const id of ids) expect(await ended(id)).toMatchObject({ state: 'delivered', pagesConfirmed: 3, attempts: 1 });
    const { messages } = await server.handle('messages.list', { limit: 10 });
    expect(messages).toMatchObject([{ pages: 6, state: 'complete', badLines: 0 }]);
    const transcripts = await Promise.all(
      ids.map(async (id) => (await server.handle('jobs.get', { id })).attempts[0]?.transcript ?? []),
    );
    const types = transcripts.map((entries) => entries.map(({ type }) => type));
    expect(types.map((each) => each.filter((type) => type === 'page'))).toEqual([
      ['page', 'page', 'page'],
      ['page', 'page', 'page'],
    ]);
    expect([types[0]?.includes('PPS-EOM'), types[1]?.includes('PPS-EOP')]).toEqual([true, true]);
    expect(types.map((each) => each.filter((type) => type === 'DIS').length)).toEqual([1, 1]);
    expect([types[0]?.at(-1), types[1]?.at(-1)]).toEqual(['MCF', 'DCN']);
  });

  it('makes each page longer by the banner', async () => {
    const id = await submit('5550101');
    await ended(id);
    const { messages } = await server.handle('messages.list', { limit: 10 });
    const rows = async (kind: 'job' | 'message', of: number) => (await factsOf(kind, of)).map((page) => page.rows);
    expect(await rows('message', messages[0]?.id ?? 0)).toEqual((await rows('job', id)).map((count) => count + 32));
  });

  it('meets a busy number, tries again, and is delivered', async () => {
    await server.handle('settings.set', { values: { retryDelay: 0 } });
    const id = await submit('5550971');
    expect(await ended(id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('is cut again and again and goes on at the page that was not confirmed', async () => {
    await server.handle('settings.set', { values: { retryDelay: 0, retries: 20 } });
    await server.handle('ports.remove', { name: 'Practice 1' });
    await server.handle('ports.add', { name: 'Bad line', address: 'loopback:5550100?cut=26' });
    const id = await submit('5550101');
    const job = await ended(id);
    expect(job).toMatchObject({ state: 'delivered', pagesConfirmed: 3 });
    expect(job.attempts).toBeGreaterThan(1);
    const { attempts } = await server.handle('jobs.get', { id });
    expect(attempts.reduce((sum, { pagesConfirmed }) => sum + pagesConfirmed, 0)).toBe(3);
  });
});

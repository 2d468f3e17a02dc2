/**
 * A queue of 100,000 faxes, 10,000 of them waiting, through the product's own office: store in its thread, real files,
 * every commit and document on the disk before the answer. Beside each figure the bare work in C on a copy of the same
 * database.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enterOffice, type Office } from '../../app/office/office.ts';
import { writeDocument } from '../rig/rig-documents.ts';
import type { Bench, BenchOutcome, BenchResult } from './bench.ts';
import { median, quantile, spread } from './measure.ts';
import { fillDataFolder } from './queue-fill.ts';
import { buildQueuePeer, QueuePeer, queuePeerNeeds } from './queue-peer.ts';

const FILLING = { jobs: 100_000, waiting: 10_000 } as const;
/** Final faxes that the server holds from its start on. */
const KEPT = 2000;
const STARTS = 5;
const SUBMITS = 100;
const LOOKS = 30;

/** What is promised, ms. */
const goals = { start: 1000, submit: 5, list: 20 } as const;

interface Figures {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

interface Bed {
  readonly dataDir: string;
  /** A page that is a fax already. */
  readonly page: string;
  readonly peer: QueuePeer;
  readonly peerName: string;
  /** The peer's own copy of the database, and its spool. */
  readonly copy: string;
  readonly spool: string;
}

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await run();
  return performance.now() - start;
};

/** Measures both in turn, so that what the machine does meanwhile strikes both; the first of each is for warming up. */
async function inTurn(runs: number, ours: (run: number) => Promise<number>, theirs: (run: number) => Promise<number>) {
  const figures = { ours: [] as number[], theirs: [] as number[] };
  for (let run = 0; run <= runs; run += 1) {
    const [mine, other] = [await ours(run), await theirs(run)];
    if (run === 0) continue;
    figures.ours.push(mine);
    figures.theirs.push(other);
  }
  return figures;
}

const openJobs = `id IN (SELECT id FROM jobs WHERE state IN ('waiting', 'retrying')) OR
  id IN (SELECT id FROM jobs ORDER BY id DESC LIMIT ${KEPT})`;

/** Data folder to connected server, and closed again; beside it the rows that must be read, in C. */
async function measureStarts({ dataDir, peer, copy }: Bed): Promise<Figures> {
  return inTurn(
    STARTS,
    async () => {
      let office: Office | null = null;
      const start = performance.now();
      office = await enterOffice({ dataDir });
      const time = performance.now() - start;
      await office.close('stopped');
      return time;
    },
    async () =>
      (await peer.open(copy)) +
      (await peer.rows(`SELECT * FROM jobs WHERE ${openJobs} ORDER BY id`)) +
      (await peer.rows(`SELECT * FROM messages ORDER BY id DESC LIMIT ${KEPT}`)),
  );
}

/** A page submitted, for tomorrow: on the disk when it is answered. */
async function measureSubmits(office: Office, bed: Bed, source: 'preview' | 'file'): Promise<Figures> {
  const { peer, page, spool } = bed;
  const at = new Date(Date.now() + 86_400_000).toISOString();
  const document =
    source === 'preview'
      ? ({ kind: 'preview', previewId: 'bench-page' } as const)
      : ({ kind: 'files', files: [page], options: {} } as const);
  await office.request('preview.open', { previewId: 'bench-page', files: [page], options: {} });
  return inTurn(
    SUBMITS,
    (run) =>
      timed(() =>
        office.request('submit', {
          document,
          recipients: [{ number: '5550101', name: 'Front desk' }],
          subject: `Order ${run}`,
          when: { kind: 'time', at },
          key: `bench-${source}-${run}`,
        }),
      ),
    async (run) => {
      const name = `${source}-${run}`;
      return (await peer.spool(page, spool, `${name}.tif`)) + (await peer.write(insertLike(name)));
    },
  );
}

/** The rows of one submission: a copy of the newest job under the next id. */
const insertLike = (key: string): string => `
  INSERT INTO submissions (key) VALUES ('${key}');
  INSERT INTO ids DEFAULT VALUES;
  DELETE FROM ids WHERE id = last_insert_rowid();
  CREATE TEMP TABLE IF NOT EXISTS made AS SELECT * FROM jobs WHERE 0;
  DELETE FROM made;
  INSERT INTO made SELECT * FROM jobs WHERE id = (SELECT max(id) FROM jobs);
  UPDATE made SET id = id + 1, submissionKey = '${key}', document = '${key}.tif';
  INSERT INTO jobs SELECT * FROM made`;

async function measureLooks(office: Office, { peer }: Bed) {
  const jobsLike = (where: string) => `SELECT *,
    (SELECT count(*) FROM confirmedPages WHERE jobId = jobs.id) FROM jobs ${where}`;
  const old = (run: number) => 500 + run * 3 + 1 - ((500 + run * 3) % 3);
  return {
    list: await inTurn(
      LOOKS,
      () => timed(() => office.request('jobs.list', { limit: 200 })),
      async () => (await peer.rows(jobsLike('ORDER BY id DESC LIMIT 200'))) + (await peer.rows(countJobs)),
    ),
    failed: await inTurn(
      LOOKS,
      () => timed(() => office.request('jobs.list', { limit: 200, state: 'failed' })),
      async () =>
        (await peer.rows(jobsLike("WHERE state = 'failed' ORDER BY id DESC LIMIT 200"))) +
        (await peer.rows(`${countJobs} WHERE state = 'failed'`)),
    ),
    snapshot: await inTurn(
      LOOKS,
      () => timed(() => office.request('snapshot', {})),
      async () =>
        (await peer.rows(jobsLike(`WHERE ${openJobs} ORDER BY id`))) +
        (await peer.rows(`SELECT * FROM messages ORDER BY id DESC LIMIT ${KEPT}`)),
    ),
    get: await inTurn(
      LOOKS,
      (run) => timed(() => office.request('jobs.get', { id: old(run) })),
      async (run) =>
        (await peer.rows(jobsLike(`WHERE id = ${old(run)}`))) +
        (await peer.rows(`SELECT * FROM attempts WHERE jobId = ${old(run)} ORDER BY n`)),
    ),
  };
}

/** A fax that failed long ago is sent again: its row comes from the disk and goes back to it. */
async function measureRestarts(office: Office, { peer }: Bed): Promise<Figures> {
  const failed = Array.from({ length: FILLING.jobs }, (_, n) => n + 1).filter((id) => id % 17 === 0 && id % 3 !== 0);
  return inTurn(
    LOOKS,
    async (run) => {
      const time = await timed(async () => {
        const { results } = await office.request('jobs.restart', { ids: [failed[run] ?? 0] });
        if (results[0]?.error !== null) throw new Error(`restart: ${JSON.stringify(results)}`);
      });
      await office.request('jobs.cancel', { ids: [failed[run] ?? 0] });
      return time;
    },
    async (run) => {
      const id = failed[run] ?? 0;
      return (
        (await peer.rows(`SELECT * FROM jobs WHERE id = ${id}`)) +
        (await peer.write(`UPDATE jobs SET state = 'waiting', outcome = NULL, failures = 0 WHERE id = ${id}`))
      );
    },
  );
}

const countJobs = 'SELECT count(*) FROM jobs';

const held = `${FILLING.jobs.toLocaleString('en')} jobs, ${FILLING.waiting.toLocaleString('en')} of them waiting`;

function resultOf(
  name: string,
  { ours, theirs }: Figures,
  peer: string,
  { part = 0.5, goal = null, slowDisk = false }: { part?: number; goal?: number | null; slowDisk?: boolean } = {},
): BenchResult {
  const value = quantile(ours, part);
  const peerValue = quantile(theirs, part);
  // A disk that needs longer than that for the bare writes is no fault of ours.
  const allowed = goal === null || !slowDisk ? goal : Math.max(goal, 2 * median(theirs));
  const unit = part === 0.5 ? 'ms' : `ms, ${part * 100} of 100 are faster`;
  return {
    name,
    page: held,
    unit: allowed === goal ? unit : `${unit} (goal ${goal}; this disk is slow: twice its bare writes)`,
    ours: value,
    peer,
    peerValue,
    ratio: peerValue / value,
    runs: ours.length,
    spread: Math.max(spread(ours), spread(theirs)),
    better: 'lower',
    ...(allowed === null ? {} : { goal: allowed }),
  };
}

async function measure(bed: Bed): Promise<readonly BenchResult[]> {
  const { peerName } = bed;
  const starts = await measureStarts(bed);
  const office = await enterOffice({ dataDir: bed.dataDir });
  // Somebody watches, as the window does.
  office.subscribe(() => undefined);
  try {
    const submits = await measureSubmits(office, bed, 'preview');
    const files = await measureSubmits(office, bed, 'file');
    const { list, failed, snapshot, get } = await measureLooks(office, bed);
    const restarts = await measureRestarts(office, bed);
    const spooled = `${peerName} and a spool`;
    return [
      resultOf('queue-start', starts, peerName, { goal: goals.start }),
      resultOf('queue-submit', submits, spooled, { goal: goals.submit, slowDisk: true }),
      resultOf('queue-submit-p95', submits, spooled, { part: 0.95 }),
      resultOf('queue-submit-file', files, spooled),
      resultOf('queue-list', list, peerName, { goal: goals.list }),
      resultOf('queue-list-failed', failed, peerName),
      resultOf('queue-snapshot', snapshot, peerName),
      resultOf('queue-get', get, peerName),
      resultOf('queue-restart', restarts, peerName),
    ];
  } finally {
    await office.close('stopped');
  }
}

async function run(): Promise<BenchOutcome> {
  const program = await buildQueuePeer();
  if (program === null) return { results: [], notRun: [{ name: 'queue', needs: queuePeerNeeds }] };
  const folder = await mkdtemp(join(tmpdir(), 'fax-queue-bench-'));
  const peer = new QueuePeer(program);
  try {
    const dataDir = join(folder, 'data');
    const page = join(folder, 'page.tif');
    const spool = join(folder, 'spool');
    await mkdir(spool);
    await writeDocument(page, { pages: 1, resolution: 'fine', coding: 'mmr' });
    await fillDataFolder(dataDir, FILLING);
    const copy = join(folder, 'copy.db');
    await copyFile(join(dataDir, 'fax.db'), copy);
    const bed = { dataDir, page, peer, peerName: await peer.version(), copy, spool };
    return { results: await measure(bed), notRun: [] };
  } finally {
    peer.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** `fax bench queue`: the office with a long history. */
export const queueBench: Bench = { name: 'queue', title: 'a queue of 100,000 faxes', run };

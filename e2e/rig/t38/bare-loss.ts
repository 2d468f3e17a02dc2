/**
 * Loss that nothing makes good: 5 % of what t38peer sends is lost, no recovery on either side, from so many seeds each
 * way. Whoever it is, a call must end; what was confirmed must have arrived as it was sent. How many are delivered is
 * printed beside t38peer with itself under the same seeds.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differenceOf } from '../compare-pages.ts';
import { transcriptOf } from '../our-end.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import { bareLossCalls, directions, type T38Call } from './calls.ts';
import { peerOptions } from './options.ts';
import { type CallReport, makeCall } from './run-call.ts';
import { freePorts, peerTail, startPeer } from './t38-peer.ts';

/** How the runner makes and tells of calls. */
export interface Runner {
  readonly inLanes: <T>(work: readonly T[], run: (item: T) => Promise<void>) => Promise<void>;
  readonly tell: (name: string, call: () => Promise<CallReport>) => Promise<void>;
  readonly write: (text: string) => void;
}

/** Makes the calls from each seed, ours first, then t38peer's with itself. */
export async function runBareLoss(program: string, seeds: number, { inLanes, tell, write }: Runner): Promise<void> {
  const work = Array.from({ length: seeds }, (_, n) => bareLossCalls.map((call) => ({ call, seed: n + 1 }))).flat();
  const delivered = { ours: 0, theirs: 0 };
  await inLanes(work, ({ call, seed }) =>
    tell(`${call.name} seed-${seed}`, async () => {
      const report = await runOne(program, call, seed);
      if (report.delivered) delivered.ours += 1;
      return report;
    }),
  );
  await inLanes(work, async ({ call, seed }) => {
    if (await peersThemselves(program, call, seed)) delivered.theirs += 1;
  });
  write(
    `5 % of t38peer’s datagrams lost, no recovery, ${seeds} seeds each of ${directions.length} ways: ` +
      `we with t38peer delivered ${delivered.ours} of ${work.length}, t38peer with itself ${delivered.theirs}`,
  );
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fax-rig-t38-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One call of ours: never a hang, and what was confirmed is what was sent. */
async function runOne(program: string, call: T38Call, seed: number): Promise<CallReport & { delivered: boolean }> {
  return inFolder(async (folder) => {
    const { ours, peer, sent, received } = await makeCall(program, call, seed, folder);
    const failed = (words: string) => ({
      ok: false,
      delivered: false,
      words: [words, '-- ours', transcriptOf(ours), '-- t38peer', peerTail(peer)].join('\n'),
    });
    if (ours.end === null) return failed(`exit ${ours.exit}, and no end was told`);
    if (peer.result === null) return failed('t38peer did not end');
    const words = `${ours.end.outcome} ${ours.end.code}, ${(ours.end.t / 1000).toFixed(1)} s of line time`;
    if ((ours.exit === 0) !== (ours.end.outcome === 'ok')) return failed(`exit ${ours.exit}, ${words}`);
    const confirmed = ours.end.pages;
    if (confirmed === 0) return { ok: true, delivered: false, words };
    const arrived = (await readPages(received)).slice(0, confirmed);
    const difference = differenceOf((await readPages(sent)).slice(0, confirmed), arrived);
    return difference === null ? { ok: true, delivered: ours.exit === 0, words } : failed(`${words}: ${difference}`);
  });
}

/** The same call between two t38peer; true when it was delivered. */
async function peersThemselves(program: string, call: T38Call, seed: number): Promise<boolean> {
  return inFolder(async (folder) => {
    const sent = join(folder, 'sent.tif');
    const received = join(folder, 'received.tif');
    await writeDocument(sent, { pages: call.pages, resolution: call.resolution, coding: 'mmr' });
    const [callerPort = 0, answererPort = 0] = await freePorts(2);
    // The one that stands where t38peer stands in our call is the one whose datagrams are lost.
    const options = (weCall: boolean) =>
      peerOptions({ ...call, weCall, damage: weCall === call.weCall ? call.damage : {} }, seed);
    const answering = startPeer(
      program,
      ['--bind', `127.0.0.1:${answererPort}`, '--recv', received, ...options(true)],
      SECONDS,
    );
    await answering.ready;
    const place = ['--bind', `127.0.0.1:${callerPort}`, '--peer', `127.0.0.1:${answererPort}`];
    const caller = await startPeer(program, [...place, '--send', sent, ...options(false)], SECONDS).ended;
    const answerer = await answering.ended;
    if (caller.result?.ok !== true || answerer.result?.ok !== true) return false;
    return differenceOf(await readPages(sent), await readPages(received)) === null;
  });
}

/** Longest that two t38peer may take, seconds. */
const SECONDS = 100;

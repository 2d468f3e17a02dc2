import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { TrialEnd, TrialEvent, TrialOrder, TrialStop } from '../contract/line-trial.ts';
import { createPageWorks } from '../document/page-works.ts';
import { FaxError } from '../model/errors.ts';
import type { LineAddress } from '../model/line-address.ts';
import { tryLineHere } from '../server/line-trial/try-line.ts';
import { findOwner } from './find-owner.ts';
import { assertNotHeld } from './held-lines.ts';
import { leftPages } from './left-pages.ts';
import { HandedOver, type SocketClient } from './socket-client.ts';
import { systemClock } from './system-clock.ts';
import { makeWorkFolder } from './work-folder.ts';
import { startWorkerThread } from './worker-threads.ts';

/** How a line is tried out. */
export interface TryLineOptions {
  /** The data folder whose owner, where there is one, has the practice network and may hold the line. */
  readonly dataDir: string;
  readonly tell: (event: TrialEvent) => void;
  /** Told in a sentence what the user did not expect; the trial goes on. */
  readonly warn: (words: string) => void;
  /** Ends the call early, by the signal's name; see `TrialStop`. */
  readonly stops: Readonly<Record<TrialStop, AbortSignal>>;
}

/**
 * One call on a line, with no queue: on a practice line in the process that owns the data folder, where there is one,
 * else here. Resolves with the call's end, whatever it was; rejects where there was no call: files that cannot be read
 * or written, `LINE_UNAVAILABLE`, `PORT_LOCKED`, `CANCELLED`, `SERVER_STOPPED` (the owner went).
 */
export async function tryLine(address: LineAddress, order: TrialOrder, options: TryLineOptions): Promise<TrialEnd> {
  const left = order.kind === 'send' || order.out === null ? [] : await leftPages(order.out);
  if (left.length > 0)
    options.warn(
      `What came of a call that was killed is in ${left.join(', ')}: a TIFF file, to be renamed or deleted.`,
    );
  const owner = await ownerFor(address, options.dataDir);
  try {
    if (owner !== null && address.kind === 'loopback') return await throughOwner(owner, address.text, order, options);
    if (owner !== null) await assertNotHeld(owner, address);
  } finally {
    await owner?.close();
  }
  if (address.kind === 'loopback' && order.kind === 'answer') options.warn(ALONE);
  return await here(address, order, options);
}

const ALONE =
  'Nobody can call this practice line: neither Fax Console nor “fax serve” is running, and without them it is alone on its network.';

/** The owner, where it matters to this kind of line. */
async function ownerFor(address: LineAddress, dataDir: string): Promise<SocketClient | null> {
  switch (address.kind) {
    case 'loopback':
      return await findOwner(dataDir);
    case 'modem':
      // A folder that cannot be read or an owner that hangs is no reason not to try the modem: its lock file decides.
      return await findOwner(dataDir).catch(() => null);
    case 't38':
      return null;
  }
}

async function here(address: LineAddress, order: TrialOrder, { tell, stops }: TryLineOptions): Promise<TrialEnd> {
  const tempDir = await makeWorkFolder();
  const works = createPageWorks({ startWorker: startWorkerThread, threads: availableParallelism(), tempDir });
  try {
    const context = { works, clock: systemClock(), random: Math.random, tempDir };
    return await tryLineHere({ address, order, context, tell, stops });
  } finally {
    await works.close();
    await rm(tempDir, { recursive: true, force: true });
  }
}

async function throughOwner(
  owner: SocketClient,
  address: string,
  order: TrialOrder,
  { tell, stops }: TryLineOptions,
): Promise<TrialEnd> {
  try {
    const { trialId } = await owner.request('trial.start', { address, order });
    const unwatch = passStopsOn(owner, trialId, stops);
    try {
      return await followTrial(owner, trialId, tell);
    } finally {
      unwatch();
    }
  } catch (error) {
    // The call was the owner's; no other process can go on with it.
    throw error instanceof HandedOver ? new FaxError('SERVER_STOPPED') : error;
  }
}

async function followTrial(owner: SocketClient, trialId: string, tell: (event: TrialEvent) => void): Promise<TrialEnd> {
  for (let seen = 0; ; ) {
    const { events, over } = await owner.request('trial.follow', { trialId, after: seen });
    seen += events.length;
    for (const event of events) tell(event);
    const last = events.at(-1);
    if (last?.event === 'end') return last;
    if (over) throw new FaxError('PROTOCOL_ERROR');
  }
}

function passStopsOn(owner: SocketClient, trialId: string, stops: TryLineOptions['stops']): () => void {
  const done = new AbortController();
  for (const how of ['cancel', 'drop'] as const) {
    const pass = (): void => {
      // A call that is over by itself needs no stopping; an owner that is gone is told of by who follows.
      owner.request('trial.stop', { trialId, how }).catch(() => undefined);
    };
    if (stops[how].aborted) pass();
    else stops[how].addEventListener('abort', pass, { once: true, signal: done.signal });
  }
  return () => done.abort();
}

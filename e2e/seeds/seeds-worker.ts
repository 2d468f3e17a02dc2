import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { playDays } from '../../app/server/embedded/simulation/campaign/campaign.ts';

/** Days are played in parts of so many, so that whoever waits hears how far it is. */
const PART = 50;

const { seed, count, until, share, shares } = z
  .object({ seed: z.int(), count: z.int(), until: z.number(), share: z.int(), shares: z.int() })
  .parse(workerData);

function* seedsOf(from: number): Generator<number> {
  for (let n = from; n < Math.min(from + PART * shares, count); n += shares) yield seed + n;
}

for (let from = share; from < count && Date.now() < until; from += PART * shares)
  parentPort?.postMessage(await playDays(seedsOf(from)));

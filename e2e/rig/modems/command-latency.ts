import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { writeTextDocument } from '../../bench/text-document.ts';
import { differenceOf } from '../compare-pages.ts';
import { ModemPair } from '../modem-pair.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import { buildRigProgram } from '../rig-programs.ts';
import { type ModemSideTimes, modemSideTimes } from './command-times.ts';

export interface LatencyOptions {
  readonly pages: number;
  /** A PDF is rendered over and over meanwhile, by the page works that also code and decode the call's pages. */
  readonly load: boolean;
  /** As {@link ModemPair} takes it; default `turbo`. */
  readonly speed?: 'turbo' | number;
}

const endSchema = z.object({
  outcome: z.string(),
  code: z.string(),
  pages: z.number(),
  /** Pages of the PDF rendered during the call. */
  rendered: z.number(),
  /** Of the process that has both lines, ms. */
  loopDelay: z.object({ p99: z.number(), max: z.number() }),
  /** The longest from its read of a result to its command, ms: what is above this and the loop's delay, the machine took. */
  ownMax: z.number(),
});

export interface CommandLatencyReport extends ModemSideTimes, z.infer<typeof endSchema> {
  /** Every page arrived, dot by dot. */
  readonly equal: boolean;
}

const calls = fileURLToPath(new URL('latency-call.ts', import.meta.url));
/** Pages of the PDF that is rendered. */
const LOAD_PAGES = 20;
/** A call of 100 pages takes a minute or two, ms. */
const LIMIT = 15 * 60_000;

/**
 * A call between two of our Class 1 lines in one process, and how soon that process answered its modems, read off the
 * modems' own log. Null where the modems cannot be built here.
 */
export async function measureCommandLatency({
  pages,
  load,
  speed = 'turbo',
}: LatencyOptions): Promise<CommandLatencyReport | null> {
  const program = await buildRigProgram('modempair');
  if (program === null) return null;
  const folder = await mkdtemp(join(tmpdir(), 'fax-latency-'));
  const pair = await ModemPair.start(program, { speed, options: ['-v'] });
  try {
    const [sent, received, pdf] = ['sent.tif', 'received.tif', 'load.pdf'].map((name) => join(folder, name));
    if (sent === undefined || received === undefined || pdf === undefined) throw new Error('three names');
    await writeDocument(sent, { pages, resolution: 'fine', coding: 'mmr' });
    await writeTextDocument(pdf, LOAD_PAGES);
    // A process of its own: reading the modems' log must not hold it up.
    const args = [pair.tty(0), pair.tty(1), pair.number(1), folder, sent, received, load ? pdf : ''];
    const { stdout } = await promisify(execFile)(process.execPath, [calls, ...args], { timeout: LIMIT });
    const end = endSchema.parse(JSON.parse(stdout));
    const equal = end.outcome === 'ok' && differenceOf(await readPages(sent), await readPages(received)) === null;
    return { ...end, equal, ...modemSideTimes(pair.events) };
  } finally {
    await pair.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

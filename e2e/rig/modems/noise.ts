/**
 * Calls of our Class 1 driver with itself over a bad line: with ECM every fax is delivered whole, or the call ends in a
 * named outcome. Nothing hangs, and nothing is called delivered whose pages differ.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differenceOf } from '../compare-pages.ts';
import { ModemPair } from '../modem-pair.ts';
import { startFax, transcriptOf } from '../our-end.ts';
import { readPages, writeDocument } from '../rig-documents.ts';
import type { CallReport } from './run-call.ts';

/** A bad line: options of the software modems, and what must come of the call. */
export interface BadLine {
  readonly name: string;
  readonly options: readonly string[];
  /** `delivered`: nothing less will do. `named`: a named outcome is as good. `broken`: it cannot be delivered. */
  readonly expected: 'delivered' | 'named' | 'broken';
}

const at = (seconds: number, command: string): readonly string[] => ['-x', `${seconds} ${command}`];

/** Noise in dBm0 beside a signal of about -14; times in seconds of the call. */
export const badLines: readonly BadLine[] = [
  { name: 'noise of -40 dBm0', options: ['-q', '-40'], expected: 'delivered' },
  { name: 'noise of -36 dBm0', options: ['-q', '-36', '-S', '3'], expected: 'named' },
  { name: 'noise of -33 dBm0', options: ['-q', '-33', '-S', '5'], expected: 'named' },
  { name: 'noise of -30 dBm0', options: ['-q', '-30', '-S', '7'], expected: 'named' },
  { name: 'the called end hears nothing for 400 ms in the page', options: at(17, 'drop 0 400'), expected: 'delivered' },
  { name: 'the called end hears nothing for 3 s in the page', options: at(16, 'drop 0 3000'), expected: 'delivered' },
  { name: 'the caller hears nothing for 2 s', options: at(6, 'drop 1 2000'), expected: 'delivered' },
  {
    name: 'bursts of noise in the page',
    options: [14, 16, 18, 20].flatMap((s) => at(s, 'hit 0 60')),
    expected: 'delivered',
  },
  { name: 'the exchange clears the call in the page', options: at(18, 'cut'), expected: 'broken' },
  { name: 'the called end vanishes in the page', options: at(18, 'vanish 0'), expected: 'broken' },
  { name: 'the called end vanishes in phase B', options: at(7, 'vanish 0'), expected: 'broken' },
];

const LIMIT = 240;

/** Makes the call of a bad line with two pages. */
export async function runBadLine(program: string, line: BadLine): Promise<CallReport> {
  const folder = await mkdtemp(join(tmpdir(), 'fax-noise-'));
  const pair = await ModemPair.start(program, { speed: 'turbo', options: line.options });
  try {
    const sent = join(folder, 'sent.tif');
    const out = join(folder, 'received.tif');
    await writeDocument(sent, { pages: 2, resolution: 'fine', coding: 'mh' });
    const answering = startFax(['answer', `modem:${pair.tty(0)}`, '--out', out], LIMIT);
    await answering.ready;
    const caller = await startFax(['call', `modem:${pair.tty(1)}`, '--to', pair.number(0), '--send', sent], LIMIT)
      .ended;
    const answerer = await answering.ended;
    const words = `${caller.end?.outcome ?? 'no end'} ${caller.end?.code ?? ''}, ${caller.end?.pages ?? 0} pages`;
    const failed = (why: string): CallReport => ({
      ok: false,
      words: [`${why} (${words})`, transcriptOf(caller), transcriptOf(answerer)].join('\n'),
    });
    if (caller.end === null || answerer.end === null) return failed('an end hung or gave no outcome');
    const delivered = caller.end.outcome === 'ok';
    if (delivered) {
      const difference = differenceOf(await readPages(sent), await readPages(out));
      if (difference !== null) return failed(`called delivered, but ${difference}`);
    }
    if (line.expected === 'delivered' && !delivered) return failed('not delivered');
    if (line.expected === 'broken' && delivered) return failed('delivered over a line that was broken');
    return { ok: true, words };
  } finally {
    await pair.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

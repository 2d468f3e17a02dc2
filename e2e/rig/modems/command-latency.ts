/**
 * A call between two of our Class 1 lines in one process, while image work fills its thread pool: how soon our commands
 * follow the modems' results. Prints one line of JSON. `--pages N` (20), `--load on|off` (on). Not for worker threads:
 * serial ports end the process there.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { BitmapDocument, DecodingSink, textLikeBitmap } from '../../../app/lines/bitmaps.testing.ts';
import { createModemLine, type ModemLine } from '../../../app/lines/modem/modem-line.ts';
import { nodeLineSystem } from '../../../app/lines/node-line-system.ts';
import { parseLineAddress } from '../../../app/model/line-address.ts';
import { systemClock } from '../../../app/office/system-clock.ts';
import { ModemPair } from '../modem-pair.ts';
import { buildRigProgram } from '../rig-programs.ts';

const { values } = parseArgs({
  options: { pages: { type: 'string', default: '20' }, load: { type: 'string', default: 'on' } },
});

const program = await buildRigProgram('modempair');
if (program === null) throw new Error('modempair cannot be built here');
const pair = await ModemPair.start(program, { speed: 'turbo' });
const clock = systemClock();
const system = nodeLineSystem();
const never = new AbortController().signal;

async function openLine(modem: number): Promise<ModemLine> {
  const address = parseLineAddress(`modem:${pair.tty(modem)}?class=1`);
  if (address.kind !== 'modem') throw new Error('not a modem');
  const line = createModemLine(address, { clock, system });
  await line.open();
  return line;
}

const working = new AbortController();

/** Keeps a thread of the pool busy, as rendering does. */
async function fillThread(): Promise<void> {
  const create = { width: 2480, height: 3508, channels: 3, background: 'white' } as const;
  while (!working.signal.aborted) await sharp({ create }).blur(8).resize(1728).toColourspace('b-w').raw().toBuffer();
}

const [caller, answerer] = [await openLine(0), await openLine(1)];
const bitmaps = Array.from({ length: Number(values.pages) }, (_, n) => textLikeBitmap(1728, 1100, n + 1));
const sink = new DecodingSink();
const received = new Promise((resolve) => {
  answerer.onRing((ring) => resolve(ring.answer({ localId: '+1 555 0101', sink, ecm: true }, {}, never)));
});
const load = values.load === 'on' ? [fillThread(), fillThread(), fillThread(), fillThread()] : [];
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const document = new BitmapDocument(bitmaps);
const result = await caller.send(
  { number: pair.number(1), localId: '+1 555 0100', document, firstPage: 0, ecm: true },
  {},
  never,
);
delay.disable();
working.abort();
await Promise.all(load);
await received;
const equal = bitmaps.every((sent, n) => {
  const got = sink.bitmaps[n];
  return got !== undefined && got.rows === sent.rows && sent.words.every((word, at) => word === got.words[at]);
});
const report = {
  outcome: result.outcome,
  pages: result.pages,
  equal,
  caller: caller.latency(),
  answerer: answerer.latency(),
  loopDelay: { max: delay.max / 1e6, p99: delay.percentile(99) / 1e6 },
};
process.stdout.write(`${JSON.stringify(report)}\n`);
await Promise.all([caller.close(), answerer.close()]);
await pair.stop();

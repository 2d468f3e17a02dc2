/**
 * The process that `command-latency.ts` measures: both lines of a call, with the page works of the product.
 * `latency-call.ts CALLER-TTY ANSWERER-TTY NUMBER FOLDER SENT.tif RECEIVED.tif LOAD.pdf|''`; prints one line of JSON.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { createPageWorks } from '../../../app/document/page-works.ts';
import { createModemLine, type ModemLine } from '../../../app/lines/modem/modem-line.ts';
import { nodeLineSystem } from '../../../app/lines/node-line-system.ts';
import { FaxError } from '../../../app/model/errors.ts';
import { parseLineAddress } from '../../../app/model/line-address.ts';
import { systemClock } from '../../../app/office/system-clock.ts';
import { startWorkerThread } from '../../../app/office/worker-threads.ts';
import { TrialSink } from '../../../app/server/line-trial/trial-file.ts';
import { openTrialPages } from '../../../app/server/line-trial/trial-pages.ts';

const [callerTty = '', answererTty = '', number = '', folder = '', sent = '', received = '', pdf = ''] =
  process.argv.slice(2);
const clock = systemClock();
const system = nodeLineSystem();
const works = createPageWorks({
  startWorker: startWorkerThread,
  threads: availableParallelism(),
  tempDir: folder,
});
const never = new AbortController().signal;

async function openLine(tty: string): Promise<ModemLine> {
  const address = parseLineAddress(`modem:${tty}?class=1`);
  if (address.kind !== 'modem') throw new Error('not a modem');
  const line = createModemLine(address, { clock, system });
  await line.open();
  return line;
}

const working = new AbortController();
let rendered = 0;

/** Renders as `fax send` does, over and over. */
async function render(): Promise<void> {
  const options = { resolution: 'fine', width: null, dither: 'content' } as const;
  for (let n = 0; pdf !== '' && !working.signal.aborted; n += 1)
    try {
      const { pages } = await works.render(
        [pdf],
        options,
        join(folder, `load-${n}.tif`),
        () => undefined,
        working.signal,
      );
      rendered += pages.length;
    } catch (error) {
      if (!working.signal.aborted || !(error instanceof FaxError)) throw error;
    }
}

const [caller, answerer] = [await openLine(callerTty), await openLine(answererTty)];
const unknown = { csid: null, tsid: null, callerId: null, receiveTime: null };
const facts = { ...unknown, recipientName: null, recipientNumber: null, senderName: null, routing: null };
const sink = new TrialSink(works, { folder, file: received }, `${process.pid}-1`, () => facts);
await sink.warmUp();
const document = await openTrialPages(works, { files: [sent], resolution: 'fine' }, folder, never);
const answered = new Promise((resolve) => {
  answerer.onRing((ring) => resolve(ring.answer({ localId: '+1 555 0101', sink, ecm: true }, {}, never)));
});
const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();
const load = render();
const call = { number, localId: '+1 555 0100', document, firstPage: 0, ecm: true };
const { outcome, code, pages } = await caller.send(call, {}, never);
delay.disable();
working.abort();
await load;
await answered;
await sink.finish();
const ownSide = [caller, answerer].map((line) => line.latency()?.max ?? 0);
const loopDelay = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
process.stdout.write(
  `${JSON.stringify({ outcome, code, pages, rendered, loopDelay, ownMax: Math.max(...ownSide) })}\n`,
);
await Promise.all([caller.close(), answerer.close()]);
await works.close();

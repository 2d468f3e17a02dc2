/** The entry point of the page threads: one task at a time, answered with plain data. See work-tasks.ts. */
import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { FaxError, toFaxError } from '../model/errors.ts';
import { PageDrawer } from './draw-page.ts';
import { joinFaxes } from './join-faxes.ts';
import { lookAtFile } from './look-at-file.ts';
import {
  codeStoredPage,
  decodeReceivedPage,
  describeTiff,
  faxFactsOf,
  imageOfPage,
  recodePage,
} from './stored-pages.ts';
import {
  isWorkerSetup,
  isWorkRequest,
  type TaskInput,
  type TaskName,
  type TaskOutput,
  type WorkReply,
} from './work-messages.ts';

if (parentPort === null || !isWorkerSetup(workerData))
  throw new Error('This file is a worker thread of page-works.ts.');
const port = parentPort;
const { pdfium, resourcesDir } = workerData;

// A Class 1 modem wants its next command within 55 ms: where all processors are busy with pages, the thread that talks
// to modems goes first. On Linux this is the thread's own; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

const drawer = new PageDrawer(pdfium);

type Handlers = { readonly [N in TaskName]: (input: TaskInput<N>) => Promise<TaskOutput<N>> };

const handlers: Handlers = {
  async warmUp() {
    await drawer.warmUp();
    return null;
  },
  look: async ({ path, maxSize }) => ({ kind: await lookAtFile(path, maxSize) }),
  async typeset({ path, out, maxPages }) {
    // PDFKit loads slowly and only text needs it.
    const { typesetText } = await import('./typeset-text.ts');
    return typesetText(path, out, resourcesDir, maxPages);
  },
  async typesetCover({ cover, fields, out }) {
    const { typesetCover } = await import('./cover/typeset-cover.ts');
    return { pages: await typesetCover(cover, fields, out, resourcesDir) };
  },
  async typesetProof({ facts, tiff, out }) {
    const { typesetProof } = await import('./proof/typeset-proof.ts');
    return { pages: await typesetProof(facts, tiff, out, resourcesDir) };
  },
  async join({ tiffs, facts, out }) {
    await joinFaxes(tiffs, facts, out);
    return null;
  },
  measure: ({ source, maxPages }) => drawer.measure(source, maxPages),
  draw: (input) => drawer.draw(input),
  describe: ({ tiff }) => describeTiff(tiff),
  faxFacts: ({ tiff, options }) => faxFactsOf(tiff, options),
  codePage: ({ tiff, index, format, banner }) => codeStoredPage(tiff, index, format, banner),
  decodeReceived: async (page) => decodeReceivedPage(page),
  recode: ({ tiff, index }) => recodePage(tiff, index),
  image: ({ tiff, index, width }) => imageOfPage(tiff, index, width),
};

function handle<N extends TaskName>(name: N, input: TaskInput<N>): Promise<TaskOutput<N>> {
  return handlers[name](input);
}

port.on('message', (message: unknown) => {
  if (isWorkRequest(message)) void answer(message.id, handle(message.name, message.input));
});

async function answer(id: number, result: Promise<unknown>): Promise<void> {
  try {
    const output = await result;
    post({ id, output }, buffersIn(output));
  } catch (thrown) {
    // What is not a FaxError came out of PDFium or of ourselves: nothing of PDFium's is used again after it.
    if (!(thrown instanceof FaxError)) drawer.discard();
    const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    post({ id, error: toFaxError(thrown).toData(), detail }, []);
  }
}

function post(reply: WorkReply, transfer: readonly ArrayBuffer[]): void {
  port.postMessage(reply, transfer);
}

/** Buffers of a result that can be handed over instead of copied: those that hold nothing else. */
function buffersIn(output: unknown): readonly ArrayBuffer[] {
  const values =
    output instanceof Uint8Array ? [output] : typeof output === 'object' && output ? Object.values(output) : [];
  return values.flatMap((value) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.length === value.buffer.byteLength
      ? [value.buffer]
      : [],
  );
}

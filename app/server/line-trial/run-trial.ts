import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrialEnd, TrialEvent, TrialOrder, TrialTerms } from '../../contract/line-trial.ts';
import type { FaxFacts, PageWorks } from '../../document/page-works.ts';
import type { AnswerSettings, CallObserver, CallResult, CallTerms, FaxLine, PageSource } from '../../lines/fax-line.ts';
import type { LineSystem } from '../../lines/line-system.ts';
import { createLine, type PracticeNetwork } from '../../lines/open-line.ts';
import { type Clock, type Random, scaledClock } from '../../model/clock.ts';
import { FaxError } from '../../model/errors.ts';
import type { LineAddress } from '../../model/line-address.ts';
import { TrialCalls } from './trial-calls.ts';
import { prepareTrialPlace, TrialSink } from './trial-file.ts';
import { openTrialPages } from './trial-pages.ts';

/** What trials stand on. */
export interface TrialContext {
  readonly works: PageWorks;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: PracticeNetwork;
  /** Serial ports and sockets; absent: practice lines only. */
  readonly system?: LineSystem;
  /** A folder for rendered documents, made when it is not there; each trial empties it of its own. */
  readonly tempDir: string;
}

/** Both end a trial early: `cancel` with a goodbye to the far end, `drop` as if the line were cut. */
export interface TrialStops {
  readonly cancel: AbortSignal;
  readonly drop: AbortSignal;
}

/** One trial under way. */
export interface TrialRun {
  readonly address: LineAddress;
  readonly order: TrialOrder;
  readonly context: TrialContext;
  readonly tell: (event: TrialEvent) => void;
  readonly stops: TrialStops;
  /** Told when a call is up or being set up, and when it is over. */
  readonly onCall?: (up: boolean) => void;
}

/**
 * Makes a line, makes or answers one call on it, and gives the line back. Resolves with the end of the call, whatever
 * it was. Rejects where there was no call: bad files (before the line is touched), a line that cannot be opened, nobody
 * called in time, stopped before.
 */
export async function runTrial(run: TrialRun): Promise<TrialEnd> {
  const { context, order } = run;
  const name = `${process.pid}-${Math.floor(context.random() * 2 ** 40).toString(36)}`;
  const folder = join(context.tempDir, `trial-${name}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const place = order.kind === 'send' || order.out === null ? null : await prepareTrialPlace(order.out);
    const outgoing = await outgoingPages(run, folder);
    const facts = new CallFactsSoFar(run, new Date(context.clock.now()));
    const sink = new TrialSink(context.works, place, name, () => facts.facts);
    if (order.kind !== 'send') await sink.warmUp();
    throwIfStopped(run.stops);
    return await onLine(run, async (line, port) => {
      const result = await call(run, line, port, outgoing, sink, facts);
      facts.seeEnd(result);
      return endOf(run, line, result, await sink.finish());
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function throwIfStopped({ cancel, drop }: TrialStops): void {
  if (cancel.aborted || drop.aborted) throw stopped();
}

const stopped = (): FaxError =>
  new FaxError('CANCELLED', { message: 'It was stopped before there was a call.', next: 'Start again when you wish.' });

async function outgoingPages({ order, context, stops }: TrialRun, folder: string): Promise<PageSource | null> {
  const document = order.kind === 'send' ? order.document : order.kind === 'answer' ? order.polled : null;
  if (document === null) return null;
  return await openTrialPages(context.works, document, folder, AbortSignal.any([stops.cancel, stops.drop]));
}

const noFacts: FaxFacts = {
  csid: null,
  tsid: null,
  callerId: null,
  receiveTime: null,
  recipientName: null,
  recipientNumber: null,
  senderName: null,
  routing: null,
};

/** What the file says of the call, as it becomes known. */
class CallFactsSoFar {
  facts: FaxFacts;

  constructor({ order, address }: TrialRun, at: Date) {
    const own = order.ident ?? (address.kind === 'loopback' ? address.number : null);
    this.facts = { ...noFacts, csid: own, receiveTime: at.toISOString() };
  }

  see(remoteId: string | null): void {
    if (remoteId !== null) this.facts = { ...this.facts, tsid: remoteId };
  }

  /** A call came in: the file is named by its time, and not by when the waiting for it began. */
  seeCaller(callerId: string | null, at: Date): void {
    this.facts = { ...this.facts, callerId, receiveTime: at.toISOString() };
  }

  seeEnd({ remoteId, subAddress }: CallResult): void {
    this.see(remoteId);
    this.facts = { ...this.facts, routing: subAddress };
  }
}

/** Opens the trial's line for `work` and closes it behind. `port`: the UDP port that was bound, once it was. */
async function onLine<T>(run: TrialRun, work: (line: FaxLine, port: () => number | null) => Promise<T>): Promise<T> {
  const { address, order, context } = run;
  let port: number | null = null;
  const system: LineSystem | undefined = context.system && {
    ...context.system,
    async bindDatagramSocket(local) {
      const socket = await context.system?.bindDatagramSocket(local);
      if (socket === undefined) throw new FaxError('LINE_NOT_SUPPORTED');
      port = socket.local.port;
      return socket;
    },
  };
  const { network, random } = context;
  const line = createLine(address, { network, random, system, clock: scaledClock(context.clock, order.clock) });
  try {
    await line.open();
    return await work(line, () => port);
  } finally {
    await line.close();
  }
}

async function call(
  run: TrialRun,
  line: FaxLine,
  port: () => number | null,
  outgoing: PageSource | null,
  sink: TrialSink,
  facts: CallFactsSoFar,
): Promise<CallResult> {
  const { order } = run;
  const calls = new TrialCalls(line, run.stops, run.onCall);
  const observer = observerOf(run.tell, facts);
  const terms = callTerms(order.terms);
  const localId = order.ident ?? line.number;
  switch (order.kind) {
    case 'send': {
      if (outgoing === null) throw new FaxError('NO_PAGES');
      const { number, subAddress, password } = order;
      const given = { subAddress: subAddress ?? undefined, password: password ?? undefined };
      const outgoingCall = { ...terms, ...given, number, localId, document: outgoing, firstPage: 0 };
      return await calls.during((signal) => line.send(outgoingCall, observer, signal));
    }
    case 'poll': {
      const { number, selector, password } = order;
      const given = { selector: selector ?? undefined, password: password ?? undefined };
      return await calls.during((signal) => line.poll({ ...terms, ...given, number, localId, sink }, observer, signal));
    }
    case 'answer': {
      const { expectPassword } = order;
      const given = { polled: outgoing ?? undefined, expectPassword: expectPassword ?? undefined };
      const settings: AnswerSettings = { ...terms, ...given, localId, sink };
      const waiting = calls.answer(order, run.context.clock, {
        onRing: (ring) => {
          facts.seeCaller(ring.callerId, new Date(run.context.clock.now()));
          // A thread that does not start is told of by the first page.
          sink.warmUp().catch(() => undefined);
        },
        tell: run.tell,
        answer: (ring, signal) => ring.answer(settings, observer, signal),
      });
      run.tell({ event: 'ready', address: run.address.text, port: port() });
      return await waiting;
    }
  }
}

function callTerms({ ecm, codings, modems, finest, frameSize, scanTime }: TrialTerms): CallTerms {
  return {
    ecm,
    ...(codings === null ? {} : { codings }),
    ...(modems === null ? {} : { modems }),
    ...(finest === null ? {} : { finest }),
    ...(frameSize === null ? {} : { frameSize }),
    ...(scanTime === null ? {} : { scanTime }),
  };
}

function observerOf(tell: (event: TrialEvent) => void, facts: CallFactsSoFar): CallObserver {
  let last = '';
  return {
    frame: (entry) => tell({ event: 'frame', ...entry }),
    phase: (phase, t) => {
      // Dialling and the session both begin in phase A.
      if (phase !== last) tell({ event: 'phase', t, phase });
      last = phase;
    },
    negotiated: ({ remoteId, rate, ecm, coding }) => {
      facts.see(remoteId);
      tell({ event: 'negotiated', remoteId, rate, ecm, coding });
    },
    pageEnded: ({ index, status, rows, badRows, coding, t }) =>
      tell({ event: 'page', t, n: index + 1, rows, badRows, coding, status }),
  };
}

function endOf(run: TrialRun, line: FaxLine, result: CallResult, file: string | null): TrialEnd {
  const { outcome, code, words, pages, facts, remoteId, subAddress, duration } = result;
  const end: TrialEnd = {
    event: 'end',
    t: duration,
    outcome,
    pages,
    ecm: facts?.ecm ?? null,
    rate: facts?.rate ?? null,
    coding: facts?.coding ?? null,
    code,
    words,
    remoteId: remoteId ?? facts?.remoteId ?? null,
    subAddress,
    file,
    practice: line.practice,
  };
  run.tell(end);
  return end;
}

import { beforeEach, describe, expect, test } from 'vitest';
import { type AnswerOrder, trialOrderSchema } from '../../contract/line-trial.ts';
import type { CallResult, IncomingRing, LineHealth } from '../../lines/fax-line.ts';
import { SimulatedClock } from '../../lines/loopback/simulated-clock.ts';
import { FaxError } from '../../model/errors.ts';
import { type Answering, TrialCalls } from './trial-calls.ts';

const resultOf = (code: string): CallResult => ({
  outcome: code === 'ok' ? 'ok' : 'remote-hung-up',
  code,
  words: code,
  pages: 0,
  facts: null,
  remoteId: null,
  subAddress: null,
  duration: 0,
});

let clock: SimulatedClock;
let stops: { readonly cancel: AbortController; readonly drop: AbortController };
let told: string[];
/** Lets the far end ring. */
let ring: () => void;
let health: (health: LineHealth) => void;
/** Ends the call that was answered last. */
let end: (code: string) => void;
beforeEach(() => {
  clock = new SimulatedClock();
  stops = { cancel: new AbortController(), drop: new AbortController() };
  told = [];
});

/** Waits for a call on a line made by hand; the reason's message where it is rejected. */
function answered(more: { readonly rings?: number; readonly timeout?: number } = {}): Promise<CallResult | string> {
  const order: AnswerOrder = answerOrder(more);
  const line = {
    onRing(listener: (incoming: IncomingRing) => void) {
      ring = () => listener(incoming);
      return () => undefined;
    },
    onHealth(listener: (now: LineHealth) => void) {
      health = listener;
      return () => undefined;
    },
  };
  const calls = new TrialCalls(line, { cancel: stops.cancel.signal, drop: stops.drop.signal });
  const answering: Answering = {
    onRing: () => undefined,
    tell: ({ event }) => told.push(event),
    answer: () =>
      new Promise((resolve) => {
        end = (code) => resolve(resultOf(code));
      }),
  };
  return calls.answer(order, clock, answering).catch((error: unknown) => String(error));
}

function answerOrder(more: object): AnswerOrder {
  const order = trialOrderSchema.parse({ kind: 'answer', terms: {}, ...more });
  if (order.kind !== 'answer') throw new Error('not an order to answer');
  return order;
}

const incoming: IncomingRing = {
  callerId: null,
  rings: 1,
  onRing: () => undefined,
  onGone: () => undefined,
  answer: () => Promise.reject(new Error('answered by the trial')),
};

/** Lets what was promised be done. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a caller that was answered and turned out to be gone', () => {
  test('is no call: the next one is taken', async () => {
    const call = answered();
    ring();
    end('a-caller-gone');
    await settled();
    ring();
    end('ok');
    expect(await call).toMatchObject({ code: 'ok' });
    expect(told).toEqual(['ring', 'ring']);
  });

  test('does not make the waiting last beyond its time', async () => {
    const call = answered({ timeout: 5_000 });
    ring();
    await clock.advance(6_000);
    end('a-caller-gone');
    expect(await call).toContain('Nobody called within 5 seconds.');
  });

  test('does not hide that the line was lost meanwhile', async () => {
    const call = answered();
    ring();
    health({ state: 'offline', error: new FaxError('LINE_UNAVAILABLE', { message: 'Unplugged.' }) });
    end('a-caller-gone');
    expect(await call).toContain('Unplugged.');
  });

  test('does not hide that the trial was stopped meanwhile', async () => {
    const call = answered();
    ring();
    stops.cancel.abort();
    end('a-caller-gone');
    expect(await call).toContain('It was stopped before anybody called.');
  });
});

test('a call that is up ends by itself, whatever would have ended the waiting', async () => {
  const call = answered({ timeout: 5_000 });
  ring();
  await clock.advance(6_000);
  end('ok');
  expect(await call).toMatchObject({ code: 'ok' });
});

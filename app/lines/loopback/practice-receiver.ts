import type { LineClock } from '../../t30/line-clock.ts';
import { receiveDocument } from '../../t30/run-session.ts';
import type { LoopbackCarrier } from './loopback-carrier.ts';

/** The built-in practice receiver: a fax machine that confirms every page and keeps none. */
export function answerPractice(carrier: LoopbackCarrier, clock: LineClock, number: string): void {
  const sink = { receive: async () => ({ rows: 0, badRows: 0, status: 'accept' as const }) };
  const signal = new AbortController().signal;
  receiveDocument({ localId: number.slice(0, 20), ecm: true, sink }, { carrier, clock, observer: {}, signal }).catch(
    // A defect of ours: the caller must not be left waiting for a machine that is gone.
    () => carrier.hangUp(),
  );
}

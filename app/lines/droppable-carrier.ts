import { FaxError } from '../model/errors.ts';
import type { Carrier, Heard } from '../t30/carrier.ts';

/** A carrier whose call can be ended from outside, with no word to the far end. */
export interface DroppableCarrier extends Carrier {
  /** The session hears that the line failed and nothing after it, and hangs up. False where no session runs on it. */
  drop(): boolean;
}

/** Makes a carrier droppable; everything else goes through. */
export function droppableCarrier(carrier: Carrier): DroppableCarrier {
  let listener: ((heard: Heard) => void) | null = null;
  let dropped = false;
  return {
    now: () => carrier.now(),
    onHeard(hear) {
      listener = hear;
      carrier.onHeard((heard) => {
        if (!dropped) hear(heard);
      });
    },
    tone: (tone, signal) => carrier.tone(tone, signal),
    sendFrames: (modulation, training, frames, signal) => carrier.sendFrames(modulation, training, frames, signal),
    sendStream: (modulation, training, chunks, signal) => carrier.sendStream(modulation, training, chunks, signal),
    listen: (what) => carrier.listen(what),
    silence: (milliseconds, signal) => carrier.silence(milliseconds, signal),
    hangUp: () => carrier.hangUp(),
    drop() {
      if (listener === null) return false;
      if (dropped) return true;
      dropped = true;
      const cause = new FaxError('LINE_UNAVAILABLE', { message: 'The line was dropped.' });
      listener({ kind: 'failed', cause, t: carrier.now() });
      return true;
    },
  };
}

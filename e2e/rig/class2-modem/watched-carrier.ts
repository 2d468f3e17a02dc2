import type { Carrier, Heard } from '../../../app/t30/carrier.ts';
import { type ParsedFrame, parseFrame } from '../../../app/t30/frames.ts';

/**
 * A carrier whose frames the modem sees as well: heard ones before the engine does, and ours as they go out. The
 * engine is connected when its session begins.
 */
export interface WatchedCarrier {
  readonly carrier: Carrier;
  /** From now on the engine hears nothing, until {@link open}: the DTE is asked first. May be called while watching. */
  close(): void;
  /** The engine hears what it missed, and goes on. */
  open(): void;
}

/** Makes a carrier to be watched. */
export function watchedCarrier(
  carrier: Carrier,
  watch: (direction: 'heard' | 'sent', frame: ParsedFrame) => void,
  hungUp: () => void,
): WatchedCarrier {
  let engine: (heard: Heard) => void = () => undefined;
  let closed = false;
  let missed: Heard[] = [];
  const see = (direction: 'heard' | 'sent', octets: Uint8Array): void => {
    const frame = octets.length < 129 ? parseFrame(octets) : null;
    if (frame !== null) watch(direction, frame);
  };
  carrier.onHeard((heard) => {
    if (heard.kind === 'frame' && heard.frame.fcsOk) see('heard', heard.frame.octets);
    if (closed) missed.push(heard);
    else engine(heard);
    if (heard.kind === 'hung-up' || heard.kind === 'failed') hungUp();
  });
  const watched: Carrier = {
    now: () => carrier.now(),
    onHeard: (listener) => {
      engine = listener;
    },
    tone: (tone, signal) => carrier.tone(tone, signal),
    sendFrames: (modulation, training, frames, signal) => {
      if (modulation === 'v21-300') for (const frame of frames) see('sent', frame);
      return carrier.sendFrames(modulation, training, frames, signal);
    },
    sendStream: (modulation, training, chunks, signal) => carrier.sendStream(modulation, training, chunks, signal),
    listen: (what) => carrier.listen(what),
    silence: (milliseconds, signal) => carrier.silence(milliseconds, signal),
    hangUp: () => carrier.hangUp(),
  };
  return {
    carrier: watched,
    close() {
      closed = true;
    },
    open() {
      if (!closed) return;
      closed = false;
      const waiting = missed;
      missed = [];
      for (const heard of waiting) engine(heard);
    },
  };
}

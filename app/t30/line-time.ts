import type { Modulation } from './carrier.ts';
import { type ImageModulation, rateOf } from './modulations.ts';
import type { Step } from './session.ts';

/** Bits a second of a modulation. */
function bitRate(modulation: Modulation): number {
  return modulation === 'v21-300' ? 300 : rateOf(modulation);
}

/** Training, preamble and flags of any carrier, ms, with a good margin. */
const START = 5_000;
/** A tone with what a modem does around it, ms. */
const TONE = 15_000;
/** What a device may add to a transmission, ms: buffers, flow control, an answer that comes late. */
const MARGIN = 20_000;
/** Bits on the line for each bit handed over: stuffing, flags and FCS of HDLC frames, and a margin. */
const OVERHEAD = 1.5;

/**
 * The longest that a transmission can take on a line that works, ms. What takes longer has got stuck in the device.
 */
export function longestTransmission(steps: readonly Step[]): number {
  return MARGIN + steps.reduce((sum, step) => sum + longestStep(step), 0);
}

function longestStep(step: Step): number {
  switch (step.kind) {
    case 'tone':
      return TONE;
    case 'silence':
      return step.milliseconds;
    case 'frames':
      return (
        START +
        bitTime(
          step.modulation,
          step.frames.reduce((sum, { length }) => sum + length + 4, 0),
        )
      );
    case 'stream':
      return START + bitTime(step.modulation, step.data.length);
  }
}

function bitTime(modulation: Modulation, octets: number): number {
  return (octets * 8 * OVERHEAD * 1000) / bitRate(modulation);
}

/** The longest that a block of 256 frames of 256 octets can take with its stuffing, ms, and a margin. */
export function longestBlock(modulation: ImageModulation): number {
  return (65_536 * 8 * 1.3 * 1000) / rateOf(modulation) + 10_000;
}

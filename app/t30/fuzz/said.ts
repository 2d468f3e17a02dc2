import { type ParsedFrame, parseFrame } from '../frames.ts';
import { rateOf } from '../modulations.ts';
import type { Step } from '../session.ts';

/** What a station has said in one transmission, as its far end understands it. */
export interface Said {
  readonly steps: readonly Step[];
  /** V.21 frames, of all its bursts. */
  readonly frames: readonly ParsedFrame[];
  /** What went out at an image rate. */
  readonly image: Exclude<Step, { kind: 'tone' | 'silence' }> | null;
  /** Time on the line, ms. */
  readonly milliseconds: number;
}

export function understand(steps: readonly Step[]): Said {
  const frames: ParsedFrame[] = [];
  let image: Said['image'] = null;
  let milliseconds = 0;
  for (const step of steps) {
    milliseconds += durationOf(step);
    if (step.kind === 'stream') image = step;
    if (step.kind !== 'frames') continue;
    if (step.modulation !== 'v21-300') image = step;
    else for (const octets of step.frames) frames.push(mustParse(octets));
  }
  return { steps, frames, image, milliseconds };
}

/** The last frame said, by its name; null where no frame was said. */
export function lastName(said: Said): ParsedFrame['name'] | null {
  return said.frames.at(-1)?.name ?? null;
}

function mustParse(octets: Uint8Array): ParsedFrame {
  const frame = parseFrame(octets);
  if (frame === null) throw new Error(`no T.30 frame: ${[...octets.subarray(0, 8)].join(' ')}`);
  return frame;
}

/** Time that a step takes on the line, ms: tones, preambles, training and bits. */
export function durationOf(step: Step): number {
  switch (step.kind) {
    case 'tone':
      return step.tone === 'ced' ? 3_000 : 500;
    case 'silence':
      return step.milliseconds;
    case 'stream':
      return 250 + (step.data.length * 8_000) / rateOfStep(step.modulation);
    case 'frames': {
      let octets = 0;
      for (const frame of step.frames) octets += frame.length + 4;
      return (step.modulation === 'v21-300' ? 1_000 : 450) + (octets * 8_000) / rateOfStep(step.modulation);
    }
  }
}

function rateOfStep(modulation: Extract<Step, { kind: 'stream' }>['modulation']): number {
  return modulation === 'v21-300' ? 300 : rateOf(modulation);
}

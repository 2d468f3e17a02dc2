import { parseFrame } from './frames.ts';
import { toHex } from './octets.ts';
import type { Step } from './session.ts';
import { describeFrame } from './transcript.ts';

/** A step of the engine's transmission in a script's words: `TSI DCS`, `TCF v17-14400`, `block v17-14400 short 0-3`. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'tone':
      return step.tone.toUpperCase();
    case 'silence':
      return '';
    case 'stream':
      return `${step.what} ${step.modulation}${step.what === 'TCF' ? '' : ` ${step.training}`}`;
    case 'frames':
      if (step.modulation === 'v21-300') return step.frames.map(describeBurstFrame).join(' ');
      return `block ${step.modulation} ${step.training} ${describeBlock(step.frames)}`;
  }
}

function describeBurstFrame(octets: Uint8Array): string {
  const { type, fields } = describeFrame(octets);
  if (type !== 'PPR') return type;
  const map = parseFrame(octets)?.fif ?? new Uint8Array(0);
  const wanted = [...map].flatMap((octet, i) =>
    [...Array(8).keys()].filter((b) => octet & (0x80 >> b)).map((b) => 8 * i + b),
  );
  return wanted.length > 8 ? `PPR:${fields.wanted} frames` : `PPR:${wanted.join(',')}`;
}

/** Numbers of a block's frames: `0-3,7`. */
function describeBlock(frames: readonly Uint8Array[]): string {
  const numbers = frames
    .map((octets) => parseFrame(octets))
    .filter((frame) => frame?.name === 'FCD')
    .map((frame) => Number.parseInt([...toHex(frame!.fif.subarray(0, 1))].map(bits).reverse().join(''), 2));
  const ranges: [number, number][] = [];
  for (const n of numbers) {
    const last = ranges.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** The bits of a hexadecimal digit in reverse: frame numbers travel low bit first. */
function bits(digit: string): string {
  return [...Number.parseInt(digit, 16).toString(2).padStart(4, '0')].reverse().join('');
}

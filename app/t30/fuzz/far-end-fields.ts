import { encodeDcs, encodeDis, type SessionParameters } from '../dis-dcs.ts';
import { encodePpr, encodePps } from '../ecm-blocks.ts';
import { type FrameName, fcf2Of, type PostMessage } from '../frames.ts';
import { encodeIdentification } from '../identification.ts';
import type { ImageModulation } from '../modulations.ts';
import { ownCapabilities } from '../negotiation.ts';
import type { Tape } from './tape.ts';

/** Where a far end is, for the fields of its frames. */
export interface FieldOf {
  readonly tape: Tape;
  readonly page: number;
  readonly block: number;
  /** Frames of the block on its way. */
  readonly frames: number;
  readonly command: PostMessage;
  readonly x: boolean;
}

/** The information field that a frame has in its place; nonsense now and then. */
export function fieldOf(name: FrameName, { tape, page, block, frames, command, x }: FieldOf): Uint8Array {
  if (tape.chance(6)) return tape.octets(tape.below(40));
  switch (name) {
    case 'DIS':
    case 'DTC':
      return anyDis(tape);
    case 'DCS':
      return anyDcs(tape).fif;
    case 'CTC':
      return anyDcs(tape).fif.subarray(0, 2);
    case 'CSI':
    case 'TSI':
    case 'CIG':
    case 'SUB':
    case 'SEP':
    case 'SID':
    case 'PWD':
    case 'PSA':
      return encodeIdentification('5550199');
    case 'NSF':
    case 'NSC':
    case 'NSS':
      return tape.octets(tape.below(30));
    case 'PPS':
      return encodePps({ command, page, block, frames: tape.chance(8) ? 1 + tape.octet() : frames }, x);
    case 'EOR':
      return Uint8Array.of(fcf2Of(command, x));
    case 'PPR':
      return encodePpr(
        tape.weighted(
          [0],
          [
            [100, [0, 1]],
            [30, [1]],
            [10, []],
            [10, [0, 1, 2, 3, 4, 5, 200]],
          ],
        ),
      );
    default:
      return new Uint8Array(0);
  }
}

const disOctets: readonly (readonly number[])[] = [
  [0x00, 0x77, 0x5f, 0x23, 0x01, 0xab, 0xc1, 0x01, 0x01, 0x18],
  [0x20, 0x77, 0x5f, 0x23, 0x01, 0xab, 0xc1, 0x01, 0x01, 0x18],
  [0x00, 0x40, 0x00],
  [0x00, 0x50, 0x00],
  [0x00, 0x60, 0x10],
  [0x00, 0x70, 0x58],
  [0x00, 0x76, 0x5e],
  [0x00, 0x00, 0x00],
  [0x80, 0xf7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe],
];
const everything = encodeDis(ownCapabilities({ ecm: true }));
const everythingToFetch = encodeDis(ownCapabilities({ ecm: true }), { poll: true, selector: true, password: true });
const withoutEcm = encodeDis(ownCapabilities({ ecm: false }));

/** ECM, MR, and no rate but 2400: there is nothing to fall back to. */
export const slowestDis = Uint8Array.of(0x00, 0xc1, 0x11, 0x20);

/** Capabilities of some machine: what we have ourselves, without ECM, the least there can be, more than anyone has. */
export function anyDis(tape: Tape, offersDocument = false): Uint8Array {
  const which = tape.octet();
  if (which < 150) return offersDocument ? everythingToFetch : everything;
  if (which < 200 && !offersDocument) return withoutEcm;
  const octets = Uint8Array.from(disOctets[which % disOctets.length] ?? disOctets[0]!);
  if (offersDocument) octets[1] = (octets[1] ?? 0) | 0x80;
  return octets;
}

const rates: readonly [ImageModulation, ...ImageModulation[]] = [
  'v17-14400',
  'v17-9600',
  'v29-9600',
  'v29-7200',
  'v27ter-4800',
  'v27ter-2400',
];
const choices: readonly [Omit<SessionParameters, 'modulation'>, ...Omit<SessionParameters, 'modulation'>[]] = [
  { ecm: true, coding: 'mmr', resolution: 'fine', width: 'a4', frameSize: 256, scanTime: 0 },
  { ecm: false, coding: 'mh', resolution: 'fine', width: 'a4', frameSize: 256, scanTime: 0 },
  { ecm: true, coding: 'mh', resolution: 'standard', width: 'a4', frameSize: 64, scanTime: 0 },
  { ecm: false, coding: 'mr', resolution: 'superfine', width: 'b4', frameSize: 256, scanTime: 10 },
];

/** A DCS that some sender would choose, and what it says. */
export function anyDcs(tape: Tape): { readonly fif: Uint8Array; readonly parameters: SessionParameters } {
  const octet = tape.octet();
  const parameters = {
    ...(choices[octet % choices.length] ?? choices[0]),
    modulation: octet < 128 ? 'v17-14400' : (rates[octet % rates.length] ?? rates[0]),
  } satisfies SessionParameters;
  return { fif: encodeDcs(parameters), parameters };
}

/**
 * The written list of calls over software modems: every pair of (peer, direction, modulation, coding, ECM, resolution)
 * that the peer can do is in at least one of them, and one call of 20 pages for each peer and direction.
 */
import type { Coding } from '../../../app/model/page-format.ts';
import type { RigResolution } from '../rig-documents.ts';

export const peers = ['efax', 'hylafax', 'ours'] as const;
export type Peer = (typeof peers)[number];
export const modulations = ['v17', 'v29', 'v27'] as const;
export type ModulationName = (typeof modulations)[number];

/** One call between our Class 1 driver and a peer. */
export interface ModemCall {
  readonly peer: Peer;
  /** `sends`: we call and send. `receives`: the peer calls, we answer. */
  readonly direction: 'sends' | 'receives';
  readonly modulation: ModulationName;
  readonly coding: Coding;
  readonly ecm: boolean;
  readonly resolution: RigResolution;
  readonly pages: number;
}

/** Codings with and without ECM that exist: MMR needs ECM (T.30 table 2, bit 31). */
const ways = [
  ['mh', false],
  ['mr', false],
  ['mh', true],
  ['mr', true],
  ['mmr', true],
] as const satisfies readonly (readonly [Coding, boolean])[];

/** What a peer can do: efax 0.9 speaks MH without ECM alone. */
export function waysOf(peer: Peer): readonly (readonly [Coding, boolean])[] {
  return peer === 'efax' ? ways.slice(0, 1) : ways;
}

/**
 * What the listed calls are made of, one letter for each of the ways in their order: s we send, r we receive; S and R
 * the same in standard resolution; a star makes 20 pages of it. From efax these are fine: it divides by the whole seconds
 * that handing over a page took, and dies (signal 8) of one that took none.
 */
const plan: Readonly<Record<Peer, Readonly<Record<ModulationName, string>>>> = {
  efax: { v17: 's R S* r*', v29: 's R', v27: 'r S' },
  hylafax: { v17: 's R S r* s*', v29: 'R s r S R', v27: 'S r R s r' },
  ours: { v17: 's R s R s*', v29: 'R s R s R', v27: 's S s R s' },
};

function listed(peer: Peer, modulation: ModulationName): readonly ModemCall[] {
  const letters = plan[peer][modulation].split(' ');
  const can = waysOf(peer);
  return letters.map((letter, n) => {
    const [coding, ecm] = can[n % can.length] ?? ways[0];
    const direction = /s/i.test(letter) ? 'sends' : 'receives';
    const resolution = /[sr]/.test(letter) ? 'fine' : 'standard';
    const pages = letter.endsWith('*') ? 20 : 1 + (n % 3);
    return { peer, direction, modulation, coding, ecm, resolution, pages };
  });
}

/** The list of every run: at most 40 calls. */
export const modemCalls: readonly ModemCall[] = [
  ...peers.flatMap((peer) => modulations.flatMap((modulation) => listed(peer, modulation))),
];

/** The full product, for a long run. */
export function everyModemCall(): readonly ModemCall[] {
  return peers.flatMap((peer) =>
    (['sends', 'receives'] as const).flatMap((direction) =>
      modulations.flatMap((modulation) =>
        waysOf(peer).flatMap(([coding, ecm]) =>
          (['fine', 'standard'] as const).map((resolution) => ({
            ...{ peer, direction, modulation, coding, ecm, resolution },
            pages: 2,
          })),
        ),
      ),
    ),
  );
}

/** A call's name: `hylafax receives v29 mr ecm fine 3p`. */
export function nameOf({ peer, direction, modulation, coding, ecm, resolution, pages }: ModemCall): string {
  const way = direction === 'sends' ? `to ${peer}` : `from ${peer}`;
  return `${way} ${modulation} ${coding} ${ecm ? 'ecm' : 'no-ecm'} ${resolution} ${pages}p`;
}

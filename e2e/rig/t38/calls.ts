/**
 * The written list of calls over T.38 between us and t38peer: each condition both ways, at most 60 calls. A condition
 * is what both ends are told; `optionsOf` says it in the words of either program.
 */
import type { Coding } from '../../../app/model/page-format.ts';
import type { RigResolution } from '../rig-documents.ts';

export const directions = ['sends', 'receives'] as const;
export const modulations = ['v17', 'v29', 'v27'] as const;
/** Codings with and without ECM that exist: MMR needs ECM. */
export const ways = [
  ['mh', false],
  ['mr', false],
  ['mh', true],
  ['mr', true],
  ['mmr', true],
] as const satisfies readonly (readonly [Coding, boolean])[];
export const recoveries = ['none', 'red:1', 'red:3', 'fec:3x3'] as const;

/** What is done to the datagrams of both ends: probabilities, and the length of a burst. */
export interface Damage {
  readonly drop?: number;
  readonly burst?: number;
  readonly dup?: number;
  readonly swap?: number;
}

/** What both ends are told of a call; plain where it says nothing. */
export interface Condition {
  readonly coding: Coding;
  readonly ecm: boolean;
  readonly modulation: (typeof modulations)[number];
  readonly version: 0 | 1 | 2 | 3;
  readonly recovery: (typeof recoveries)[number];
  readonly damage: Damage;
  /** Whose datagrams are damaged. */
  readonly damaged: 'both' | 'peer';
  readonly pages: number;
  readonly resolution: RigResolution;
  readonly paced: boolean;
  /** Least time of a scan line that the receiver asks for, ms. */
  readonly scanTime: 0 | 20;
  /** The caller fetches the document instead of sending it. */
  readonly polling: boolean;
  readonly sub: string | null;
  /** A password that the called end wants: SID where a document is sent, PWD where it is fetched. */
  readonly password: string | null;
  /** The caller brings another password: both ends must end in words. */
  readonly wrongPassword: boolean;
  /** Blocks that the receiver is not ready for at first (RNR); t38peer alone can be told so. */
  readonly notReady: number;
  /** The ways of the document that it makes sense for. */
  readonly ways: readonly (typeof directions)[number][];
}

/** One call between us and t38peer. */
export interface T38Call extends Condition {
  readonly name: string;
  /** `sends`: the document goes from us to the peer. */
  readonly document: (typeof directions)[number];
  /** Whether we call or answer: with polling the caller receives. */
  readonly weCall: boolean;
}

const plain: Condition = {
  coding: 'mmr',
  ecm: true,
  modulation: 'v17',
  version: 0,
  recovery: 'red:3',
  damage: {},
  damaged: 'both',
  pages: 1,
  resolution: 'standard',
  paced: true,
  scanTime: 0,
  polling: false,
  sub: null,
  password: null,
  wrongPassword: false,
  notReady: 0,
  ways: directions,
};

const conditions: Readonly<Record<string, Partial<Condition>>> = {
  'mh v17': { coding: 'mh', ecm: false, resolution: 'fine' },
  'mr v17': { coding: 'mr', ecm: false, resolution: 'fine' },
  'mmr ecm v17': { resolution: 'fine' },
  'mh ecm v17 version-3 red:1': { coding: 'mh', version: 3, recovery: 'red:1', pages: 2 },
  'mr ecm v29 version-1': { coding: 'mr', modulation: 'v29', version: 1, resolution: 'fine' },
  'mh v29 red:1': { coding: 'mh', ecm: false, modulation: 'v29', recovery: 'red:1', pages: 2 },
  'mr v29 version-3': { coding: 'mr', ecm: false, modulation: 'v29', version: 3 },
  'mmr ecm v29 none': { modulation: 'v29', recovery: 'none' },
  'mh v27 version-2': { coding: 'mh', ecm: false, modulation: 'v27', version: 2 },
  'mr v27 red:1': { coding: 'mr', ecm: false, modulation: 'v27', recovery: 'red:1' },
  'mmr ecm v27 version-3': { modulation: 'v27', version: 3, pages: 2 },
  'mmr ecm loss-2 red:1 version-3': { damage: { drop: 0.02 }, recovery: 'red:1', version: 3 },
  'mh loss-2 red:3': { damage: { drop: 0.02 }, coding: 'mh', ecm: false },
  'mmr ecm loss-5 red:1': { damage: { drop: 0.05 }, recovery: 'red:1', resolution: 'fine' },
  'mmr ecm loss-5 red:3 2-pages': { damage: { drop: 0.05 }, pages: 2 },
  'mr loss-5 red:3 v29 version-3': {
    damage: { drop: 0.05 },
    coding: 'mr',
    ecm: false,
    modulation: 'v29',
    version: 3,
  },
  'mmr ecm fec version-3': { recovery: 'fec:3x3', version: 3, resolution: 'fine' },
  'mr ecm loss-2 fec v29': { damage: { drop: 0.02 }, coding: 'mr', recovery: 'fec:3x3', modulation: 'v29' },
  'mh loss-5 fec': { damage: { drop: 0.05 }, coding: 'mh', ecm: false, recovery: 'fec:3x3' },
  'mmr ecm bursts-of-3 red:3': { damage: { drop: 0.02, burst: 3 }, resolution: 'fine' },
  'mmr ecm bursts-of-3 fec v27': { damage: { drop: 0.02, burst: 3 }, recovery: 'fec:3x3', modulation: 'v27' },
  'mh doubled swapped red:1': { damage: { dup: 0.1, swap: 0.1 }, coding: 'mh', ecm: false, recovery: 'red:1' },
  // t38peer takes a packet that was overtaken for lost: without repeats only ECM brings its page over whole.
  'mmr ecm doubled swapped none v29 version-3': {
    damage: { dup: 0.2, swap: 0.05 },
    modulation: 'v29',
    version: 3,
    recovery: 'none',
  },
  'mh doubled swapped none': {
    damage: { dup: 0.1, swap: 0.1 },
    coding: 'mh',
    ecm: false,
    recovery: 'none',
    ways: ['receives'],
  },
  'mmr ecm 8-pages loss-2': { damage: { drop: 0.02 }, pages: 8 },
  'mr 4-pages unpaced': { coding: 'mr', ecm: false, pages: 4, paced: false },
  'mmr ecm sub password': { sub: '5550123', password: '2468' },
  'mr wrong-password': { coding: 'mr', ecm: false, password: '2468', wrongPassword: true },
  'mmr ecm polling password': { polling: true, password: '1357', pages: 2 },
  // Nothing tells our own receiver to be slow.
  'mmr ecm rnr': { notReady: 3, ways: ['sends'] },
  'mh scan-20': { coding: 'mh', ecm: false, scanTime: 20, modulation: 'v29' },
};

function callOf(name: string, condition: Partial<Condition>, document: T38Call['document']): T38Call {
  const call = { ...plain, ...condition };
  return { ...call, name: `${name} ${document}`, document, weCall: (document === 'sends') !== call.polling };
}

/** The list of every run. */
export const t38Calls: readonly T38Call[] = Object.entries(conditions).flatMap(([name, condition]) =>
  (condition.ways ?? directions).map((document) => callOf(name, condition, document)),
);

/** Loss that nothing makes good, of what t38peer sends. */
export const bareLossCalls: readonly T38Call[] = directions.map((document) =>
  callOf(
    'mmr ecm none loss-5',
    { damage: { drop: 0.05 }, damaged: 'peer', recovery: 'none', resolution: 'fine' },
    document,
  ),
);

const losses = [0, 0.02, 0.05] as const;

/** The product of codings, modulations, versions, recovery and loss, both ways, for a long run. */
export function everyT38Call(): readonly T38Call[] {
  return ways.flatMap(([coding, ecm]) =>
    modulations.flatMap((modulation) =>
      ([0, 1, 2, 3] as const).flatMap((version) =>
        recoveries.flatMap((recovery) =>
          losses
            // Loss that nothing makes good has a list of its own.
            .filter((drop) => drop === 0 || recovery !== 'none')
            .flatMap((drop) =>
              directions.map((document) => {
                const name = `${coding} ${ecm ? 'ecm ' : ''}${modulation} version-${version} ${recovery} loss-${drop * 100}`;
                return callOf(name, { coding, ecm, modulation, version, recovery, damage: { drop } }, document);
              }),
            ),
        ),
      ),
    ),
  );
}

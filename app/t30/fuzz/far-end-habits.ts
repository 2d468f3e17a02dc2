import type { Modulation } from '../carrier.ts';
import type { FrameName } from '../frames.ts';

/** What far ends do, and how often: the tables that {@link ./far-end.ts} plays by. */

/** What kind of far end it is; chances out of 256. */
export interface FarEndManners {
  /** Its X bit: that of a caller. */
  readonly x: boolean;
  /** It asks for a document (DTC) where it could send one. */
  readonly fetches: number;
  /** Its DIS offers a document to be fetched. */
  readonly offers: number;
}

/** What a far end does next: the proper thing, or one of these. */
export type Move =
  | 'proper'
  | 'at once'
  | 'mangled'
  | 'misplaced'
  | 'rubbish'
  | 'carrier'
  | 'stop'
  | 'data'
  | 'tone'
  | 'again'
  | 'storm'
  | 'silence'
  | 'timer'
  | 'cancel'
  | 'stuck'
  | 'hang up'
  | 'fail';

export const moves: readonly (readonly [number, Move])[] = [
  [10, 'at once'],
  [26, 'mangled'],
  [16, 'misplaced'],
  [8, 'rubbish'],
  [8, 'carrier'],
  [4, 'stop'],
  [5, 'data'],
  [3, 'tone'],
  [12, 'again'],
  [4, 'storm'],
  [16, 'silence'],
  [8, 'timer'],
  [3, 'cancel'],
  [2, 'stuck'],
  [3, 'hang up'],
  [1, 'fail'],
];

export const modulations: readonly [Modulation, ...Modulation[]] = [
  'v17-14400',
  'v17-12000',
  'v17-9600',
  'v29-9600',
  'v29-7200',
  'v27ter-4800',
  'v27ter-2400',
  'v17-7200',
];

/** What a far end does in answer to a frame. */
export type AnswerTo =
  | 'identify'
  | 'train'
  | 'judge training'
  | 'page'
  | 'judge page'
  | 'ready'
  | 'continue'
  | 'error'
  | 'correct'
  | 'next'
  | 'still there'
  | 'nothing';

export const names: readonly [FrameName, ...FrameName[]] = [
  ...(['DIS', 'CSI', 'NSF', 'DTC', 'CIG', 'NSC', 'PWD', 'SEP', 'PSA', 'CIA', 'ISP'] as const),
  ...(['DCS', 'TSI', 'NSS', 'SUB', 'SID', 'TSA', 'IRA', 'CTC', 'CFR', 'FTT', 'CTR', 'CSA'] as const),
  ...(['EOM', 'MPS', 'EOR', 'EOP', 'RR', 'EOS', 'PRI-EOM', 'PRI-MPS', 'PRI-EOP', 'PPS'] as const),
  ...(['MCF', 'RTN', 'RTP', 'PIN', 'PIP', 'PID', 'RNR', 'ERR', 'PPR', 'FDM'] as const),
  ...(['DCN', 'CRP', 'FNV', 'TNR', 'TR', 'FCD', 'RCP', 'CCD'] as const),
];

/** What a far end does when it has heard a frame as the last of a burst. */
export const answers: ReadonlyMap<FrameName, AnswerTo> = new Map<FrameName, AnswerTo>([
  ['DIS', 'train'],
  ['DTC', 'train'],
  ['DCS', 'judge training'],
  ['CFR', 'page'],
  ['CTR', 'page'],
  ['FTT', 'train'],
  ['RTP', 'train'],
  ['RTN', 'train'],
  ['PIN', 'train'],
  ['MPS', 'judge page'],
  ['EOM', 'judge page'],
  ['EOP', 'judge page'],
  ['EOS', 'judge page'],
  ['PRI-MPS', 'judge page'],
  ['PRI-EOM', 'judge page'],
  ['PRI-EOP', 'judge page'],
  ['PPS', 'judge page'],
  ['EOR', 'error'],
  ['RR', 'ready'],
  ['CTC', 'continue'],
  ['PPR', 'correct'],
  ['MCF', 'next'],
  ['PIP', 'next'],
  ['ERR', 'next'],
  ['RNR', 'still there'],
]);

const afterPage: readonly [FrameName, ...FrameName[]] = ['MCF', 'RTN', 'RTP', 'PIP', 'PIN', 'PPR', 'RNR', 'ERR', 'CRP'];
/** Replies that are about right: what a damaged frame is damaged from. */
export const replies: Readonly<Record<string, readonly [FrameName, ...FrameName[]]>> & {
  readonly nothing: readonly [FrameName, ...FrameName[]];
} = {
  nothing: ['DIS', 'CSI', 'DCS', 'NSF'],
  DIS: ['DCS', 'TSI', 'DTC'],
  DTC: ['DCS', 'DIS'],
  DCS: ['CFR', 'FTT', 'DIS', 'CRP'],
  CFR: ['DCS', 'EOP', 'PPS'],
  MPS: afterPage,
  EOM: afterPage,
  EOP: afterPage,
  PPS: afterPage,
  RR: ['MCF', 'RNR', 'PPR', 'ERR'],
  EOR: ['ERR', 'RNR', 'MCF'],
  CTC: ['CTR', 'RNR'],
  PPR: ['PPS', 'CTC', 'EOR'],
  MCF: ['EOP', 'PPS', 'DCN', 'MPS'],
  RTN: ['DCS', 'EOP'],
  RNR: ['RR', 'PPS'],
};

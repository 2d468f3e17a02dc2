/**
 * HDLC frames of T.30: facsimile control fields by name (T.30 5.3.6.1), built and taken apart.
 * Octets are in T.30 notation from the address octet (FF) on, without flags and FCS.
 */

const ADDRESS = 0xff;
const CONTROL_MORE = 0xc0;
const CONTROL_FINAL = 0xc8;
/** Bit 1 of the FCF: set by the station that received a valid DIS, clear in frames of the other one. */
export const X_BIT = 0x80;

/** Codes whose X bit is no part of their meaning; given with X = 0. */
const codes = {
  DCS: 0x41,
  TSI: 0x42,
  SUB: 0x43,
  NSS: 0x44,
  SID: 0x45,
  TSA: 0x46,
  IRA: 0x47,
  CTC: 0x48,
  CFR: 0x21,
  FTT: 0x22,
  CTR: 0x23,
  CSA: 0x24,
  EOM: 0x71,
  MPS: 0x72,
  EOR: 0x73,
  EOP: 0x74,
  RR: 0x76,
  EOS: 0x78,
  'PRI-EOM': 0x79,
  'PRI-MPS': 0x7a,
  'PRI-EOP': 0x7c,
  PPS: 0x7d,
  MCF: 0x31,
  RTN: 0x32,
  RTP: 0x33,
  PIN: 0x34,
  PIP: 0x35,
  PID: 0x36,
  RNR: 0x37,
  ERR: 0x38,
  PPR: 0x3d,
  FDM: 0x3f,
  DCN: 0x5f,
  CRP: 0x58,
  FNV: 0x53,
  TNR: 0x57,
  TR: 0x56,
} as const;

/** Codes of the first frames, whose X bit is part of the name: with X = 0 the called station's, with X = 1 the poller's. */
const identityCodes = {
  DIS: 0x01,
  CSI: 0x02,
  NSF: 0x04,
  DTC: 0x81,
  CIG: 0x82,
  PWD: 0x83,
  NSC: 0x84,
  SEP: 0x85,
  PSA: 0x86,
  CIA: 0x87,
  ISP: 0x88,
} as const;

/** Frames of an ECM block; they carry no X bit. */
const blockCodes = { FCD: 0x60, RCP: 0x61, CCD: 0x62 } as const;

export type FrameName = keyof typeof codes | keyof typeof identityCodes | keyof typeof blockCodes;

const allCodes: Readonly<Record<FrameName, number>> = { ...codes, ...identityCodes, ...blockCodes };

const namesByCode: ReadonlyMap<number, FrameName> = new Map([
  ...entriesOf(codes).flatMap(([name, code]): [number, FrameName][] => [
    [code, name],
    [code | X_BIT, name],
  ]),
  ...entriesOf(identityCodes).map(([name, code]): [number, FrameName] => [code, name]),
  ...entriesOf(blockCodes).map(([name, code]): [number, FrameName] => [code, name]),
]);

function entriesOf<K extends FrameName>(table: Readonly<Record<K, number>>): [K, number][] {
  return Object.entries(table) as [K, number][];
}

/** A frame taken apart. */
export interface ParsedFrame {
  /** The last frame of its burst. */
  readonly final: boolean;
  readonly name: FrameName;
  /** The X bit; always false in frames of an ECM block. */
  readonly x: boolean;
  /** The facsimile information field, empty where there is none. */
  readonly fif: Uint8Array;
}

/** Takes a frame apart; null where it is no T.30 frame (too short, wrong address or control, unknown FCF). */
export function parseFrame(octets: Uint8Array): ParsedFrame | null {
  const [address, control, fcf] = octets;
  if (address !== ADDRESS || control === undefined || fcf === undefined) return null;
  if (control !== CONTROL_MORE && control !== CONTROL_FINAL) return null;
  const name = namesByCode.get(fcf);
  if (name === undefined) return null;
  return { final: control === CONTROL_FINAL, name, x: (fcf & X_BIT) !== 0, fif: octets.subarray(3) };
}

/** Builds a frame. `x` is ignored where the name fixes the bit. */
export function buildFrame(
  name: FrameName,
  options: { readonly x: boolean; readonly final: boolean; readonly fif?: Uint8Array },
): Uint8Array {
  const fif = options.fif ?? new Uint8Array(0);
  const frame = new Uint8Array(3 + fif.length);
  frame[0] = ADDRESS;
  frame[1] = options.final ? CONTROL_FINAL : CONTROL_MORE;
  frame[2] = allCodes[name] | (name in codes && options.x ? X_BIT : 0);
  frame.set(fif, 3);
  return frame;
}

/** The FCF octet of a post-message command as it stands inside PPS and EOR (FCF2): 0 for NULL. */
export function fcf2Of(name: PostMessage, x: boolean): number {
  return name === 'NULL' ? 0 : codes[name] | (x ? X_BIT : 0);
}

export type PostMessage = 'NULL' | 'MPS' | 'EOM' | 'EOP' | 'EOS' | 'PRI-MPS' | 'PRI-EOM' | 'PRI-EOP';

const postMessages: readonly Exclude<PostMessage, 'NULL'>[] = [
  'MPS',
  'EOM',
  'EOP',
  'EOS',
  'PRI-MPS',
  'PRI-EOM',
  'PRI-EOP',
];

/** The post-message command that an FCF2 octet stands for, or null where it is none. */
export function parseFcf2(octet: number | undefined): PostMessage | null {
  if (octet === undefined) return null;
  if (octet === 0) return 'NULL';
  return postMessages.find((name) => codes[name] === (octet & ~X_BIT)) ?? null;
}

/** Whether a frame's name is a post-message command of a page without ECM. */
export function isPostMessage(name: FrameName): name is Exclude<PostMessage, 'NULL'> {
  return postMessages.some((known) => known === name);
}

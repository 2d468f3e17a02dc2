import type { Coding, PageWidth, Resolution } from '../../../model/page-format.ts';

/** The service classes in which the modem itself speaks T.30. */
export type Class2 = '2' | '2.0' | '2.1';

/** What a report of the modem is about, whatever the class calls it. */
export type ReportKind =
  | 'connected'
  | 'voice'
  | 'poll-offered'
  | 'called-id'
  | 'calling-id'
  | 'polling-id'
  | 'capabilities'
  | 'poll-capabilities'
  | 'chosen'
  | 'page-status'
  | 'post-message'
  | 'hang-up'
  | 'non-standard'
  | 'sub-address'
  | 'selector'
  | 'password';

/** How a class says things: commands without `AT`, up to the `=`, and the names of its reports. */
export interface Dialect {
  readonly class: Class2;
  /** Enters the class. */
  readonly enter: string;
  readonly localId: string;
  readonly pollingId: string;
  /** What this end can do (DCC); `=?` tells what the modem can. */
  readonly capabilities: string;
  /** What this session is to use (DIS). */
  readonly wanted: string;
  /** Sends a page; receives one. */
  readonly transmit: string;
  readonly receive: string;
  /** Our answer to a page received; `?` asks for the far end's answer to ours. */
  readonly pageStatus: string;
  readonly abort: string;
  readonly bitOrder: string;
  /** We have a document to be fetched; we want to fetch one. */
  readonly offerPoll: string;
  readonly wantPoll: string;
  /** Commands of every call that a modem may refuse: reports on, stream mode, no interrupts. */
  readonly settings: readonly string[];
  /** `=` seconds, or tenths of them, without data in phase C after which the modem gives up. */
  readonly phaseCTimeout: string;
  /** Sub-address, selector and password, where the modem has commands for them; `report` asks to be told of the far end's. */
  readonly addressing: {
    readonly report: string;
    readonly sub: string;
    readonly sep: string;
    readonly pwd: string;
  };
  /** How the end of a page is said: a code within the data (T.32), or `<DLE><ETX>` and then +FET (SP-2388-A). */
  readonly endOfPage: 'code' | 'command';
  /** Numbers in reports and commands are hexadecimal (T.32) or decimal (SP-2388-A). */
  readonly radix: 10 | 16;
  /** Value of the parameter `ec` for error correction with frames of 256 and 64 octets. */
  readonly ecm: { readonly 256: number; readonly 64: number };
  readonly reports: Readonly<Record<string, ReportKind>>;
}

const addressing = { report: '+FAP=1,1,1', sub: '+FSA', sep: '+FPA', pwd: '+FPW' } as const;
const addressReports = { '+FSA': 'sub-address', '+FPA': 'selector', '+FPW': 'password' } as const;

/** SP-2388-A, the draft that became Class 2. */
const class2: Dialect = {
  class: '2',
  enter: '+FCLASS=2',
  localId: '+FLID',
  pollingId: '+FCIG',
  capabilities: '+FDCC',
  wanted: '+FDIS',
  transmit: '+FDT',
  receive: '+FDR',
  pageStatus: '+FPTS',
  abort: '+FK',
  bitOrder: '+FBOR',
  offerPoll: '+FLPL',
  wantPoll: '+FSPL',
  settings: ['+FTBC=0', '+FCQ=0'],
  phaseCTimeout: '+FPHCTO=300',
  addressing,
  endOfPage: 'command',
  radix: 10,
  ecm: { 256: 2, 64: 1 },
  reports: {
    '+FCON': 'connected',
    '+FVOICE': 'voice',
    '+FVO': 'voice',
    '+FPOLL': 'poll-offered',
    '+FCSI': 'called-id',
    '+FTSI': 'calling-id',
    '+FCIG': 'polling-id',
    '+FDIS': 'capabilities',
    '+FDTC': 'poll-capabilities',
    '+FDCS': 'chosen',
    '+FPTS': 'page-status',
    '+FET': 'post-message',
    '+FHNG': 'hang-up',
    '+FNSF': 'non-standard',
    '+FNSS': 'non-standard',
    '+FNSC': 'non-standard',
    ...addressReports,
  },
};

/** T.32. */
const class20: Dialect = {
  class: '2.0',
  enter: '+FCLASS=2.0',
  localId: '+FLI',
  pollingId: '+FPI',
  capabilities: '+FCC',
  wanted: '+FIS',
  transmit: '+FDT',
  receive: '+FDR',
  pageStatus: '+FPS',
  abort: '+FKS',
  bitOrder: '+FBO',
  offerPoll: '+FLP',
  wantPoll: '+FSP',
  settings: ['+FNR=1,1,1,1', '+FPP=0', '+FIE=0', '+FCQ=0,0'],
  phaseCTimeout: '+FCT=30',
  addressing,
  endOfPage: 'code',
  radix: 16,
  ecm: { 256: 1, 64: 1 },
  reports: {
    '+FCO': 'connected',
    '+FVO': 'voice',
    '+FPO': 'poll-offered',
    '+FCI': 'called-id',
    '+FTI': 'calling-id',
    '+FPI': 'polling-id',
    '+FIS': 'capabilities',
    '+FTC': 'poll-capabilities',
    '+FCS': 'chosen',
    '+FPS': 'page-status',
    '+FET': 'post-message',
    '+FHS': 'hang-up',
    '+FNF': 'non-standard',
    '+FNS': 'non-standard',
    '+FNC': 'non-standard',
    ...addressReports,
  },
};

/** How each class says things. 2.1 is 2.0 with V.34. */
export const dialects: Readonly<Record<Class2, Dialect>> = {
  '2': class2,
  '2.0': class20,
  '2.1': { ...class20, class: '2.1', enter: '+FCLASS=2.1' },
};

/** Post-page messages by the number of +FET and by the second octet of T.32's `<DLE>` codes. */
export const postMessages = {
  MPS: { number: 0, code: 0x2c },
  EOM: { number: 1, code: 0x3b },
  EOP: { number: 2, code: 0x2e },
} as const;
export type PostMessage = keyof typeof postMessages;

/** The post-page message of a received `+FET`: the PRI forms (4 to 6) as the plain ones. */
export function postMessageOf(number: number): PostMessage | null {
  const plain = number >= 4 && number <= 6 ? number - 4 : number;
  return plain === 0 ? 'MPS' : plain === 1 ? 'EOM' : plain === 2 ? 'EOP' : null;
}

/** Post-page responses by their number in +FPTS and +FPS. */
export const pageResponses = ['MCF', 'RTN', 'RTP', 'PIN', 'PIP'] as const;
export type PageResponse = (typeof pageResponses)[number];

/** The response of a number, 1 to 5; null for another. */
export function pageResponseOf(number: number): PageResponse | null {
  return pageResponses[number - 1] ?? null;
}

/** The rates of parameter `br`: 0 is 2400, each step 2400 more. */
export function rateOfCode(br: number): number {
  return (Math.min(13, Math.max(0, br)) + 1) * 2400;
}

export const widthCodes: Readonly<Record<PageWidth, number>> = { a4: 0, b4: 1, a3: 2 };
export const resolutionBits: Readonly<Record<Resolution, number>> = { standard: 0, fine: 1, superfine: 2 };
export const codingCodes: Readonly<Record<Coding, number>> = { mh: 0, mr: 1, mmr: 3 };

/** Minimum scan line times of parameter `st` at standard and at fine resolution, ms. */
export const scanTimes: readonly (readonly [number, number])[] = [
  [0, 0],
  [5, 5],
  [10, 5],
  [10, 10],
  [20, 10],
  [20, 20],
  [40, 20],
  [40, 40],
];

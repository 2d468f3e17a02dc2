import type { TranscriptEntry } from './job.ts';

const meanings: Readonly<Record<string, string>> = {
  CNG: 'calling tone',
  CED: 'answer tone',
  DIS: 'what the answering end can do',
  DTC: 'wants to fetch a fax',
  CSI: 'number of the answering end',
  CIG: 'number of the end that fetches',
  TSI: 'number of the sending end',
  NSF: 'maker’s own features',
  NSC: 'maker’s own wishes',
  NSS: 'maker’s own set-up',
  SUB: 'sub-address',
  SEP: 'which document is wanted',
  SID: 'password of the sender',
  PWD: 'password of the end that fetches',
  PSA: 'address for fetching',
  DCS: 'how the pages will be sent',
  TCF: 'training check',
  CFR: 'ready to receive',
  FTT: 'training failed, slower please',
  CTC: 'asks to go on',
  CTR: 'goes on',
  MPS: 'another page follows',
  EOM: 'another document follows',
  EOP: 'that was the last page',
  'PPS-MPS': 'end of block, another page follows',
  'PPS-EOM': 'end of block, another document follows',
  'PPS-EOP': 'end of block, last page',
  'PPS-NULL': 'end of block, the page goes on',
  PPR: 'some of the block must come again',
  RNR: 'not ready yet',
  RR: 'asks whether it is ready',
  EOR: 'gives the block up',
  ERR: 'the block is given up',
  MCF: 'confirmed',
  RTP: 'confirmed, train again',
  RTN: 'refused',
  PIP: 'confirmed, a person asks for a word',
  PIN: 'refused, a person asks for a word',
  CRP: 'please say that again',
  FNV: 'a field is not right',
  DCN: 'hang up',
};

/** What a frame or signal of T.30 means, in a few words that hold in both directions; empty for one of no known name. */
export function transcriptMeaning(type: string): string {
  return Object.hasOwn(meanings, type) ? (meanings[type] ?? '') : '';
}

/** All decoded fields of an entry: `rate 9600, ecm true`. */
export function fieldsInWords(fields: TranscriptEntry['fields']): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

import type { EndCode } from '../../../t30/outcomes.ts';
import type { Class2 } from './dialect.ts';

interface HangUp {
  /** What the modem means, in the standard's terms. */
  readonly words: string;
  readonly sending: EndCode;
  readonly receiving: EndCode;
}

const both = (words: string, end: EndCode): HangUp => ({ words, sending: end, receiving: end });
const each = (words: string, sending: EndCode, receiving: EndCode): HangUp => ({ words, sending, receiving });

/** Hang-up status codes of T.32 (hexadecimal). SP-2388-A's decimal ones are the same but for the last ones. */
export const hangUpCodes: Readonly<Record<string, HangUp>> = {
  '00': both('normal end', 'ok'),
  '01': each('ring without handshake', 'a-no-answer', 'a-caller-gone'),
  '02': both('aborted from this end', 'cancelled'),
  '03': both('no loop current', 'a-no-dial-tone'),
  '04': both('ringback, no answer', 'a-no-answer'),
  '05': both('answered without CED', 'b-no-fax-heard'),
  '10': both('phase A failed', 'a-no-carrier'),
  '11': each('no answer within T1', 'b-no-fax-heard', 'b-no-dcs'),
  '20': both('phase B failed, sending', 'b-modem-failed'),
  '21': both('the far end cannot be polled', 'b-nothing-to-fetch'),
  '22': both('COMREC error or DCN in phase B', 'b-dcn'),
  '23': each('no DIS or DTC within T1', 'b-no-fax-heard', 'b-no-dcs'),
  '24': both('RSPREC error or DCN in phase B', 'b-dcn'),
  '25': both('DCS sent three times without answer', 'b-no-reply-to-dcs'),
  '26': both('DIS three times, DCS not understood', 'b-no-reply-to-dcs'),
  '27': both('training failed at every rate', 'b-training-failed'),
  '28': both('invalid answer to the training check', 'b-no-reply-to-dcs'),
  '40': both('phase C failed, sending', 'c-modem-failed'),
  '41': both('image format error', 'c-modem-refused-page'),
  '42': both('image conversion error', 'c-modem-refused-page'),
  '43': both('data underflow', 'c-modem-refused-page'),
  '44': both('unknown code in the data', 'c-modem-refused-page'),
  '45': both('wrong line length', 'c-modem-refused-page'),
  '46': both('wrong page length', 'c-modem-refused-page'),
  '47': both('wrong compression code', 'c-modem-refused-page'),
  '50': both('phase D failed, sending', 'd-modem-failed'),
  '51': both('RSPREC error or DCN in phase D', 'd-dcn'),
  '52': both('no answer to MPS, three times', 'd-no-reply-to-mps'),
  '53': both('invalid answer to MPS', 'd-no-reply-to-mps'),
  '54': both('no answer to EOP, three times', 'd-no-reply-to-eop'),
  '55': both('invalid answer to EOP', 'd-no-reply-to-eop'),
  '56': both('no answer to EOM, three times', 'd-no-reply-to-eom'),
  '57': both('invalid answer to EOM', 'd-no-reply-to-eom'),
  '58': both('no way on after PIN or PIP', 'd-modem-failed'),
  '70': both('phase B failed, receiving', 'b-modem-failed'),
  '71': both('RSPREC error or DCN in phase B', 'b-dcn'),
  '72': both('COMREC error in phase B', 'b-no-dcs'),
  '73': both('no page within T2', 'c-no-page-carrier'),
  '74': both('nothing within T1 after EOM', 'd-no-command'),
  '90': both('phase C failed, receiving', 'c-modem-failed'),
  '91': both('no end of line for 5 s', 'c-line-too-bad'),
  '92': both('bad frames', 'c-line-too-bad'),
  '93': both('data overflow', 'c-modem-refused-page'),
  A0: both('phase D failed, receiving', 'd-modem-failed'),
  A1: both('invalid answer in phase D', 'd-no-command'),
  A2: both('invalid command in phase D', 'd-no-command'),
  A3: both('no way on after PIN or PIP', 'd-modem-failed'),
};

/** Where SP-2388-A's decimal numbers are not T.32's two hexadecimal digits. */
const decimalCodes: Readonly<Record<string, string>> = {
  '94': '92',
  '100': 'A0',
  '101': 'A1',
  '102': 'A2',
  '103': 'A3',
};

/** The T.32 code of what the modem reports behind +FHS or +FHNG (`0`, `00`, `100`…); null where it is no number. */
export function hangUpCode(text: string, serviceClass: Class2): string | null {
  const digits = /^[0-9A-Fa-f]{1,3}/.exec(text.trim())?.[0]?.toUpperCase();
  if (digits === undefined) return null;
  const plain = digits.padStart(2, '0');
  // Modems of Class 2.0 exist that report the decimal numbers: three digits are never T.32's.
  if (serviceClass === '2' || plain.length === 3) return decimalCodes[plain] ?? plain;
  return plain;
}

/** Where in the call a hang-up came, for what the code alone does not say. */
export interface HangUpMoment {
  readonly direction: 'sending' | 'receiving';
  readonly phase: 'A' | 'B' | 'C' | 'D';
  /** The last page's end has been said to the far end, and no answer was reported. */
  readonly afterEop: boolean;
}

/**
 * The end of a call that the modem broke off. After the last page's EOP nobody knows whether the fax arrived: whatever
 * the code, the outcome is then uncertain, code 00 included (it is no confirmation of a page).
 */
export function endOfHangUp(code: string | null, moment: HangUpMoment): EndCode {
  if (moment.direction === 'sending' && moment.afterEop) {
    if (code === '51') return 'd-dcn-after-eop';
    return code === '54' || code === '55' ? 'd-no-reply-to-eop' : 'd-hung-up-after-eop';
  }
  const known = code === null || code === '00' ? undefined : hangUpCodes[code];
  if (known !== undefined) {
    const end = known[moment.direction];
    // A reply to EOP that never came can only be meant where an EOP was said.
    if (end === 'd-no-reply-to-eop') return 'd-hung-up';
    return end;
  }
  return brokenOff(moment);
}

/** The end of a call that broke off in a phase without a word why. */
function brokenOff({ phase, direction }: HangUpMoment): EndCode {
  switch (phase) {
    case 'A':
      return direction === 'sending' ? 'a-no-carrier' : 'a-caller-gone';
    case 'B':
      return 'b-hung-up';
    case 'C':
      return 'c-hung-up';
    case 'D':
      return 'd-hung-up';
  }
}

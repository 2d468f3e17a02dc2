import type { Outcome } from '../model/job.ts';

/** Who failed: our end, the far end, the signal path between the two, or the network that should put the call through. */
export type EndOwner = 'ours' | 'theirs' | 'line' | 'network';

/**
 * What a repetition is good for: `soon` after the retry delay, `never` (it would end the same way), `ask` (a person
 * must decide first).
 */
export type RetryClass = 'soon' | 'never' | 'ask';

/** One way for a call to end. */
export interface CallEnd {
  readonly outcome: Outcome;
  /** Null where nothing failed. */
  readonly who: EndOwner | null;
  /** The phase of T.30 in which it ended; null where it can be any. */
  readonly phase: 'A' | 'B' | 'C' | 'D' | null;
  /** The sentence for the user. */
  readonly words: string;
  /** What to do next, a sentence; null where there is nothing to do. */
  readonly next: string | null;
  readonly retry: RetryClass;
}

type Fault = readonly [outcome: Outcome, who: EndOwner, retry: RetryClass, next: string];

const inPhase =
  (phase: CallEnd['phase']) =>
  ([outcome, who, retry, next]: Fault, words: string): CallEnd => ({ outcome, who, phase, words, next, retry });
const [a, b, c, d, any] = [inPhase('A'), inPhase('B'), inPhase('C'), inPhase('D'), inPhase(null)];

const again = 'It is tried again after the retry delay.';
const rest = 'The rest is sent again after the retry delay, from the first page that was not confirmed.';
const askSender = 'Ask the sender to send it again.';
const asksRecipient = 'Ask the recipient what their machine can receive.';

const numberWrong: Fault = ['not-in-service', 'network', 'never', 'Check the number.'];
const notFax: Fault = ['not-fax', 'theirs', 'soon', 'Check that the number is a fax number.'];
const farEndGone: Fault = ['remote-hung-up', 'theirs', 'soon', again];
const cut: Fault = ['remote-hung-up', 'line', 'soon', again];
const untrained: Fault = ['training-failed', 'line', 'soon', again];
const unable: Fault = ['incompatible', 'theirs', 'never', asksRecipient];
/** What one end wants, the other does not give: a repetition ends the same way. */
const refusedHere = (next: string): Fault => ['incompatible', 'theirs', 'never', next];
const lostByLine: Fault = ['lost-in-page', 'line', 'soon', rest];
const lostByThem: Fault = ['lost-in-page', 'theirs', 'soon', rest];
const lostByCaller: Fault = ['lost-in-page', 'theirs', 'soon', askSender];
const rejected: Fault = ['page-rejected', 'line', 'soon', rest];
const ownFault: Fault = ['line-failed', 'ours', 'soon', 'Check the disk and the log of this machine.'];
const doubt: Fault = [
  'uncertain',
  'line',
  'ask',
  'Ask the recipient whether the fax arrived, then send it again or cancel it.',
];
const wantsPassword: Fault = ['password', 'theirs', 'never', 'Ask the recipient for the password.'];

/**
 * Every way a call ends: a stable code that names the phase (A to E) and what happened there, the outcome, who failed,
 * the sentence for the user, what to do next, and what a repetition is good for. Codes are never renamed.
 */
export const callEnds = {
  ok: { outcome: 'ok', who: null, phase: null, words: 'All pages were confirmed.', next: null, retry: 'never' },

  'a-busy': a(['busy', 'theirs', 'soon', again], 'The number was busy.'),
  'a-no-answer': a(['no-answer', 'theirs', 'soon', again], 'Nobody answered.'),
  'a-no-dial-tone': a(
    ['no-dial-tone', 'network', 'soon', 'Check the telephone cable of the modem.'],
    'There was no dial tone on the line.',
  ),
  'a-no-carrier': a(
    ['no-carrier', 'network', 'soon', 'Check that the number is a fax number.'],
    'The call was not put through to a fax machine.',
  ),
  'a-not-in-service': a(numberWrong, 'The number is not in service.'),
  'a-line-in-use': a(['line-failed', 'ours', 'soon', again], 'The line was in use by another call.'),
  'a-caller-gone': a(
    ['remote-hung-up', 'theirs', 'never', 'If a fax was expected, ask the sender.'],
    'The caller had hung up before the call was answered.',
  ),

  'b-no-fax-heard': b(notFax, 'Somebody answered, but no fax machine was heard.'),
  'b-no-valid-dis': b(notFax, 'Signals were heard, but none that a fax machine would send.'),
  'b-hung-up': b(farEndGone, 'The far end hung up before the first page.'),
  'b-dcn': b(farEndGone, 'The far end ended the call before the first page.'),
  'b-cannot-receive': b(unable, 'The far end cannot receive faxes.'),
  'b-no-reply-to-dcs': b(untrained, 'The far end did not answer when the speed was agreed.'),
  'b-training-failed': b(untrained, 'The line was too bad for any speed.'),
  'b-no-dis-after-eom': b(lostByThem, 'The far end was not heard again between two pages.'),
  'b-no-dcs': b(['not-fax', 'theirs', 'never', 'If a fax was expected, ask the sender.'], 'The caller sent no fax.'),
  'b-dcs-refused': b(refusedHere(askSender), 'The far end asked for something that this end does not offer.'),
  'b-field-refused': b(
    refusedHere('Send it without the sub-address, or ask the recipient.'),
    'The far end did not accept the sub-address or our identification.',
  ),

  'b-polling-refused': b(
    refusedHere('Offer the fax to callers here, if it may be fetched.'),
    'The caller wanted to fetch a fax, and none is offered here.',
  ),
  'b-nothing-to-fetch': b(
    refusedHere('Ask them to make their fax ready, then call again.'),
    'The far end has no fax to be fetched.',
  ),
  'b-selector-not-taken': b(
    refusedHere('Fetch it without naming it, or ask them.'),
    'The far end cannot be told which fax is wanted.',
  ),
  'b-selector-wrong': b(
    refusedHere('Tell the caller which fax is offered here.'),
    'The caller asked for another fax than the one that is offered here.',
  ),
  'b-poll-dcn': b(
    refusedHere('Ask them for the password of their fax, then call again with it.'),
    'The far end ended the call when its fax was asked for; it may want a password.',
  ),
  'b-no-reply-to-dtc': b(untrained, 'The far end did not send the fax that was asked for.'),

  'b-password-not-taken': b(
    ['password', 'theirs', 'never', 'Send it without a password, or ask the recipient.'],
    'The far end takes no password, so this fax was not entrusted to it.',
  ),
  'b-password-refused': b(wantsPassword, 'The far end did not accept the password.'),
  'b-password-wrong': b(
    ['password', 'theirs', 'never', 'Tell the caller the password.'],
    'The caller did not bring the password.',
  ),

  'c-hung-up': c(lostByLine, 'The call was cut within a page.'),
  'c-dcn': c(lostByThem, 'The far end ended the call within a page.'),
  'c-no-page-carrier': c(lostByCaller, 'The page that was announced did not come.'),
  'c-carrier-stuck': c(lostByCaller, 'The far end sent without an end.'),
  'c-line-too-bad': c(lostByLine, 'The line was too bad to get a page through.'),
  'c-no-reply-to-ctc': c(lostByThem, 'The far end fell silent while a page was being corrected.'),
  'c-no-reply-to-eor': c(lostByThem, 'The far end fell silent when a part of a page was given up.'),
  'c-page-damaged': c(lostByLine, 'A part of a page did not get through.'),
  'c-page-not-ready': c(ownFault, 'The next page could not be prepared for sending.'),
  'c-last-page-not-noted': c(ownFault, 'The last page was sent, but this could not be written down here.'),

  'd-no-reply-to-mps': d(lostByThem, 'The far end did not confirm a page.'),
  'd-no-reply-to-eom': d(lostByThem, 'The far end did not confirm a page.'),
  'd-no-reply-to-pps': d(lostByThem, 'The far end did not confirm a part of a page.'),
  'd-no-reply-to-rr': d(lostByThem, 'The far end said it was busy and then fell silent.'),
  'd-receiver-busy': d(lostByThem, 'The far end stayed busy for more than a minute.'),
  'd-hung-up': d(lostByLine, 'The call was cut before a page was confirmed.'),
  'd-dcn': d(lostByThem, 'The far end ended the call before a page was confirmed.'),
  'd-far-end-stops': d(lostByThem, 'The far end confirmed a page and takes no more in this call.'),
  'd-page-rejected': d(rejected, 'The far end could not read a page, three times.'),
  'd-no-command': d(lostByCaller, 'The caller fell silent after a page.'),
  'd-page-unreadable': d(
    ['page-rejected', 'line', 'soon', askSender],
    'A page arrived too damaged to be read, and was not sent again.',
  ),
  'd-page-not-stored': d(
    ['page-rejected', 'ours', 'soon', 'Check the disk of this machine, then ask the sender to send it again.'],
    'A page arrived, but could not be stored here.',
  ),
  'd-delivery-not-kept': d(
    ['uncertain', 'ours', 'ask', 'Cancel it: it has arrived. Check the disk of this machine.'],
    'The fax was delivered, but this could not be written down here.',
  ),
  'd-confirmation-not-kept': d(ownFault, 'A page was confirmed, but this could not be written down here.'),

  'd-no-reply-to-eop': d(doubt, 'The last page was sent, but the far end did not confirm it.'),
  'd-hung-up-after-eop': d(doubt, 'The last page was sent, and the call was cut before it was confirmed.'),
  'd-dcn-after-eop': d(doubt, 'The last page was sent; the far end ended the call without confirming it.'),
  'd-busy-after-eop': d(doubt, 'The last page was sent; the far end said it was busy and did not confirm it.'),

  // Said by modems that run T.30 themselves (Class 2), where they say no more.
  'b-modem-failed': b(cut, 'The call failed before the first page; the modem did not say why.'),
  'c-modem-failed': c(lostByLine, 'The call failed within a page; the modem did not say why.'),
  'c-modem-refused-page': c(ownFault, 'The modem did not get a page on its way as it was given to it.'),
  'd-modem-failed': d(lostByLine, 'The call failed after a page; the modem did not say why.'),
  'd-page-status-unknown': d(lostByLine, 'The modem did not say whether the far end had taken a page.'),

  cancelled: any(['cancelled', 'ours', 'never', 'Send it again when it is wanted.'], 'The call was cancelled.'),
  'line-failed': any(['line-failed', 'ours', 'soon', 'Check the line.'], 'The line failed during the call.'),
  'line-stuck': any(
    ['line-failed', 'ours', 'soon', 'Check the modem: switch it off and on again.'],
    'The line took what was sent and never finished.',
  ),
  'call-too-long': any(['line-failed', 'ours', 'soon', rest], 'The call took too long and was ended.'),
} as const satisfies Record<string, CallEnd>;

/** The stable code of a call's end. */
export type EndCode = keyof typeof callEnds;

/** What is known of an end by its code; null for a code that is none of ours. */
export function callEndOf(code: string): CallEnd | null {
  return Object.hasOwn(callEnds, code) ? callEnds[code as EndCode] : null;
}

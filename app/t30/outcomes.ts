import type { Outcome } from '../model/job.ts';

interface End {
  readonly outcome: Outcome;
  readonly words: string;
}

const end = (outcome: Outcome, words: string): End => ({ outcome, words });

/**
 * Every way a call ends: a stable code that names the phase (A to E) and what happened there, the outcome, and the
 * sentence for the user. Codes are never renamed.
 */
export const callEnds = {
  ok: end('ok', 'All pages were confirmed.'),

  'a-busy': end('busy', 'The number was busy.'),
  'a-no-answer': end('no-answer', 'Nobody answered.'),
  'a-no-dial-tone': end('no-dial-tone', 'There was no dial tone on the line.'),
  'a-no-carrier': end('no-carrier', 'The call was not put through to a fax machine.'),
  'a-not-in-service': end('not-in-service', 'The number is not in service.'),
  'a-line-in-use': end('line-failed', 'The line was in use by another call.'),
  'a-caller-gone': end('remote-hung-up', 'The caller had hung up before the call was answered.'),

  'b-no-fax-heard': end('not-fax', 'Somebody answered, but no fax machine was heard.'),
  'b-no-valid-dis': end('not-fax', 'Signals were heard, but none that a fax machine would send.'),
  'b-hung-up': end('remote-hung-up', 'The far end hung up before the first page.'),
  'b-dcn': end('remote-hung-up', 'The far end ended the call before the first page.'),
  'b-cannot-receive': end('incompatible', 'The far end cannot receive faxes.'),
  'b-no-reply-to-dcs': end('training-failed', 'The far end did not answer when the speed was agreed.'),
  'b-training-failed': end('training-failed', 'The line was too bad for any speed.'),
  'b-no-dis-after-eom': end('lost-in-page', 'The far end was not heard again between two pages.'),
  'b-no-dcs': end('not-fax', 'The caller sent no fax.'),
  'b-dcs-refused': end('incompatible', 'The far end asked for something that this end does not offer.'),
  'b-polling-refused': end('incompatible', 'The caller wanted to fetch a fax, and none is offered here.'),

  'c-hung-up': end('lost-in-page', 'The call was cut within a page.'),
  'c-dcn': end('lost-in-page', 'The far end ended the call within a page.'),
  'c-no-page-carrier': end('lost-in-page', 'The page that was announced did not come.'),
  'c-carrier-stuck': end('lost-in-page', 'The far end sent without an end.'),
  'c-line-too-bad': end('lost-in-page', 'The line was too bad to get a page through.'),
  'c-no-reply-to-ctc': end('lost-in-page', 'The far end fell silent while a page was being corrected.'),
  'c-page-not-ready': end('line-failed', 'The next page could not be prepared for sending.'),
  'c-last-page-not-noted': end('line-failed', 'The last page was sent, but this could not be written down here.'),

  'd-no-reply-to-mps': end('lost-in-page', 'The far end did not confirm a page.'),
  'd-no-reply-to-eom': end('lost-in-page', 'The far end did not confirm a page.'),
  'd-no-reply-to-pps': end('lost-in-page', 'The far end did not confirm a part of a page.'),
  'd-no-reply-to-rr': end('lost-in-page', 'The far end said it was busy and then fell silent.'),
  'd-receiver-busy': end('lost-in-page', 'The far end stayed busy for more than a minute.'),
  'd-hung-up': end('lost-in-page', 'The call was cut before a page was confirmed.'),
  'd-dcn': end('lost-in-page', 'The far end ended the call instead of confirming a page.'),
  'd-page-rejected': end('page-rejected', 'The far end could not read a page, three times.'),
  'd-no-command': end('lost-in-page', 'The caller fell silent after a page.'),
  'd-page-unreadable': end('page-rejected', 'A page arrived too damaged to be read, and was not sent again.'),
  'd-page-not-stored': end('page-rejected', 'A page arrived, but could not be stored here.'),
  'd-confirmation-not-kept': end('line-failed', 'A page was confirmed, but this could not be written down here.'),

  'd-no-reply-to-eop': end('uncertain', 'The last page was sent, but the far end did not confirm it.'),
  'd-hung-up-after-eop': end('uncertain', 'The last page was sent, and the call was cut before it was confirmed.'),
  'd-dcn-after-eop': end('uncertain', 'The last page was sent; the far end ended the call without confirming it.'),
  'd-busy-after-eop': end('uncertain', 'The last page was sent; the far end said it was busy and did not confirm it.'),

  cancelled: end('cancelled', 'The call was cancelled.'),
  'line-failed': end('line-failed', 'The line failed during the call.'),
  'call-too-long': end('line-failed', 'The call took too long and was ended.'),
} as const satisfies Record<string, End>;

/** The stable code of a call's end. */
export type EndCode = keyof typeof callEnds;

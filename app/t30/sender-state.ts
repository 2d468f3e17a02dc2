import type { EndCode } from './outcomes.ts';
import type { RemoteEnd } from './station.ts';

/**
 * Where the sender is.
 *
 * ```
 * calling -DIS-> training -CFR-> page -> confirming -MCF-> keeping -> page … -> release
 *                 ^  FTT: next rate        | PPR: page (ECM)  | EOM: calling
 *                 +------ RTP, RTN --------+ RNR: ready     | the fourth PPR: continuing (CTC), giving-up (EOR)
 * ```
 */
export type SenderState =
  | 'calling'
  | 'training'
  /** The page is being coded, or is going out. */
  | 'page'
  /** The last page is out, and this is being written down. */
  | 'noting'
  /** A post-message command is out; the far end is to answer. */
  | 'confirming'
  /** RR is out, after RNR. */
  | 'ready'
  /** CTC is out. */
  | 'continuing'
  /** EOR is out: a block is given up. */
  | 'giving-up'
  /** The confirmed page is being written down. */
  | 'keeping';

/** The code of a call that the far end ended, by where the sender was. */
export function senderEnd(
  how: RemoteEnd,
  sender: {
    readonly state: SenderState;
    /** Pages confirmed in this call. */
    readonly confirmed: number;
    /** The last page has gone out whole, and its command after it. */
    readonly lastPageSent: boolean;
    /** The page that is being kept is the last one. */
    readonly finished: boolean;
  },
): EndCode {
  switch (sender.state) {
    case 'calling':
    case 'training':
      if (sender.confirmed > 0) return how === 'dcn' ? 'd-dcn' : 'd-hung-up';
      return how === 'dcn' ? 'b-dcn' : 'b-hung-up';
    case 'page':
    case 'noting':
    case 'continuing':
    case 'giving-up':
      return how === 'dcn' ? 'c-dcn' : 'c-hung-up';
    case 'confirming':
    case 'ready':
      if (sender.lastPageSent) return how === 'dcn' ? 'd-dcn-after-eop' : 'd-hung-up-after-eop';
      return how === 'dcn' ? 'd-dcn' : 'd-hung-up';
    case 'keeping':
      // The last page is confirmed: nothing is missing, whatever the far end does now.
      if (sender.finished) return 'ok';
      return how === 'dcn' ? 'd-dcn' : 'd-hung-up';
  }
}

/** The end when nobody answers a post-message command. */
export const noReply = {
  MPS: 'd-no-reply-to-mps',
  EOM: 'd-no-reply-to-eom',
  EOP: 'd-no-reply-to-eop',
} as const satisfies Record<string, EndCode>;

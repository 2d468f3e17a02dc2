import type { EndCode } from './outcomes.ts';
import type { RemoteEnd } from './station.ts';

/**
 * Where the receiver is.
 *
 * ```
 * identifying -DCS-> training -CFR-> page -carrier lost-> command -page stored-> MCF: page (MPS)
 *      ^    ^           |FTT         |                       |                        between (EOM)
 *      |    +- T2 ------+--retraining<---- RTP, RTN ---------+ PPR: page              leaving (EOP)
 *      +------ T2 ------------------------------ between
 * ```
 */
export type ReceiverState =
  /** DIS goes out again and again until a DCS comes. */
  | 'identifying'
  /** DCS came; the training check is to follow. */
  | 'training'
  /** We asked for training again; a DCS is to follow. */
  | 'retraining'
  /** A page, or the next block of it, is to follow or is coming. */
  | 'page'
  /** The page's carrier has gone; a post-message command is to follow. */
  | 'command'
  /** A page is being stored; our answer waits for it. */
  | 'storing'
  /** EOM was answered; after T2 we send DIS again. */
  | 'between'
  /** EOP was answered; DCN is to follow. */
  | 'leaving';

/** The code of a call that the far end ended, by where the receiver was. */
export function receiverEnd(
  how: RemoteEnd,
  receiver: {
    readonly state: ReceiverState;
    /** Pages confirmed in this call. */
    readonly pages: number;
    /** The page heard last was refused, and has not come again. */
    readonly rejected: boolean;
  },
): EndCode {
  switch (receiver.state) {
    case 'identifying':
    case 'training':
    case 'retraining':
    case 'between':
      if (receiver.rejected) return 'd-page-unreadable';
      if (receiver.pages > 0) return how === 'dcn' ? 'd-dcn' : 'd-hung-up';
      return how === 'dcn' ? 'b-dcn' : 'b-hung-up';
    case 'page':
      return how === 'dcn' ? 'c-dcn' : 'c-hung-up';
    case 'command':
    case 'storing':
      return how === 'dcn' ? 'd-dcn' : 'd-hung-up';
    case 'leaving':
      return 'ok';
  }
}

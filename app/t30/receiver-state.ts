import type { ListenFor } from './carrier.ts';
import type { SessionParameters } from './dis-dcs.ts';
import type { PostMessage } from './frames.ts';
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
  /** DCS asked for what we do not give; DCN waits until the training check is over, for nobody hears it before. */
  | 'refusing'
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
    case 'refusing':
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

/** What follows the answer to a command: EOM and EOS begin phase B again. */
export function stateBehind(command: PostMessage): 'leaving' | 'page' | 'between' {
  if (command.endsWith('EOP')) return 'leaving';
  return command.endsWith('MPS') ? 'page' : 'between';
}

/** The frame that answers a verdict. */
export const statusOf = { accept: 'MCF', retrain: 'RTP', reject: 'RTN' } as const;

/** What the line should be turned to in a state. */
export function listenFor(
  state: ReceiverState,
  parameters: SessionParameters | null,
  training: 'long' | 'short',
): ListenFor {
  const check = state === 'training' || state === 'refusing';
  if (parameters === null || (!check && state !== 'page')) return { kind: 'frames', modulation: 'v21-300' };
  const { modulation, ecm } = parameters;
  if (check) return { kind: 'stream', modulation, training: 'long' };
  return { kind: ecm ? 'ecm' : 'stream', modulation, training };
}

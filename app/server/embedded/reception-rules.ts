import { FaxError } from '../../model/errors.ts';
import { matchesHeard, matchesPattern } from '../../model/number-pattern.ts';
import type { LivePort } from './live.ts';
import type { ServerCore } from './server-core.ts';

type Known = Pick<ServerCore, 'settings' | 'lists' | 'receptionRefusal'>;

/** The warning while the incoming queue is blocked (object model 3.11). */
export const incomingBlocked = {
  words: 'Calls are not answered: the incoming queue is blocked.',
  next: 'Switch incomingQueueBlocked off in the settings to receive faxes.',
};

/** Why a call that rings is answered neither by itself nor by a person; null: it may be. */
export function notAnswered({ settings, lists, receptionRefusal }: Known, callerId: string | null): FaxError | null {
  if (settings.incomingQueueBlocked)
    return new FaxError('OPERATION_NOT_ALLOWED', { message: incomingBlocked.words, next: incomingBlocked.next });
  if (isBlockedCaller({ lists }, callerId)) return new FaxError('CALLER_BLOCKED');
  return receptionRefusal === null ? null : new FaxError('DISK_LOW', { message: receptionRefusal });
}

/** A caller that is blocked by the number alone. */
function isBlockedCaller({ lists }: Pick<Known, 'lists'>, callerId: string | null): boolean {
  return lists.now.blockedCallers.some(
    (entry) =>
      entry.stationId === null &&
      entry.callerId !== null &&
      callerId !== null &&
      matchesPattern(entry.callerId, callerId),
  );
}

/** A caller that is blocked by what the machine calls itself, as it is learnt in the call. */
export function isBlockedInCall({ lists }: Known, stationId: string | null, callerId: string | null): boolean {
  if (stationId === null) return false;
  return lists.now.blockedCallers.some(
    (entry) =>
      entry.stationId !== null &&
      matchesHeard(entry.stationId, stationId) &&
      (entry.callerId === null || (callerId !== null && matchesPattern(entry.callerId, callerId))),
  );
}

/** The next ring may bring the number of a caller, and some are blocked by theirs: only modems tell it that late. */
export const mayNameCaller = ({ lists }: Known, { kind }: Pick<LivePort, 'kind'>): boolean =>
  kind === 'modem' && lists.now.blockedCallers.some(({ callerId }) => callerId !== null);

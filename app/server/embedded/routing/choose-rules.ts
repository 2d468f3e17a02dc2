import { isInsideWindow, localTimeOf } from '../../../model/discount-window.ts';
import { matchesHeard, matchesPattern } from '../../../model/number-pattern.ts';
import type { RoutingConditions, RoutingRule, RoutingTarget } from '../../../model/routing.ts';
import type { RoutingRecord } from '../../../store/records.ts';

/** What rules look at of a received fax. */
export interface RoutedFax {
  readonly callerId: string | null;
  /** The caller's own identification (TSI). */
  readonly stationId: string | null;
  /** The number called or the sub-address. */
  readonly called: string | null;
  /** The port that took the call, by its permanent id; null where it is gone. */
  readonly portId: number | null;
  readonly receivedAt: number;
}

/** The rules that hold for a fax, in the order of their list (object model 3.8). Pure. */
export function rulesFor(rules: readonly RoutingRule[], fax: RoutedFax, zone: string): readonly RoutingRule[] {
  return rules.filter(
    ({ enabled, portIds, when }) => enabled && isPortOf(portIds, fax.portId) && holds(when, fax, zone),
  );
}

const isPortOf = (portIds: readonly number[] | null, portId: number | null): boolean =>
  portIds === null || (portId !== null && portIds.includes(portId));

function holds(when: RoutingConditions, fax: RoutedFax, zone: string): boolean {
  return (
    fitsNumber(when.callerId, fax.callerId) &&
    (when.stationId === null || (fax.stationId !== null && matchesHeard(when.stationId, fax.stationId))) &&
    fitsNumber(when.called, fax.called) &&
    fitsTime(when, fax.receivedAt, zone)
  );
}

const fitsNumber = (pattern: string | null, number: string | null): boolean =>
  pattern === null || (number !== null && matchesPattern(pattern, number));

/**
 * Equal start and end are the whole day. The hours behind midnight of a window that runs past it belong to the day on
 * which it began: Friday 18:00 to 08:00 holds on Saturday at 02:00.
 */
function fitsTime({ time, days }: RoutingConditions, receivedAt: number, zone: string): boolean {
  const { year, month, day, minute } = localTimeOf(receivedAt, zone);
  const bounded = time !== null && time.startMinute !== time.endMinute;
  if (bounded && !isInsideWindow(minute, time)) return false;
  const behindMidnight = bounded && time.endMinute < time.startMinute && minute < time.endMinute;
  const began = new Date(Date.UTC(year, month - 1, behindMidnight ? day - 1 : day)).getUTCDay();
  // Sunday is 7 in the rules.
  return days === null || days.includes(began === 0 ? 7 : began);
}

/** A rule's record as a fax is filed: not tried yet. Pure. */
export const pendingRecord = ({ id, target }: RoutingRule): RoutingRecord => ({
  method: target.method,
  state: 'pending',
  error: null,
  rule: id,
  target: targetWords(target),
  attempts: 0,
  nextAt: null,
});

/** Where a rule sends a fax, in words. A web address is shown without its path: it may hold a secret. Pure. */
export function targetWords(target: RoutingTarget): string {
  switch (target.method) {
    case 'email':
      return target.to.join(', ');
    case 'folder':
      return target.folder;
    case 'print':
      return target.printer === '' ? 'Default printer' : target.printer;
    case 'program':
      return target.call.kind === 'program'
        ? target.call.program
        : (URL.parse(target.call.url)?.origin ?? 'Web address');
  }
}

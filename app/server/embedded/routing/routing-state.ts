import type { FaxError } from '../../../model/errors.ts';
import type { RoutingMethodName } from '../../../model/routing.ts';
import type { Settings } from '../../../model/settings.ts';
import type { MessageRecord, RoutingRecord } from '../../../store/records.ts';
import { failureKind } from '../outside.ts';
import { receivedWords } from '../views.ts';
import { whenWords, withoutFullStop } from '../wording.ts';

/** It is to be tried, now or later. */
export const isOpen = ({ state }: RoutingRecord): boolean => state === 'pending' || state === 'retrying';

/** It is to be tried now. */
export const isDue = (record: RoutingRecord, now: number): boolean =>
  record.state === 'pending' || (record.state === 'retrying' && (record.nextAt ?? 0) <= now);

/** A try that failed: tried again by the settings (object model 3.8), or given up. Pure. */
export function afterFailure(record: RoutingRecord, error: FaxError, settings: Settings, now: number): RoutingRecord {
  const attempts = record.attempts + 1;
  const retries = settings.routingRetries < 0 ? settings.retries : settings.routingRetries;
  const failed = { ...record, attempts, error: `${error.message} ${error.next}` };
  return attempts > retries || failureKind(error) === 'refused'
    ? { ...failed, state: 'failed', nextAt: null }
    : { ...failed, state: 'retrying', nextAt: now + settings.retryDelay * 60_000 };
}

const ways: Readonly<Record<RoutingMethodName, string>> = {
  email: 'by e-mail',
  folder: 'to a folder',
  print: 'to a printer',
  program: 'to a program',
};

/** The row of a fax that has been received: what of its routing is open or has failed. Pure. */
export function routedWords(message: MessageRecord, now: number, zone: string): string {
  const received = receivedWords(message.pages, message.state === 'partial');
  const pending = message.routing.find(({ state }) => state === 'pending');
  if (pending) return `${received}; being sent on ${ways[pending.method]}`;
  const later = message.routing
    .filter(({ state }) => state === 'retrying')
    .sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0))[0];
  if (later) {
    const why = later.error === null ? '' : `. ${withoutFullStop(later.error)}`;
    return `${received}; sent on ${ways[later.method]} again ${whenWords(later.nextAt ?? now, now, zone)}${why}`;
  }
  const failed = message.routing.find(({ state }) => state === 'failed');
  return failed ? `${received}; it could not be sent on ${ways[failed.method]}` : received;
}

import { resolve } from 'node:path';
import { FaxError } from '../model/errors.ts';
import type { RoutingConditions, RoutingTarget } from '../model/routing.ts';
import { oneOf } from './arguments.ts';

/** The options of a rule as they were written. */
export interface RuleOptions {
  readonly caller?: string;
  readonly station?: string;
  readonly called?: string;
  readonly from?: string;
  readonly to?: string;
  readonly days?: string;
  readonly format?: string;
  readonly name?: string;
}

/** When a rule holds, from its options; patterns are checked with the rule. Throws `ARGUMENT_INVALID`. */
export function conditionsOf(options: RuleOptions): RoutingConditions {
  const { caller = null, station = null, called = null, from, to, days } = options;
  if ((from === undefined) !== (to === undefined)) throw invalid('--from and --to go together.');
  return {
    callerId: caller,
    stationId: station,
    called,
    time:
      from === undefined || to === undefined
        ? null
        : { startMinute: minuteOf('from', from), endMinute: minuteOf('to', to) },
    days: days === undefined ? null : daysOf(days),
  };
}

function minuteOf(option: string, text: string): number {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined)
    throw invalid(`--${option} cannot be “${text.slice(0, 20)}”.`, 'Use HH:MM, 00:00 to 23:59.');
  return Number(hour) * 60 + Number(minute);
}

/** `1-5,7`: 1 Monday to 7 Sunday. */
function daysOf(text: string): readonly number[] {
  const days = text.split(',').flatMap((part) => {
    const [, first, last = first] = /^\s*([1-7])(?:-([1-7]))?\s*$/.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first))
      throw invalid(`--days cannot be “${text.slice(0, 20)}”.`, 'Use 1 Monday to 7 Sunday: 1-5 or 6,7.');
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
  });
  return [...new Set(days)].sort();
}

/** Where a rule sends a fax, from the words behind `add`; null where they are not enough. Throws `ARGUMENT_INVALID`. */
export function targetOf(words: readonly string[], options: RuleOptions, cwd: string): RoutingTarget | null {
  const [way, ...rest] = words;
  if (way === undefined) return null;
  const method = oneOf('way', way, ['email', 'folder', 'print', 'program', 'web']);
  const format = oneOf('format', options.format ?? 'pdf', ['pdf', 'tif']);
  if (options.name !== undefined && method !== 'folder') throw invalid('--name goes with a folder.');
  if (options.format !== undefined && method === 'print') throw invalid('--format does not go with print.');
  const [first, ...more] = rest;
  const single = first !== undefined && more.length === 0;
  switch (method) {
    case 'email':
      return first === undefined ? null : { method, to: rest.flatMap((word) => word.split(',')), format };
    case 'folder':
      // The owner may run in another folder: what the user wrote is taken from the user's own.
      return single
        ? { method, folder: resolve(cwd, first), name: options.name ?? '{date} {time} {from} ({id})', format }
        : null;
    case 'print':
      return more.length === 0 ? { method, printer: first ?? '' } : null;
    case 'program': {
      if (first === undefined) return null;
      const program = /[/\\]/.test(first) ? resolve(cwd, first) : first;
      return { method, call: { kind: 'program', program, arguments: more }, format };
    }
    case 'web':
      return single ? { method: 'program', call: { kind: 'web', url: first }, format } : null;
  }
}

/** Where a rule sends a fax, on one line. */
export function targetWords(target: RoutingTarget): string {
  switch (target.method) {
    case 'email':
      return `${target.to.join(', ')} (${target.format})`;
    case 'folder':
      return `${target.folder}: ${target.name}.${target.format}`;
    case 'print':
      return target.printer === '' ? 'the default printer' : target.printer;
    case 'program':
      return target.call.kind === 'web'
        ? `${target.call.url} (${target.format})`
        : `${[target.call.program, ...target.call.arguments].join(' ')} (${target.format})`;
  }
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** When a rule holds, on one line. */
export function conditionWords(when: RoutingConditions, ports: readonly string[] | null): string {
  const words = [
    ports === null ? '' : `port ${ports.join(', ') || 'none'}`,
    when.callerId === null ? '' : `caller ${when.callerId}`,
    when.stationId === null ? '' : `station ${when.stationId}`,
    when.called === null ? '' : `called ${when.called}`,
    when.time === null ? '' : `${clock(when.time.startMinute)}–${clock(when.time.endMinute)}`,
    when.days === null ? '' : `days ${when.days.join(',')}`,
  ];
  return words.filter((word) => word !== '').join('; ') || 'always';
}

const invalid = (message: string, next = 'See fax routing --help.'): FaxError =>
  new FaxError('ARGUMENT_INVALID', { message, next });

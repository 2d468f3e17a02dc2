import type { TrialEnd, TrialEvent, TrialOrder } from '../contract/line-trial.ts';
import { FaxError } from '../model/errors.ts';
import type { Outcome } from '../model/job.ts';
import type { LineAddress } from '../model/line-address.ts';
import { tryLine } from '../office/line-trial.ts';
import { type Console, printable, tell, write } from './console.ts';
import { Interrupted } from './interrupted.ts';
import { folderOf, type ServerOptions } from './office-commands.ts';
import { logLine } from './transcript-lines.ts';

/** How a trial is shown. */
export interface TrialShow extends ServerOptions {
  readonly json?: boolean;
  readonly log?: boolean;
}

/**
 * Makes the one call of `fax call` or `fax answer` and tells of it. SIGTERM drops the line, with no goodbye; Ctrl-C ends
 * the call in order. The exit code: 0 when it ended well, 1 when not, 130 after Ctrl-C.
 */
export async function tryOut(
  address: LineAddress,
  order: TrialOrder,
  show: TrialShow,
  console: Console,
): Promise<number> {
  const stops = { cancel: new AbortController(), drop: new AbortController() };
  const { interrupted } = console;
  const onSignal = (): void => stops[interrupted.reason === 'SIGTERM' ? 'drop' : 'cancel'].abort();
  if (interrupted.aborted) onSignal();
  else interrupted.addEventListener('abort', onSignal, { once: true });
  // A practice line alone in its process waits for a call without a timer or a socket that would keep the process.
  const alive = setInterval(() => undefined, 60_000);
  let end: TrialEnd;
  try {
    end = await tryLine(address, order, {
      dataDir: folderOf(console, show),
      stops: { cancel: stops.cancel.signal, drop: stops.drop.signal },
      tell: (event) => showEvent(event, show, console),
      warn: (words) => tell(console, `fax: ${words}`),
    });
  } catch (error) {
    if (error instanceof FaxError && error.code === 'CANCELLED' && stops.cancel.signal.aborted)
      throw new Interrupted(interrupted.reason, error.message, error.next);
    throw error;
  } finally {
    clearInterval(alive);
  }
  if (!show.json) await write(console.stdout, resultWords(end, order));
  if (end.outcome === 'ok') return 0;
  return stops.cancel.signal.aborted ? 130 : 1;
}

/**
 * What the last line of a call's JSON says beside the error where there was no call, or its end was not seen: an `end`
 * like any other, so that a script need look for one thing alone.
 */
export function endWithoutCall({ code, message }: FaxError): object {
  const outcome: Outcome = code === 'CANCELLED' ? 'cancelled' : 'line-failed';
  const unknown = { ecm: null, rate: null, coding: null, remoteId: null, subAddress: null, file: null, practice: null };
  return { event: 'end', t: 0, outcome, pages: 0, code, words: message, ...unknown };
}

function showEvent(event: TrialEvent, { json, log }: TrialShow, console: Console): void {
  // Lines of one stream keep their order; the process waits for the last before it ends.
  if (json) void write(console.stdout, `${JSON.stringify(event)}\n`);
  const line = log ? logLine(event) : null;
  if (line !== null) void write(json ? console.stderr : console.stdout, line);
  const words = progressWords(event);
  if (words !== null) tell(console, `fax: ${words}`);
}

function progressWords(event: TrialEvent): string | null {
  switch (event.event) {
    case 'ready':
      return `Waiting for a call on ${event.address}${event.port === null ? '' : `, UDP port ${event.port}`}.`;
    case 'ring':
      return `It rings${event.callerId === null ? '' : `: ${event.callerId}`}.`;
    case 'negotiated':
      return `${event.remoteId ? `${event.remoteId.trim()}: ` : ''}${event.rate} bit/s, ${modeWords(event)}.`;
    case 'page':
      return `Page ${event.n}: ${pageWords[event.status]}${event.badRows === 0 ? '' : `, ${event.badRows} damaged lines`}.`;
    case 'frame':
    case 'phase':
    case 'end':
      return null;
  }
}

const pageWords = { MCF: 'confirmed', RTP: 'confirmed, train again', RTN: 'refused', none: 'not confirmed' } as const;

const modeWords = ({ coding, ecm }: { readonly coding: string; readonly ecm: boolean }): string =>
  `${coding.toUpperCase()}, ${ecm ? 'with' : 'without'} error correction`;

/** The end of the call in a line or two. */
function resultWords(end: TrialEnd, order: TrialOrder): string {
  const count = `${end.pages} ${end.pages === 1 ? 'page' : 'pages'}`;
  const how = end.rate === null ? '' : ` at ${end.rate} bit/s in ${Math.round(end.t / 1000)} s`;
  const did = order.kind === 'send' ? 'sent' : order.kind === 'poll' ? 'fetched' : 'received';
  const lines = [
    end.outcome === 'ok'
      ? `${count[0]?.toUpperCase() ?? ''}${count.slice(1)} ${order.kind === 'answer' && order.polled !== null ? 'transferred' : did}${how}.`
      : `${end.words} (${end.outcome}, ${end.code}; ${count} ${did})`,
    ...(end.file === null ? [] : [end.file]),
    ...(end.practice ? ['Practice: not sent to the telephone network.'] : []),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

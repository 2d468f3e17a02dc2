import type { Snapshot } from '../../app/contract/snapshot.ts';
import { activeStates } from '../../app/model/job.ts';

/** What the tray shows, each by a shape of its own. Earlier ones win: what keeps faxes from going comes first. */
export type TrayKind = 'offline' | 'sending' | 'failed' | 'unread' | 'idle';

export interface TrayState {
  readonly kind: TrayKind;
  /** The state line of menu and tooltip: counts only, no names and no numbers. */
  readonly words: string;
  readonly unread: number;
  /** Sending is paused by the user. */
  readonly paused: boolean;
}

/** The tray's state of a snapshot; null while there is none, with the sentence of why where one is known. */
export function trayState(
  snapshot: Snapshot | null,
  error: string | null,
  seenFailures: ReadonlySet<number>,
): TrayState {
  if (snapshot === null || error !== null) {
    return { kind: 'offline', words: error ?? 'Starting', unread: 0, paused: false };
  }
  const unread = snapshot.messages.filter((each) => !each.read).length;
  const active = snapshot.jobs.filter((each) => activeStates.has(each.state)).length;
  const waiting = snapshot.jobs.filter((each) => each.state === 'waiting' || each.state === 'retrying').length;
  const failed = snapshot.jobs.filter(
    (each) => (each.state === 'failed' || each.state === 'uncertain') && !seenFailures.has(each.id),
  ).length;
  const paused = snapshot.settings.some((each) => each.name === 'pauseServerQueue' && each.value === true);
  if (snapshot.server.state !== 'connected') {
    return { kind: 'offline', words: snapshot.server.error ?? 'Not connected', unread, paused };
  }
  const parts = [
    active > 0 ? `${active} on the line` : '',
    waiting > 0 ? `${waiting} waiting` : '',
    failed > 0 ? `${failed} failed` : '',
    unread > 0 ? `${unread} unread` : '',
    paused ? 'sending is paused' : '',
  ].filter((each) => each !== '');
  const kind = active > 0 ? 'sending' : failed > 0 ? 'failed' : unread > 0 ? 'unread' : 'idle';
  return { kind, words: parts.length === 0 ? 'Nothing to do' : parts.join(', '), unread, paused };
}

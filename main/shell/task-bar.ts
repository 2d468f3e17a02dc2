import type { BrowserWindow } from 'electron';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import { activeStates } from '../../app/model/job.ts';

/** Electron's value for "no progress". */
const NONE = -1;
/** Above 1: progress without an end that is known. */
const UNKNOWN = 2;

/** How far the calls on the line are: confirmed pages of their pages. */
export function callProgress(snapshot: Snapshot | null): number {
  const sending = snapshot?.jobs.filter((each) => activeStates.has(each.state) && each.direction === 'out') ?? [];
  if (sending.length === 0) return NONE;
  const pages = sending.reduce((sum, each) => sum + each.pages, 0);
  const confirmed = sending.reduce((sum, each) => sum + Math.min(each.pagesConfirmed, each.pages), 0);
  return pages === 0 ? UNKNOWN : confirmed / pages;
}

/** Shows progress on the task bar's button. */
export class TaskBar {
  #shown: number = NONE;

  update(window: Pick<BrowserWindow, 'setProgressBar'> | null, snapshot: Snapshot | null): void {
    const progress = callProgress(snapshot);
    if (window === null || progress === this.#shown) return;
    this.#shown = progress;
    window.setProgressBar(progress);
  }
}

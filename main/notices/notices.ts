import { Notification } from 'electron';
import type { FaxNotice } from '../../app/contract/events.ts';
import type { Clock } from '../../app/model/clock.ts';
import { groupNotices, type ShownNotice } from './notice-grouping.ts';

/** A burst is what comes within so many milliseconds of its first notice. */
const BURST = 700;

interface NoticeParts {
  readonly clock: Clock;
  readonly icon: string;
  readonly onClick: (notice: ShownNotice) => void;
  readonly onProblem: (error: unknown) => void;
}

/** Tells of faxes by the system's notices: once each, a burst as one. The same facts stand in the window. */
export class Notices {
  readonly #parts: NoticeParts;
  #burst: FaxNotice[] = [];
  /** Kept while it is on screen: a notice that is collected loses its click. */
  readonly #open = new Set<Notification>();

  constructor(parts: NoticeParts) {
    this.#parts = parts;
  }

  add(notice: FaxNotice): void {
    this.#burst.push(notice);
    if (this.#burst.length === 1) this.#parts.clock.after(BURST, () => this.#show());
  }

  /** A notice of the console itself. */
  tell(notice: ShownNotice): void {
    if (!Notification.isSupported()) return;
    const { title, body, urgent } = notice;
    const shown = new Notification({ title, body, icon: this.#parts.icon, urgency: urgent ? 'critical' : 'normal' });
    const gone = (): boolean => this.#open.delete(shown);
    shown.on('click', () => {
      gone();
      this.#parts.onClick(notice);
    });
    shown.on('close', gone);
    if (process.platform === 'win32') {
      shown.on('failed', (_event, error) => {
        gone();
        this.#parts.onProblem(new Error(`A notice could not be shown: ${error}`));
      });
    }
    this.#open.add(shown);
    shown.show();
  }

  #show(): void {
    const burst = this.#burst;
    this.#burst = [];
    for (const each of groupNotices(burst)) this.tell(each);
  }
}

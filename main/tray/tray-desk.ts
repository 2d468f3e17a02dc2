import { join } from 'node:path';
import { app } from 'electron';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import type { StartArguments } from '../arguments.ts';
import type { Notices } from '../notices/notices.ts';
import type { OfficeDoor } from '../office/office-door.ts';
import type { Preferences } from '../preferences.ts';
import type { ConsoleWindow } from '../window/console-window.ts';
import { ConsoleTray } from './console-tray.ts';
import { trayPresent } from './tray-present.ts';
import { trayState } from './tray-state.ts';

interface TrayDeskParts {
  readonly icons: string;
  readonly window: ConsoleWindow;
  readonly door: OfficeDoor;
  readonly notices: Notices;
  readonly preferences: Preferences;
  readonly newFax: () => void;
  readonly quit: () => void;
  readonly onProblem: (error: unknown) => void;
}

/** The tray where there is one: what it shows, what it does, and telling once that closing the window hides it there. */
export class TrayDesk {
  readonly #parts: TrayDeskParts;
  #tray: ConsoleTray | null = null;
  #snapshot: Snapshot | null = null;
  /** Failures that were on screen already: the tray does not cry about them again. */
  #seenFailures: ReadonlySet<number> | null = null;

  constructor(parts: TrayDeskParts) {
    this.#parts = parts;
  }

  get present(): boolean {
    return this.#tray !== null;
  }

  /** Makes the tray where the desktop shows one, or as the start said. */
  async open(wanted: StartArguments['tray']): Promise<void> {
    if (wanted === 'off' || (wanted === 'auto' && !(await trayPresent(process.platform)))) return;
    const { icons, window, newFax, quit, onProblem } = this.#parts;
    try {
      // macOS draws a template by its coverage, dark or light as the menu bar is.
      const form = process.platform === 'darwin' ? 'Template' : '';
      this.#tray = new ConsoleTray((kind) => join(icons, `tray/${kind}${form}.png`), {
        isShown: () => window.visible,
        show: () => window.show(),
        hide: () => window.hide(),
        newFax,
        setPaused: (paused) => this.#setPaused(paused),
        quit,
      });
    } catch (thrown) {
      onProblem(thrown);
    }
    this.#render();
    app.on('browser-window-focus', () => this.#seen());
    app.on('browser-window-blur', () => this.#render());
    app.on('browser-window-created', (_event, created) => {
      created.on('show', () => this.#render());
      created.on('hide', () => this.#render());
      created.on('minimize', () => this.#render());
      created.on('restore', () => this.#render());
    });
  }

  /** The newest snapshot; null while the data is out of reach. */
  update(snapshot: Snapshot | null): void {
    this.#snapshot = snapshot;
    if (snapshot !== null && (this.#seenFailures === null || this.#parts.window.browserWindow?.isFocused())) {
      this.#seenFailures = failures(snapshot);
    }
    this.#render();
  }

  /** Tells, the first time only, that the console goes on without its window. */
  explainOnce(): void {
    const { preferences, notices } = this.#parts;
    if (!this.present || preferences.values.trayExplained) return;
    preferences.set({ trayExplained: true });
    notices.tell({
      title: 'Fax Console is still running',
      body: 'It goes on sending and receiving. Open it or quit it from its icon beside the clock.',
      view: 'jobs',
      id: null,
      urgent: false,
    });
  }

  close(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  #seen(): void {
    if (this.#snapshot) this.#seenFailures = failures(this.#snapshot);
    this.#render();
  }

  #render(): void {
    const error = this.#parts.door.error?.message ?? null;
    const state = trayState(this.#snapshot, error, this.#seenFailures ?? new Set());
    this.#tray?.update(state);
    app.setBadgeCount(state.unread);
  }

  #setPaused(paused: boolean): void {
    const { door, onProblem } = this.#parts;
    door.request('settings.set', { values: { pauseServerQueue: paused } }).catch(onProblem);
  }
}

const failures = (snapshot: Snapshot): ReadonlySet<number> =>
  new Set(snapshot.jobs.filter((each) => each.state === 'failed' || each.state === 'uncertain').map((each) => each.id));

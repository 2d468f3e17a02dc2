import { Menu, nativeImage, Tray } from 'electron';
import type { TrayKind, TrayState } from './tray-state.ts';

/** What the tray can ask for. */
export interface TrayActions {
  readonly isShown: () => boolean;
  readonly show: () => void;
  readonly hide: () => void;
  readonly newFax: () => void;
  readonly setPaused: (paused: boolean) => void;
  readonly quit: () => void;
}

/** The tray icon: its picture, tooltip and menu follow the state; setting the same state twice does nothing. */
export class ConsoleTray {
  readonly #tray: Tray;
  readonly #iconOf: (kind: TrayKind) => string;
  readonly #actions: TrayActions;
  #shown = '';

  /** Throws where the system has no tray. */
  constructor(iconOf: (kind: TrayKind) => string, actions: TrayActions) {
    this.#iconOf = iconOf;
    this.#actions = actions;
    this.#tray = new Tray(nativeImage.createFromPath(iconOf('offline')));
    this.#tray.on('click', () => actions.show());
  }

  update(state: TrayState): void {
    const visible = this.#actions.isShown();
    const key = JSON.stringify([state, visible]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#tray.setImage(nativeImage.createFromPath(this.#iconOf(state.kind)));
    this.#tray.setToolTip(`Fax Console: ${state.words}`);
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#template(state, visible)));
  }

  #template(state: TrayState, visible: boolean): Electron.MenuItemConstructorOptions[] {
    const { show, hide, newFax, setPaused, quit } = this.#actions;
    return [
      { id: 'state', label: state.words, enabled: false },
      { type: 'separator' },
      // The menu holds Show and Hide because a click on the icon is not reliable on Linux.
      visible ? { id: 'hide', label: 'Hide window', click: hide } : { id: 'show', label: 'Show window', click: show },
      { id: 'new-fax', label: 'New fax…', click: newFax },
      {
        id: 'pause',
        label: state.paused ? 'Resume sending' : 'Pause sending',
        enabled: state.kind !== 'offline',
        click: () => setPaused(!state.paused),
      },
      { type: 'separator' },
      { id: 'quit', label: 'Quit Fax Console', click: quit },
    ];
  }

  destroy(): void {
    this.#tray.destroy();
  }
}

import { StandinEmitter } from './strictness.ts';

type Provided = 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy' | 'isDestroyed';

/** Electron's `Tray`, with nothing on the screen. A test raises `click`. */
export class StandinTray extends StandinEmitter implements Pick<Electron.Tray, Provided> {
  #image: string | Electron.NativeImage;
  #words = '';
  #menu: Electron.Menu | null = null;
  #destroyed = false;

  constructor(image: string | Electron.NativeImage) {
    super('Tray', ['click']);
    this.#image = image;
  }

  setImage(image: string | Electron.NativeImage): void {
    this.#image = image;
  }
  setToolTip(words: string): void {
    this.#words = words;
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.#menu = menu;
  }
  /** The stand-in's own: what is shown. */
  shown(): {
    readonly image: string | Electron.NativeImage;
    readonly words: string;
    readonly menu: Electron.Menu | null;
  } {
    return { image: this.#image, words: this.#words, menu: this.#menu };
  }
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
}

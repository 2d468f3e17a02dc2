import { existsSync } from 'node:fs';
import { record } from './record.ts';
import { StandinEmitter } from './strictness.ts';

/** Electron's `shell`, recorded: nothing is opened. */
export const shell = {
  openExternal: async (url: string): Promise<void> => {
    record.shell.push({ method: 'openExternal', argument: url });
  },
  openPath: async (path: string): Promise<string> => {
    record.shell.push({ method: 'openPath', argument: path });
    return existsSync(path) ? '' : 'Failed to open path';
  },
  showItemInFolder: (path: string): void => {
    record.shell.push({ method: 'showItemInFolder', argument: path });
  },
  beep: (): void => undefined,
};

const display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
  size: { width: 1920, height: 1080 },
  workAreaSize: { width: 1920, height: 1040 },
  scaleFactor: 1,
  rotation: 0,
};

/** Electron's `screen`: one display that never changes. */
class StandinScreen extends StandinEmitter {
  constructor() {
    super('Screen', []);
  }
  getPrimaryDisplay(): typeof display {
    return display;
  }
  getAllDisplays(): (typeof display)[] {
    return [display];
  }
  getDisplayMatching(): typeof display {
    return display;
  }
}
export const screen = new StandinScreen();

const blockers = new Set<number>();
let lastBlocker = 0;

/** Electron's `powerSaveBlocker`: what it holds is known, the machine may sleep. */
export const powerSaveBlocker = {
  start(): number {
    blockers.add(++lastBlocker);
    return lastBlocker;
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
};

type Clip = Readonly<Record<string, Blob>>;

/** Electron's `ClipboardItem`. */
export class StandinClipboardItem {
  readonly #clip: Clip;

  constructor(items: Readonly<Record<string, string | Blob>>) {
    this.#clip = Object.fromEntries(
      Object.entries(items).map(([type, data]) => [type, data instanceof Blob ? data : new Blob([data], { type })]),
    );
  }
  get types(): string[] {
    return Object.keys(this.#clip);
  }
  async getType(type: string): Promise<Blob> {
    const found = this.#clip[type];
    if (found) return found;
    throw new Error(`The type '${type}' was not found`);
  }
}

let clips: readonly StandinClipboardItem[] = [];

/** Electron's `clipboard`: the stand-in's own, never the desktop's. */
export const clipboard = {
  read: async (): Promise<readonly StandinClipboardItem[]> => clips,
  write: async (items: readonly StandinClipboardItem[]): Promise<void> => {
    clips = items;
  },
  readText: async (): Promise<string> => {
    const item = clips.find((each) => each.types.includes('text/plain'));
    return item ? (await item.getType('text/plain')).text() : '';
  },
  writeText: async (text: string): Promise<void> => {
    clips = [new StandinClipboardItem({ 'text/plain': text })];
  },
  clear: (): void => {
    clips = [];
  },
};

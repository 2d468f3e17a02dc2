import { readFileSync } from 'node:fs';
import { makeBridge } from './bridge.js';
import { mainWorld } from './main-world.js';
import { preloadWorld } from './preload-world.js';
import { makeWire } from './wire.js';
import type { WorldOptions } from './world-options.ts';

/** The name of the isolated world in which the preload script runs. */
export const preloadWorldName = 'electron-preload';

type Source = (...args: never[]) => unknown;
const source = (made: Source): string => `(${made.toString()})`;

/** What a new document runs in its own world. */
export function mainWorldSource(token: string, options: WorldOptions): string {
  return `${source(mainWorld)}(${JSON.stringify(token)}, ${source(makeBridge)}, ${JSON.stringify(options)})`;
}

/** What it runs in the isolated world: Electron's preload modules, then the built preload script itself. */
export function preloadWorldSource(token: string, options: WorldOptions): string {
  const preload =
    options.preloadPath === undefined
      ? 'null'
      : `(function (require, module, exports, process, setImmediate) {\n${readFileSync(options.preloadPath, 'utf8')}\n})`;
  const given = [JSON.stringify(token), source(makeBridge), source(makeWire), JSON.stringify(options), preload];
  return `${source(preloadWorld)}(${given.join(', ')})\n//# sourceURL=electron-standin-preload.js`;
}

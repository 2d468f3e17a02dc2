import type { makeBridge } from './bridge.js';
import type { makeWire } from './wire.js';
import type { WorldOptions } from './world-options.ts';

export function preloadWorld(
  token: string,
  bridge: typeof makeBridge,
  wire: typeof makeWire,
  options: WorldOptions,
  preload: unknown,
): void;

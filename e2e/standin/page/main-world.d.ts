import type { makeBridge } from './bridge.js';
import type { WorldOptions } from './world-options.ts';

export function mainWorld(token: string, bridge: typeof makeBridge, options: WorldOptions): void;

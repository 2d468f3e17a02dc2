import { realpath } from 'node:fs/promises';

/** Devices have several names (`/dev/serial/by-id/…`): the one they stand for. One that is not there has just its own. */
export const realDevice = (device: string): Promise<string> => realpath(device).catch(() => device);

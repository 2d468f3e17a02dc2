import { statfs } from 'node:fs/promises';
import { FaxError } from '../../model/errors.ts';
import type { Outside } from './outside.ts';

/** The outside of this machine. */
export function nodeOutside(): Outside {
  return {
    sendMail: async () => {
      throw new FaxError('NOT_SUPPORTED');
    },
    printers: async () => [],
    print: async () => {
      throw new FaxError('NOT_SUPPORTED');
    },
    run: async () => {
      throw new FaxError('NOT_SUPPORTED');
    },
    post: async () => {
      throw new FaxError('NOT_SUPPORTED');
    },
    freeBytes,
  };
}

async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

import { statfs } from 'node:fs/promises';
import { postFile } from './outside/post-file.ts';
import { cupsPrint, cupsPrinters, windowsPrint, windowsPrinters } from './outside/print-file.ts';
import { LONGEST_RUN, runToSuccess } from './outside/run-program.ts';
import { sendMail } from './outside/send-mail.ts';
import type { Outside } from './outside.ts';

/** The outside of this machine. */
export function nodeOutside(): Outside {
  const windows = process.platform === 'win32';
  return {
    sendMail,
    printers: windows ? windowsPrinters : cupsPrinters,
    print: windows ? windowsPrint : cupsPrint,
    run: (program, given, environment, signal) =>
      runToSuccess({ program, given, environment, longest: LONGEST_RUN, signal }),
    post: postFile,
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

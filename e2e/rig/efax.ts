import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a call of efax came to. */
export interface EfaxEnd {
  /** 0 when the fax went through. */
  readonly code: number | null;
  /** What it wrote, for a failure's report. */
  readonly log: string;
}

/** A run of efax under way. */
export interface EfaxRun {
  readonly ended: Promise<EfaxEnd>;
  stop(): void;
}

/** efax's capability string: `vr,br,wd,ln,df,ec,bf,st`; br 0 to 5 is 2400 to 14400 bit/s, vr 1 is fine. */
export interface EfaxOptions {
  readonly tty: string;
  readonly ident: string;
  readonly capabilities: string;
  readonly seconds: number;
  /** Modem class as efax's -o names it: 1, 2, or 0 for 2.0. */
  readonly class?: '1' | '2' | '0';
}

const setUp = ['-v', 'ewin', '-v', 'ewinchmartf'];

function start(options: EfaxOptions, args: readonly string[], folder: string): EfaxRun {
  const { tty, ident, capabilities, seconds } = options;
  const common = [
    ...setUp,
    '-d',
    tty,
    `-o${options.class ?? '1'}`,
    '-i',
    'Z',
    '-i',
    'E0',
    '-l',
    ident,
    '-c',
    capabilities,
  ];
  const child = spawn('efax', [...common, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (octets: Buffer) => said.push(octets.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  const ended = new Promise<EfaxEnd>((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, log: said.join('') });
    });
  });
  return { ended, stop: () => child.kill('SIGTERM') };
}

/** Calls and sends pages: fax TIFFs, one file for each page. No header line: the pages go out as they are. */
export function efaxSends(options: EfaxOptions, number: string, pages: readonly string[], folder: string): EfaxRun {
  return start(options, ['-h', '', '-t', `T${number}`, ...pages], folder);
}

/** Answers a call and receives into files `rx.001`, `rx.002`, … of the folder. */
export function efaxAnswers(options: EfaxOptions, folder: string): EfaxRun {
  return start(options, ['-i', 'S0=1', '-w', '-r', 'rx'], folder);
}

/** The pages that efax received, in order. */
export async function efaxPages(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /^rx\.\d{3}$/.test(name)).sort();
  return names.map((name) => join(folder, name));
}

import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, delimiter, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FaxError } from '../model/errors.ts';
import { fileError, writeError } from './look-at-file.ts';

export interface OfficeConversion {
  readonly path: string;
  /** `html` is opened as a text document: the web view drops headings and page breaks. */
  readonly kind: 'office' | 'html';
  /** A folder of its own, empty; the caller removes it. */
  readonly workDir: string;
  readonly findProgram: (name: string) => Promise<string | null>;
  readonly timeLimit: number;
  readonly signal: AbortSignal;
}

/**
 * Turns an office document into a PDF with LibreOffice, without a window, in a profile of its own that asks nobody and
 * fetches nothing. Returns the PDF's path. Throws `CONVERTER_MISSING`, `CONVERTER_FAILED`, `TIMED_OUT`, `CANCELLED`.
 */
export async function convertOfficeDocument(conversion: OfficeConversion): Promise<string> {
  const { path, workDir, signal } = conversion;
  const name = basename(path);
  const program = (await conversion.findProgram('soffice')) ?? (await conversion.findProgram('libreoffice'));
  if (program === null)
    throw new FaxError('CONVERTER_MISSING', { message: `“${name}” needs LibreOffice, which is not installed.` });
  const profile = join(workDir, 'profile');
  await writeProfile(profile);
  // A copy under a plain name: no user's file name is ever read as an option, and no lock file appears beside it.
  const source = join(workDir, `document${conversion.kind === 'html' ? '.html' : safeEnding(path)}`);
  await copyFile(path, source).catch((cause: unknown) => Promise.reject(copyError(cause, name)));
  const out = join(workDir, 'out');
  await mkdir(out);
  const child = spawn(program, commandLine(profile, source, out, conversion.kind), {
    cwd: workDir,
    detached: true,
    stdio: 'ignore',
    env: offlineEnvironment(workDir),
  });
  await finished(child, name, conversion.timeLimit, signal);
  const [made] = (await readdir(out)).filter((file) => file.endsWith('.pdf'));
  if (made === undefined) throw new FaxError('CONVERTER_FAILED', { message: `LibreOffice could not open “${name}”.` });
  const pdf = join(workDir, 'document.pdf');
  await rename(join(out, made), pdf);
  await rm(profile, { recursive: true, force: true });
  return pdf;
}

/** The document may have gone since it was looked at, or the disk may be full. */
function copyError(cause: unknown, name: string): FaxError {
  const error = writeError(cause, name);
  return error.code === 'DISK_FULL' ? error : fileError(cause, name);
}

function commandLine(profile: string, source: string, out: string, kind: OfficeConversion['kind']): readonly string[] {
  return [
    `-env:UserInstallation=${pathToFileURL(profile).href}`,
    '--headless',
    '--nologo',
    '--nodefault',
    '--norestore',
    '--nolockcheck',
    ...(kind === 'html' ? ['--infilter=HTML (StarWriter)'] : []),
    '--convert-to',
    'pdf',
    '--outdir',
    out,
    source,
  ];
}

/** Only letters and digits of a short ending are kept: LibreOffice goes by the content where the ending says nothing. */
function safeEnding(path: string): string {
  const ending = extname(path).toLowerCase();
  return /^\.[a-z0-9]{1,6}$/.test(ending) ? ending : '';
}

/** Proxies that nobody listens on: a document that links to pictures elsewhere must not call home. */
function offlineEnvironment(home: string): NodeJS.ProcessEnv {
  const nowhere = 'http://127.0.0.1:9';
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    SYSTEMROOT: process.env.SYSTEMROOT,
    HOME: home,
    TMPDIR: home,
    http_proxy: nowhere,
    https_proxy: nowhere,
    ftp_proxy: nowhere,
    SAL_USE_VCLPLUGIN: 'svp',
  };
}

/** Macros never run, links are not followed, and the proxy is a closed port. */
async function writeProfile(profile: string): Promise<void> {
  const item = (path: string, name: string, value: string) =>
    `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;
  const items = [
    item('Office.Common/Security/Scripting', 'MacroSecurityLevel', '3'),
    item('Office.Common/Security/Scripting', 'DisableMacrosExecution', 'true'),
    item('Office.Common/Security/Scripting', 'DisableActiveContent', 'true'),
    item('Office.Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'),
    item('Inet/Settings', 'ooInetProxyType', '2'),
    item('Inet/Settings', 'ooInetHTTPProxyName', '127.0.0.1'),
    item('Inet/Settings', 'ooInetHTTPProxyPort', '9'),
    item('Inet/Settings', 'ooInetHTTPSProxyName', '127.0.0.1'),
    item('Inet/Settings', 'ooInetHTTPSProxyPort', '9'),
  ];
  await mkdir(join(profile, 'user'), { recursive: true });
  await writeFile(
    join(profile, 'user', 'registrymodifications.xcu'),
    `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${items.join('\n')}
</oor:items>
`,
  );
}

/** Waits for the program's end; ends it, and what it started, when the time is over or the user cancelled. */
async function finished(child: ChildProcess, name: string, timeLimit: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let stopped: FaxError | null = null;
  const stop = (error: FaxError) => {
    stopped = error;
    endGroup(child);
  };
  const cancel = () => stop(new FaxError('CANCELLED'));
  const timer = setTimeout(() => {
    const message = `LibreOffice took longer than ${Math.round(timeLimit / 1000)} seconds over “${name}” and was stopped.`;
    stop(new FaxError('TIMED_OUT', { message, next: 'Open it yourself, save it as PDF and send that.' }));
  }, timeLimit);
  child.once('error', (cause) =>
    reject(new FaxError('CONVERTER_FAILED', { message: 'LibreOffice could not be started.', cause })),
  );
  // A non-zero end is seen by the missing PDF.
  child.once('exit', () => (stopped ? reject(stopped) : resolve()));
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

/** `soffice` is a script that starts others: its whole process group goes, by its id. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in between.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Finds a program on the PATH, and LibreOffice where its installers put it. */
export async function findOnPath(name: string): Promise<string | null> {
  const windows = process.platform === 'win32';
  const file = windows ? `${name}.exe` : name;
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...(windows
      ? ['C:\\Program Files\\LibreOffice\\program', 'C:\\Program Files (x86)\\LibreOffice\\program']
      : ['/Applications/LibreOffice.app/Contents/MacOS', '/usr/lib/libreoffice/program', '/opt/libreoffice/program']),
  ];
  for (const folder of folders) {
    if (folder === '') continue;
    const path = join(folder, file);
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return null;
}

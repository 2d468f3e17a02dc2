import { FaxError } from '../../../model/errors.ts';
import { OutsideFailure } from '../outside.ts';
import { lastLine, type ProgramEnd, runProgram } from './run-program.ts';

/** The print system answers within this, ms. */
const LONGEST = 60_000;

const never = new AbortController().signal;

/** Runs a program of the print system. Throws `PRINT_FAILED` where it takes too long, `PROGRAM_MISSING`. */
async function ask(program: string, given: readonly string[], signal: AbortSignal): Promise<ProgramEnd> {
  try {
    // Words that we look at are asked for in English.
    return await runProgram({ program, given, environment: { LC_ALL: 'C' }, longest: LONGEST, signal });
  } catch (error) {
    if (error instanceof FaxError && error.code === 'TIMED_OUT')
      throw new FaxError('PRINT_FAILED', {
        message: 'The print system does not answer.',
        next: 'Check that it runs.',
        cause: new OutsideFailure('away', 'The print system does not answer'),
      });
    throw error;
  }
}

/** Printers of the print system (CUPS; it may be elsewhere by `CUPS_SERVER`), the default one first; none without it. */
export async function cupsPrinters(): Promise<readonly string[]> {
  try {
    const { code, stdout } = await ask('lpstat', ['-e'], never);
    if (code !== 0) return [];
    const names = stdout.split('\n').filter((line) => line !== '');
    const { stdout: told } = await ask('lpstat', ['-d'], never);
    const preferred = /destination: (\S+)/.exec(told)?.[1];
    return preferred === undefined || !names.includes(preferred)
      ? names
      : [preferred, ...names.filter((name) => name !== preferred)];
  } catch (error) {
    if (error instanceof FaxError && error.code === 'PROGRAM_MISSING') return [];
    throw error;
  }
}

/** Hands a PDF to a queue of CUPS. Throws `PRINTER_NOT_FOUND`, `PRINT_FAILED` with what CUPS said, `PROGRAM_MISSING`. */
export async function cupsPrint(file: string, title: string, printer: string, signal: AbortSignal): Promise<void> {
  const to = printer === '' ? [] : ['-d', printer];
  // A fax page is some millimetres wider than A4 and Letter: what is not fitted is cut at its sides.
  const given = [...to, '-t', title, '-o', 'fit-to-page', '--', file];
  const { code, stdout, stderr } = await ask('lp', given, signal);
  if (code === 0) return;
  const said = lastLine(stderr) || lastLine(stdout);
  const missing = /does not exist|unknown (destination|printer)|no default destination/i.test(said);
  // Without its daemon CUPS says that no printer exists.
  if (missing && !(await isRunning(signal)))
    throw new FaxError('PRINT_FAILED', {
      message: 'The print system does not run.',
      next: 'Start CUPS.',
      cause: new OutsideFailure('away', said),
    });
  throw new FaxError(missing ? 'PRINTER_NOT_FOUND' : 'PRINT_FAILED', {
    message: printFailure(said, printer),
    cause: new OutsideFailure('later', said),
  });
}

async function isRunning(signal: AbortSignal): Promise<boolean> {
  const { stdout } = await ask('lpstat', ['-r'], signal);
  return !/not running/i.test(stdout);
}

function printFailure(said: string, printer: string): string {
  if (/no default destination/i.test(said)) return 'The system has no default printer.';
  if (/does not exist|unknown (destination|printer)/i.test(said)) return `There is no printer “${printer}”.`;
  return `The print system said: “${said.replace(/^lp: (error - )?/i, '')}”.`;
}

/**
 * Printing on Windows by the program that the system has for PDF files (its verbs Print and PrintTo). Not tried out on
 * a machine yet.
 */
export async function windowsPrint(file: string, _title: string, printer: string, signal: AbortSignal): Promise<void> {
  const verb =
    printer === '' ? '-Verb Print' : '-Verb PrintTo -ArgumentList ([string]::Format(\'"{0}"\', $env:FAX_PRINTER))';
  const script = `$ErrorActionPreference = 'Stop'; Start-Process -FilePath $env:FAX_FILE ${verb} -WindowStyle Hidden`;
  const { code, stderr } = await runProgram({
    ...powershell(script),
    // As variables: no name of a printer or file can be taken for a command.
    environment: { FAX_FILE: file, FAX_PRINTER: printer },
    longest: LONGEST,
    signal,
  });
  if (code === 0) return;
  throw new FaxError('PRINT_FAILED', {
    message: 'Windows could not print the fax.',
    next: 'Check the printer, and that a program for PDF files is installed.',
    cause: new OutsideFailure('later', lastLine(stderr)),
  });
}

/** Printers that Windows knows, the default one first. Not tried out on a machine yet. */
export async function windowsPrinters(): Promise<readonly string[]> {
  const script =
    'Get-CimInstance Win32_Printer | Sort-Object -Property Default -Descending | ForEach-Object { $_.Name }';
  const run = { ...powershell(script), environment: {}, longest: LONGEST, signal: never };
  const { code, stdout } = await runProgram(run);
  return code === 0 ? stdout.split(/\r?\n/).filter((line) => line !== '') : [];
}

const powershell = (script: string) => ({
  program: 'powershell.exe',
  given: ['-NoProfile', '-NonInteractive', '-Command', script],
});

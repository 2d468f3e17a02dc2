import { type TrialTerms, trialTermsSchema } from '../contract/line-trial.ts';
import { FaxError } from '../model/errors.ts';
import { parseImpairment } from '../model/impairment.ts';
import {
  type LineAddress,
  parseEndpoint,
  parseLineAddress,
  parseT38Recovery,
  parseT38Version,
  type T38Options,
} from '../model/line-address.ts';
import { stationIdSchema } from '../model/port.ts';
import { type CommandSpec, type OptionTable, oneOf, usageError } from './arguments.ts';

/** What the help of `fax call` and `fax answer` says of both. */
export const HOW_TRIALS_GO = `LINE is modem:DEVICE, t38:HOST:PORT or loopback:NUMBER.
Exit: 0 the session ended well, 1 the call failed, 2 wrong options or files, 3 the line cannot be opened.
Ctrl-C ends the call in order, SIGTERM drops the line. With --json each event is a line of JSON.`;

/** Options that `fax call` and `fax answer` share. */
export const trialOptions = {
  ident: { type: 'string', value: 'TEXT', help: 'our identification, at most 20 characters (the line’s number)' },
  ecm: { type: 'string', value: 'on|off', help: 'error correction mode (on)' },
  codings: { type: 'string', value: 'C[,…]', help: 'codings that may be used: mh, mr, mmr (all)' },
  rates: { type: 'string', value: 'M[,…]', help: 'modulations that may be used: v27, v29, v17 (all)' },
  resolution: {
    type: 'string',
    value: 'R',
    help: 'the finest that may be used (any), and what files become (fine): standard, fine, superfine',
  },
  'scan-time': { type: 'string', value: 'MS', help: 'least time of a scan line when we receive: 0, 5, 10, 20, 40 (0)' },
  'frame-size': { type: 'string', value: 'N', help: 'octets of an ECM frame when we send: 64 or 256 (256)' },
  bind: { type: 'string', value: 'HOST:PORT', help: 't38: where we listen (this machine alone, any free port)' },
  't38-version': { type: 'string', value: 'N', help: 't38: version of IFP, 0 to 3, the same at both ends (0)' },
  recovery: { type: 'string', value: 'R', help: 't38: none, red:N or fec:NxM, N and M from 1 to 8 (red:3)' },
  pace: { type: 'string', value: 'on|off', help: 't38: as a modem would, or as fast as both terminals go (on)' },
  impair: { type: 'string', value: 'LIST', help: 't38: damage what we send: drop=P,burst=N,dup=P,swap=P,seed=N' },
  clock: { type: 'string', value: 'N', help: 'the call’s time runs N times as fast, 1 to 1000 (1)' },
  log: { type: 'boolean', help: 'print the T.30 exchange' },
} as const satisfies OptionTable;

type Given = { readonly [K in keyof Omit<typeof trialOptions, 'log'>]?: string };

/** The one line that a command was given. Throws `ARGUMENT_INVALID`. */
export function theLine(spec: CommandSpec, command: string, [line, ...more]: readonly string[]): string {
  if (line === undefined) throw usageError(spec, `${command} takes a line.`);
  if (more[0] === undefined) return line;
  throw usageError(spec, `${command} takes one line; “${more[0].slice(0, 40)}” is one too many.`);
}

/** The address with what the options change of it. Throws `LINE_ADDRESS_INVALID`, `ARGUMENT_INVALID`. */
export function trialAddress(text: string, given: Given): LineAddress {
  const address = parseLineAddress(text);
  if (address.kind === 't38')
    return {
      ...address,
      bind: given.bind === undefined ? address.bind : parseEndpoint(given.bind),
      options: t38Options(address.options, given),
    };
  for (const name of ['bind', 't38-version', 'recovery', 'pace', 'impair'] as const)
    if (given[name] !== undefined)
      throw new FaxError('ARGUMENT_INVALID', {
        message: `--${name} is for t38 lines only.`,
        next: 'Leave it out, or use a line t38:HOST:PORT.',
      });
  return address;
}

function t38Options(from: T38Options, given: Given): T38Options {
  const version = given['t38-version'] === undefined ? from.version : parseT38Version(given['t38-version']);
  if (version === null) throw refused('t38-version', given['t38-version'], 'Use 0, 1, 2 or 3.');
  const recovery = given.recovery === undefined ? from.recovery : parseT38Recovery(given.recovery);
  if (recovery === null)
    throw refused('recovery', given.recovery, 'Use none, red:N or fec:NxM with N and M from 1 to 8.');
  return {
    version,
    recovery,
    pace: given.pace === undefined ? from.pace : onOff('pace', given.pace),
    impair: given.impair === undefined ? from.impair : parseImpairment(given.impair),
  };
}

const refused = (option: string, given: string | undefined, next: string): FaxError =>
  new FaxError('ARGUMENT_INVALID', { message: `--${option} cannot be “${(given ?? '').slice(0, 40)}”.`, next });

const onOff = (option: string, given: string): boolean => oneOf(option, given, ['on', 'off'] as const) === 'on';

/** What this end may use in the call. Throws `ARGUMENT_INVALID`. */
export function trialTerms(given: Given): TrialTerms {
  return trialTermsSchema.parse({
    ecm: onOff('ecm', given.ecm ?? 'on'),
    codings: listOf('codings', given.codings, { mh: 'mh', mr: 'mr', mmr: 'mmr' }),
    modems: listOf('rates', given.rates, { v27: 'v27ter', v27ter: 'v27ter', v29: 'v29', v17: 'v17' }),
    finest: given.resolution === undefined ? null : resolutionOf(given.resolution),
    scanTime: numberOf('scan-time', given['scan-time'], ['0', '5', '10', '20', '40']),
    frameSize: numberOf('frame-size', given['frame-size'], ['64', '256']),
  });
}

/** A resolution's name. Throws `ARGUMENT_INVALID`. */
export const resolutionOf = (given: string) => oneOf('resolution', given, ['standard', 'fine', 'superfine'] as const);

function listOf<T extends string>(
  option: string,
  given: string | undefined,
  words: Readonly<Record<string, T>>,
): readonly T[] | null {
  if (given === undefined) return null;
  const names = given.split(',').map((name) => oneOf(option, name.trim(), Object.keys(words)));
  return [...new Set(names.flatMap((name) => words[name] ?? []))];
}

function numberOf(option: string, given: string | undefined, words: readonly string[]): number | null {
  return given === undefined ? null : Number(oneOf(option, given, words));
}

/** How many times as fast the call runs. Throws `ARGUMENT_INVALID`. */
export function clockOf(given: string | undefined): number {
  const factor = given === undefined ? 1 : /^\d{1,4}(\.\d{1,3})?$/.test(given) ? Number(given) : Number.NaN;
  if (factor >= 1 && factor <= 1000) return factor;
  throw refused('clock', given, 'Use a number from 1 to 1000.');
}

/** An identification, sub-address or password, or null. Throws `ARGUMENT_INVALID`. */
export function stationText(option: string, given: string | undefined): string | null {
  if (given === undefined) return null;
  if (stationIdSchema.safeParse(given).success) return given;
  throw refused(option, given, 'It has at most 20 characters: letters of English, digits and signs.');
}

/**
 * `--send a b c` as `--send a --send b --send c`: an option that takes files takes all that follow it up to the next
 * option. A word that is a line's address stays one.
 */
export function spreadFiles(argv: readonly string[], option: string): readonly string[] {
  const spread: string[] = [];
  let taking = false;
  for (const [at, word] of argv.entries()) {
    if (word === '--') return [...spread, ...argv.slice(at)];
    const isOption = word.startsWith('-') && word !== '-';
    if (isOption) taking = word === option || word.startsWith(`${option}=`);
    const isMore = taking && !isOption && argv[at - 1] !== option && !/^(modem|loopback|t38|sip):/.test(word);
    if (isMore) spread.push(option);
    spread.push(word);
  }
  return spread;
}

import { FaxError } from '../../../model/errors.ts';
import { type ModemClass, modemClasses } from '../../../model/line-address.ts';
import type { Coding } from '../../../model/page-format.ts';
import type { AtChannel } from '../at-channel.ts';
import type { ModemFacts, SessionClassFacts } from './modem-facts.ts';
import { numberList, parameterValues, valueList } from './value-lists.ts';

/** A modem answers a question at once; one that does not know it says ERROR at once. ms. */
const ANSWER = 2000;
/** The first AT may find a modem that wakes up, or measures the port's rate by it. ms. */
const FIRST_ANSWER = 700;
const FIRST_TRIES = 3;
/** Questions that a modem may leave without an answer before we leave it. */
const SILENCES = 2;
/** Lines and characters that are kept of what a modem says of itself. */
const MOST_LINES = 40;
const LONGEST_LINE = 120;

/** Asks one question of a modem: its answer's lines, or null where it does not know the command. */
type Ask = (command: string) => Promise<readonly string[] | null>;

/**
 * Asks a modem what it is and what it can do: ATI0 to ATI9, its classes, and in each class its abilities. It is left in
 * Class 0 with echo off. Rejects with `MODEM_NOT_ANSWERING` where nothing answers, `MODEM_GONE`, `AbortError`.
 */
export async function detectModem(channel: AtChannel, signal?: AbortSignal): Promise<ModemFacts> {
  await wakeModem(channel, signal);
  const ask = askerOf(channel, signal);
  await ask('E0V1Q0');
  const identity = await askIdentity(ask);
  const classes = classesOf(await ask('+FCLASS=?'));
  const names = new Map<string, string>();
  let class1: ModemFacts['class1'] = null;
  let flow: readonly number[] = [];
  const sessions: SessionClassFacts[] = [];
  try {
    for (const each of classes) {
      if ((await ask(`+FCLASS=${each}`)) === null) continue;
      await askNames(ask, each, names);
      if (flow.length === 0) flow = numberList((await ask('+FLO=?'))?.[0] ?? '');
      if (each === '1' || each === '1.0') class1 ??= await askClass1(ask);
      else sessions.push(await askSessionClass(ask, each));
    }
  } finally {
    // Also when something went wrong meanwhile: other programs expect a modem in Class 0.
    if (!signal?.aborted) await ask('+FCLASS=0');
  }
  return {
    manufacturer: names.get('manufacturer') ?? null,
    model: names.get('model') ?? null,
    revision: names.get('revision') ?? null,
    identity,
    classes,
    class1,
    sessions,
    flow,
    adaptiveAnswer: await firstKnown(ask, ['+FAE=1', '+FAA=1']),
    callerId: await firstKnown(ask, ['+VCID=1', '#CID=1']),
    distinctiveRing: (await ask('+VDR=?')) === null ? null : '+VDR=1,0',
  };
}

/** Says AT until something answers. Rejects with `MODEM_NOT_ANSWERING`. */
export async function wakeModem(channel: AtChannel, signal?: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await channel.command('', { timeout: FIRST_ANSWER, ...(signal && { signal }) });
      return;
    } catch (error) {
      if (!isSilence(error) || tries === FIRST_TRIES) throw error;
    }
  }
}

function askerOf(channel: AtChannel, signal: AbortSignal | undefined): Ask {
  let silences = 0;
  return async (command) => {
    try {
      const { code, lines } = await channel.command(command, { timeout: ANSWER, ...(signal && { signal }) });
      if (code !== 'OK') return null;
      return lines.map((line) => line.trim().slice(0, LONGEST_LINE)).filter((line) => line !== '');
    } catch (error) {
      silences += 1;
      if (!isSilence(error) || silences > SILENCES) throw error;
      return null;
    }
  };
}

const isSilence = (error: unknown): boolean => error instanceof FaxError && error.code === 'MODEM_NOT_ANSWERING';

async function askIdentity(ask: Ask): Promise<readonly string[]> {
  const lines = new Set<string>();
  for (let n = 0; n <= 9; n += 1) for (const line of (await ask(`I${n}`)) ?? []) lines.add(line);
  return [...lines].slice(0, MOST_LINES);
}

const classesOf = (lines: readonly string[] | null): readonly ModemClass[] => {
  const named = new Set((lines ?? []).flatMap(valueList));
  return modemClasses.filter((each) => named.has(each));
};

/** Maker, model and revision: `+FMI?`… in Class 1 and 2.x, `+FMFR?`… in Class 2. The first answer counts. */
async function askNames(ask: Ask, inClass: ModemClass, names: Map<string, string>): Promise<void> {
  const commands = inClass === '2' ? ['+FMFR?', '+FMDL?', '+FREV?'] : ['+FMI?', '+FMM?', '+FMR?'];
  for (const [index, name] of ['manufacturer', 'model', 'revision'].entries()) {
    if (names.has(name)) continue;
    const answer = (await ask(commands[index] ?? ''))?.[0]
      ?.replace(/^\+F\w+[:=]\s*/, '')
      .replace(/^"(.*)"$/, '$1')
      .trim();
    if (answer) names.set(name, answer);
  }
}

async function askClass1(ask: Ask): Promise<ModemFacts['class1']> {
  const values = async (command: string) => ((await ask(command)) ?? []).flatMap(numberList);
  return { transmit: await values('+FTM=?'), receive: await values('+FRM=?') };
}

/** Rates of the parameter `br` (T.32 table 21). */
const rates = [2400, 4800, 7200, 9600, 12_000, 14_400, 16_800, 19_200, 21_600, 24_000, 26_400, 28_800, 31_200, 33_600];

async function askSessionClass(ask: Ask, session: SessionClassFacts['class']): Promise<SessionClassFacts> {
  const answer = (await ask(session === '2' ? '+FDCC=?' : '+FCC=?')) ?? [];
  const [, br = [], , , df = [], ec = []] = parameterValues(answer.join(','));
  const best = Math.max(-1, ...br.map((code) => Number.parseInt(code, 16)).filter((code) => code < rates.length));
  const codings: readonly (readonly [string, Coding])[] = [
    ['0', 'mh'],
    ['1', 'mr'],
    ['3', 'mmr'],
  ];
  return {
    class: session,
    rate: rates[best] ?? null,
    ecm: ec.some((code) => code !== '0'),
    codings: codings.filter(([code]) => df.includes(code)).map(([, coding]) => coding),
  };
}

/** The first of some `NAME=VALUE` commands whose test form the modem knows; nothing is switched. */
async function firstKnown<T extends string>(ask: Ask, commands: readonly T[]): Promise<T | null> {
  for (const command of commands) if ((await ask(command.replace(/=.*/, '=?'))) !== null) return command;
  return null;
}

import type { Clock } from '../../../model/clock.ts';
import { FaxError, toFaxError } from '../../../model/errors.ts';
import type { ModemClass } from '../../../model/line-address.ts';
import type { LineSystem } from '../../line-system.ts';
import { createAtChannel } from '../at-dialogue.ts';
import type { SerialPortFacts } from '../serial-port.ts';
import { chooseClass, modemName, modemWords } from './choose-class.ts';
import { detectModem } from './detect-modem.ts';
import type { ModemFacts } from './modem-facts.ts';

/** A serial port, and what was found on it. */
export interface FoundModem {
  readonly path: string;
  /**
   * `fax`: a fax modem that can be used. `no-fax`: a modem without fax. `silent`: nothing answers AT. `in-use`: another
   * program, or a line of ours, has the port. `unusable`: it cannot be opened. `not-asked`: it is known to be no modem.
   */
  readonly state: 'fax' | 'no-fax' | 'silent' | 'in-use' | 'unusable' | 'not-asked';
  /** What it is, in a sentence (two where its port cannot be locked) without the last full stop: `…: fax Class 1, V.17 14400; will be used in Class 1`. */
  readonly words: string;
  /** The modem's name, or what the system calls the device; null where nobody knows. */
  readonly name: string | null;
  /** The class in which it is used, and why; null for anything but `fax`. */
  readonly class: ModemClass | null;
  readonly why: string | null;
  /** The line address to add it as a port; null for anything but `fax`. */
  readonly address: string | null;
  readonly facts: ModemFacts | null;
}

/** Port rates at which a modem is asked: one that finds the rate by AT takes any, one that is locked takes one of these. */
const PORT_RATES = [115_200, 19_200] as const;
/** Ports that are asked at the same time. */
const AT_ONCE = 4;
/** Ports that are looked at; a machine lists at most some dozens. */
const MOST_PORTS = 128;
/** What one port may take in all, ms: a modem that dawdles over each question must not hold up the list. */
const LONGEST_PROBE = 40_000;

/** USB makers of boards that take AT for a program's input, or start anew when their port is opened. */
const noModems: Readonly<Record<string, string>> = {
  '2341': 'an Arduino board',
  '2a03': 'an Arduino board',
  '239a': 'a microcontroller board',
  '2e8a': 'a microcontroller board',
};

/**
 * Looks at every serial port of the machine and asks what answers on it. Ports in use are left alone; a port on which
 * nothing answers gets no more than a few ATs. Never rejects for one port's sake.
 */
export async function listModems(system: LineSystem, clock: Clock): Promise<readonly FoundModem[]> {
  const ports = (await system.listSerialPorts()).slice(0, MOST_PORTS);
  const found: FoundModem[] = [];
  const waiting = ports.map((port, index) => ({ port, index }));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      found[next.index] = await probePort(system, clock, next.port);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/** What a modem answered, and what its port's lock warns of. */
interface Asked {
  readonly facts: ModemFacts;
  readonly warning: string | null;
}

/** Asks what is on one serial port. */
export async function probePort(system: LineSystem, clock: Clock, port: SerialPortFacts): Promise<FoundModem> {
  const board = noModems[port.vendorId?.toLowerCase() ?? ''];
  if (board !== undefined) return foundNot(port, 'not-asked', `Not asked: it is ${board}`);
  try {
    const { facts, warning } = await factsOf(system, clock, port.path);
    return foundModem(port, facts, warning);
  } catch (thrown) {
    const error = toFaxError(thrown);
    const words = error.message.replace(/\.$/, '');
    if (error.code === 'PORT_LOCKED') return foundNot(port, 'in-use', words);
    if (error.code === 'MODEM_NOT_ANSWERING') return foundNot(port, 'silent', 'Nothing answers here');
    return foundNot(port, 'unusable', words);
  }
}

async function factsOf(system: LineSystem, clock: Clock, path: string): Promise<Asked> {
  const limit = new AbortController();
  const stopLimit = clock.after(LONGEST_PROBE, () => limit.abort());
  try {
    for (const [index, baudRate] of PORT_RATES.entries()) {
      const serial = await system.openSerialPort(path, { baudRate, flowControl: 'none' });
      try {
        const facts = await detectModem(createAtChannel(serial, clock), limit.signal);
        return { facts, warning: serial.warning ?? null };
      } catch (error) {
        const silent = error instanceof FaxError && error.code === 'MODEM_NOT_ANSWERING';
        if (limit.signal.aborted) throw new FaxError('MODEM_NOT_ANSWERING', { cause: error });
        if (!silent || index === PORT_RATES.length - 1) throw error;
      } finally {
        await serial.close();
      }
    }
    throw new FaxError('MODEM_NOT_ANSWERING');
  } finally {
    stopLimit();
  }
}

function foundModem({ path }: SerialPortFacts, facts: ModemFacts, warning: string | null): FoundModem {
  const chosen = chooseClass(facts);
  return {
    path,
    state: chosen === null ? 'no-fax' : 'fax',
    words: warning === null ? modemWords(facts) : `${modemWords(facts)}. ${warning.replace(/\.$/, '')}`,
    name: modemName(facts),
    class: chosen?.class ?? null,
    why: chosen?.why ?? null,
    address: chosen === null ? null : `modem:${path}`,
    facts,
  };
}

function foundNot(port: SerialPortFacts, state: FoundModem['state'], words: string): FoundModem {
  const { path, manufacturer: name } = port;
  return { path, state, words, name, class: null, why: null, address: null, facts: null };
}

import type { Clock } from '../../model/clock.ts';
import { FaxError, toFaxError } from '../../model/errors.ts';
import type { ModemAddress, ModemClass } from '../../model/line-address.ts';
import type { LineHealth } from '../fax-line.ts';
import type { LineSystem } from '../line-system.ts';
import { createAtChannel, type OpenAtChannel } from './at-dialogue.ts';
import type { CommandLatency } from './command-times.ts';
import { chooseClass } from './detect/choose-class.ts';
import { detectModem, wakeModem } from './detect/detect-modem.ts';
import type { ModemFacts } from './detect/modem-facts.ts';
import { setUpModem } from './modem-setup.ts';
import { type ModemQuirks, quirksOf } from './quirks/modem-quirks.ts';
import { type Ringing, RingWatch } from './ring-watch.ts';
import type { SerialPort } from './serial-port.ts';

/** Modems find the rate by the AT; those on USB ignore it. */
const BAUD_RATE = 115_200;
/** A port that went away is looked for again after so long, and then ever less often, ms. */
const REOPEN_FIRST = 1000;
const REOPEN_MOST = 15_000;
/** Resets in vain, one after the other, before a person must look at the modem. */
const RESETS = 4;
/** DTR stays down so long for a modem to notice, ms. */
const DTR_DOWN = 500;
/** Silence before and after `+++` (S12, V.250), with a margin, ms. */
const ESCAPE_GUARD = 1100;
/** Between calls a modem is asked so often whether it is still there, ms. */
const PING = 5 * 60_000;
const ON_HOOK_LIMIT = 6000;

/** What a modem is made in. */
export interface ModemEnvironment {
  readonly clock: Clock;
  readonly system: LineSystem;
  /** Hears the AT dialogue, each line with the clock's monotonic ms: `> AT+FTM=146`, `< CONNECT`. */
  readonly trace?: (line: string, t: number) => void;
}

/** A modem that is open and answers. */
export interface ReadyModem {
  readonly channel: OpenAtChannel;
  readonly facts: ModemFacts;
  readonly quirks: ModemQuirks;
  readonly class: ModemClass;
}

interface Open extends ReadyModem {
  readonly port: SerialPort;
  readonly hardwareFlow: boolean;
}

/**
 * A modem on a serial port, whatever its class: opens and sets it up, hears it ring, puts it on hook, and gets it back
 * when it was unplugged or stopped answering.
 */
export class Modem {
  readonly #address: ModemAddress;
  readonly #environment: ModemEnvironment;
  readonly #rings: RingWatch;
  readonly #healthListeners = new Set<(health: LineHealth) => void>();
  #open: Open | null = null;
  /** Told when the modem is lost during a call; null between calls. */
  #call: { readonly lost: (cause: Error) => void } | null = null;
  #wanted = false;
  #recovering: Promise<void> | null = null;
  /** The reset of the last trouble: whether it helped. */
  #reset: Promise<boolean> = Promise.resolve(false);
  #stopWaiting: () => void = () => undefined;
  #wake: () => void = () => undefined;
  #stopPing: () => void = () => undefined;

  constructor(address: ModemAddress, environment: ModemEnvironment) {
    this.#address = address;
    this.#environment = environment;
    this.#rings = new RingWatch(environment.clock, address.ring);
  }

  /** The modem where it can be used just now, else null. */
  get ready(): ReadyModem | null {
    return this.#recovering ? null : this.#open;
  }

  /** How soon our commands followed the modem's results, since it was opened; null while it is not open. */
  latency(): CommandLatency | null {
    return this.#open?.channel.latency() ?? null;
  }

  /** Opens the port and sets the modem up. Rejects with `LINE_UNAVAILABLE`, `PORT_LOCKED`, `MODEM_NOT_ANSWERING`, `MODEM_NOT_FAX`. */
  async open(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    try {
      await this.#openNow();
    } catch (error) {
      this.#wanted = false;
      throw error;
    }
  }

  /** Gives the port back. Idempotent. */
  async close(): Promise<void> {
    this.#wanted = false;
    this.#rings.forget();
    this.#stopPing();
    this.#stopWaiting();
    this.#wake();
    await this.#recovering;
    await this.#closePort();
  }

  onRinging(listener: (call: Ringing) => void): () => void {
    return this.#rings.onCall(listener);
  }

  onHealth(listener: (health: LineHealth) => void): () => void {
    this.#healthListeners.add(listener);
    return () => this.#healthListeners.delete(listener);
  }

  /**
   * Takes the modem for one call; null where it cannot be used or has one. `lost` is told when it goes away meanwhile.
   * The returned function gives it back.
   */
  claim(lost: (cause: Error) => void): (() => void) | null {
    if (this.#call || !this.ready) return null;
    const call = { lost };
    this.#call = call;
    this.#stopPing();
    return () => {
      if (this.#call !== call) return;
      this.#call = null;
      this.#rings.forget();
      this.#planPing();
    };
  }

  /** Puts the modem on hook; one that does not obey is reset. Never rejects. */
  async onHook(): Promise<void> {
    // Getting it back puts it on hook, and has the dialogue to itself meanwhile.
    if (this.#recovering) {
      await this.#reset;
      return;
    }
    const modem = this.#open;
    if (!modem) return;
    try {
      const { code } = await modem.channel.command('H0', { timeout: ON_HOOK_LIMIT });
      if (code !== 'OK' && code !== 'NO CARRIER') await modem.channel.command('H0', { timeout: ON_HOOK_LIMIT });
    } catch (error) {
      this.failed(toFaxError(error));
      // Until it is back or given up: opening its port anew may take days.
      await this.#reset;
    }
  }

  /**
   * Ends the data state of a call that is no fax call: the modem takes no command in it. DTR drops (set up with &D2);
   * where the port has no such line, the escape of V.250 stands between two silences.
   */
  async leaveData(): Promise<void> {
    const modem = this.#open;
    if (!modem) return;
    try {
      if (await modem.port.setDtr(false)) {
        await this.#wait(DTR_DOWN);
        await modem.port.setDtr(true);
        return;
      }
      await this.#wait(ESCAPE_GUARD);
      await modem.channel.sendRaw(Buffer.from('+++'));
      await this.#wait(ESCAPE_GUARD);
    } catch (error) {
      this.failed(toFaxError(error));
    }
  }

  /** The modem did not do its work: it is reset, and its port opened anew where that does not help. */
  failed(cause: FaxError): void {
    if (this.#recovering || !this.#open) return;
    this.#reset = cause.code === 'MODEM_GONE' ? Promise.resolve(false) : this.#tryReset();
    this.#recovering = this.#recover(cause).finally(() => {
      this.#recovering = null;
    });
  }

  // Opening.

  async #openNow(): Promise<void> {
    const { system, clock } = this.#environment;
    let open: Open | null = null;
    // A cable without the wires for it never lets us send under RTS/CTS.
    for (const flowControl of ['rtscts', 'none'] as const) {
      const port = await system.openSerialPort(this.#address.device, { baudRate: BAUD_RATE, flowControl });
      try {
        open = await this.#setUp(port, clock, flowControl === 'rtscts');
        break;
      } catch (error) {
        await port.close();
        const silent = error instanceof FaxError && error.code === 'MODEM_NOT_ANSWERING';
        if (!silent || flowControl === 'none') throw error;
      }
    }
    if (open === null) throw new FaxError('MODEM_NOT_ANSWERING');
    const { channel } = open;
    this.#open = open;
    channel.onLine((line) => {
      if (!this.#call) this.#rings.hear(line);
    });
    channel.onGone((cause) => this.#lose(toFaxError(cause)));
    this.#planPing();
  }

  async #setUp(port: SerialPort, clock: Clock, hardwareFlow: boolean): Promise<Open> {
    const channel = createAtChannel(port, clock, { softwareFlow: !hardwareFlow });
    const { trace } = this.#environment;
    if (trace) channel.onTrace?.((line) => trace(line, clock.monotonic()));
    await port.setDtr(true);
    await wakeModem(channel);
    // A modem resets in its own time; it may say nothing until it has.
    await channel.command('Z', { timeout: 3000 }).catch(() => undefined);
    const facts = await detectModem(channel);
    const serviceClass = this.#address.class ?? chooseClass(facts)?.class ?? null;
    if (serviceClass === null || !facts.classes.includes(serviceClass)) throw notThisClass(serviceClass);
    const quirks = quirksOf(facts);
    await setUpModem(channel, { facts, quirks, class: serviceClass, hardwareFlow });
    return { port, channel, facts, quirks, class: serviceClass, hardwareFlow };
  }

  async #closePort(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.port.close();
  }

  // Losing it and getting it back.

  #lose(cause: FaxError): void {
    this.#rings.forget();
    this.failed(cause);
  }

  async #recover(cause: FaxError): Promise<void> {
    this.#stopPing();
    this.#rings.forget();
    this.#call?.lost(cause);
    if (await this.#reset) return;
    await this.#closePort();
    let delay = REOPEN_FIRST;
    let told: string | null = null;
    for (let tries = 1; this.#wanted; tries += 1) {
      await this.#wait(delay);
      delay = Math.min(2 * delay, REOPEN_MOST);
      if (!this.#wanted) return;
      try {
        await this.#openNow();
        if (told !== null) this.#tell({ state: 'ready' });
        return;
      } catch (thrown) {
        const error = toFaxError(thrown);
        const silent = error.code === 'MODEM_NOT_ANSWERING';
        if (silent && tries >= RESETS) {
          this.#wanted = false;
          this.#tell({ state: 'out-of-service', error });
          return;
        }
        // A port that is not there is the modem that went away; what opening says of it is no news.
        const shown = error.code === 'LINE_UNAVAILABLE' ? cause : error;
        if (told !== shown.code) this.#tell({ state: 'offline', error: shown });
        told = shown.code;
      }
    }
  }

  /** Brings a modem that does not answer to its senses: DTR, then AT. True where it worked. */
  async #tryReset(): Promise<boolean> {
    const open = this.#open;
    if (!open) return false;
    try {
      await open.channel.reset();
      if (await open.port.setDtr(false)) {
        await this.#wait(DTR_DOWN);
        await open.port.setDtr(true);
      }
      await wakeModem(open.channel);
      await open.channel.command('H0', { timeout: ON_HOOK_LIMIT });
      await setUpModem(open.channel, open);
      this.#planPing();
      return true;
    } catch (error) {
      // Opening the port anew comes next; anything but the modem's own failure is a defect.
      if (error instanceof FaxError || (error instanceof Error && error.name === 'AbortError')) return false;
      throw error;
    }
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#stopWaiting = this.#environment.clock.after(milliseconds, resolve);
      this.#wake = resolve;
    });
  }

  #tell(health: LineHealth): void {
    for (const listener of [...this.#healthListeners]) listener(health);
  }

  // Between calls.

  #planPing(): void {
    this.#stopPing();
    if (!this.#wanted && !this.#open) return;
    this.#stopPing = this.#environment.clock.after(PING, () => {
      const modem = this.ready;
      if (!modem || this.#call || this.#rings.ringing) {
        this.#planPing();
        return;
      }
      modem.channel.command('', { timeout: ON_HOOK_LIMIT }).then(
        () => this.#planPing(),
        (error: unknown) => this.failed(toFaxError(error)),
      );
    });
  }
}

function notThisClass(serviceClass: ModemClass | null): FaxError {
  if (serviceClass === null) return new FaxError('MODEM_NOT_FAX');
  return new FaxError('MODEM_NOT_FAX', {
    message: `This modem has no fax Class ${serviceClass}.`,
    next: 'Leave the class out of the line’s address, and the best one is used.',
  });
}

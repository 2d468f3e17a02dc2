import type { LineHealth } from '../../lines/fax-line.ts';
import { type FaxError, toFaxError } from '../../model/errors.ts';
import type { LivePort } from './live.ts';
import type { Reception } from './reception.ts';
import type { ServerCore } from './server-core.ts';

/** A line that could not be opened is tried again after this, ms. */
const OPEN_AGAIN = 30_000;
/** A line that was given up is tried again after this, ms: somebody may have switched its modem on. */
const GIVEN_UP_AGAIN = 600_000;
/** A line that is being opened is given so long before it is closed all the same, ms. */
const OPENING_END = 15_000;

/** Opens lines, hears when they stop being usable, and brings them back. */
export class PortHealth {
  readonly #core: ServerCore;
  readonly #reception: Reception;
  /** False: no line is opened. */
  readonly #calls: boolean;
  /** When a line that is not open is tried again, by port. */
  readonly #timers = new Map<LivePort, () => void>();
  /** What to call so that a line is not listened to any more. */
  readonly #watched = new Map<LivePort, () => void>();

  constructor(core: ServerCore, reception: Reception, calls: boolean) {
    this.#core = core;
    this.#reception = reception;
    this.#calls = calls;
  }

  /** Listens to a port's line from now on. */
  watch(port: LivePort): void {
    if (!this.#calls) return;
    const stopRings = port.line.onRing((ring) => this.#reception.ring(port, ring));
    const stopHealth = port.line.onHealth?.((health) => this.#hear(port, health));
    this.#watched.set(port, () => {
      stopRings();
      stopHealth?.();
    });
  }

  /** Opens a line; when that fails, the port says why and it is tried again. Never rejects. */
  open(port: LivePort): Promise<void> {
    port.opening ??= this.#open(port).finally(() => {
      port.opening = null;
    });
    return port.opening;
  }

  async #open(port: LivePort): Promise<void> {
    if (!this.#calls || this.#isEnding(port)) return;
    this.#stopTimer(port);
    try {
      await port.line.open();
    } catch (thrown) {
      const error = toFaxError(thrown);
      this.#hear(port, { state: isGivenUp(error) ? 'out-of-service' : 'offline', error });
      if (port.health.state === 'offline') this.#openLater(port, OPEN_AGAIN);
      return;
    }
    this.#hear(port, { state: 'ready' });
  }

  /** Opens a line once more, from the beginning; one that works is left alone. */
  async retry(port: LivePort): Promise<void> {
    if (port.opening !== null) return port.opening;
    if (port.health.state === 'ready' || isOnLine(port)) return;
    this.#stopTimer(port);
    await this.#closeLine(port);
    await this.open(port);
  }

  #hear(port: LivePort, health: LineHealth): void {
    if (this.#isEnding(port)) return;
    const core = this.#core;
    const before = port.health.state;
    port.health = health;
    // A call that is up ends by itself, with its own outcome; the port shows the line's state after it.
    if (!isOnLine(port)) {
      if (health.state !== 'ready') this.#reception.giveUp(port);
      if (health.state !== 'ready' || port.state !== 'ringing') core.restPort(port);
    }
    if (health.state === 'ready') this.#stopTimer(port);
    else core.log('warn', 'A line cannot be used', { port: port.record.id, code: health.error.code });
    if (health.state === 'out-of-service') {
      this.#openLater(port, GIVEN_UP_AGAIN);
      if (before !== 'out-of-service') this.#tell(port, health.error);
    }
    core.wake();
  }

  #tell({ record, practice }: LivePort, error: FaxError): void {
    this.#core.notice({
      notice: 'line-down',
      id: record.id,
      pages: 0,
      practice,
      outcome: null,
      words: `${record.name} is out of service. ${error.message} ${error.next}`,
    });
  }

  #openLater(port: LivePort, wait: number): void {
    this.#stopTimer(port);
    const cancel = this.#core.clock.after(wait, () => {
      this.#timers.delete(port);
      void this.retry(port);
    });
    this.#timers.set(port, cancel);
  }

  #stopTimer(port: LivePort): void {
    this.#timers.get(port)?.();
    this.#timers.delete(port);
  }

  #isEnding(port: LivePort): boolean {
    return port.closing || this.#core.stopping;
  }

  /** Stops listening to a line and closes it, after it has been opened where it just is. */
  async close(port: LivePort): Promise<void> {
    this.#stopTimer(port);
    this.#watched.get(port)?.();
    this.#watched.delete(port);
    if (port.opening !== null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const stopWaiting = this.#core.clock.after(OPENING_END, resolve);
      await Promise.race([port.opening, promise]);
      stopWaiting();
    }
    await this.#closeLine(port);
  }

  /** A device that was unplugged may refuse to be closed; the port is done with it all the same. */
  async #closeLine({ line, record }: LivePort): Promise<void> {
    try {
      await line.close();
    } catch (error) {
      this.#core.log('warn', 'A line could not be closed', { port: record.id, error: String(error) });
    }
  }
}

/** A call is up or being set up. One that is over and still being filed does not hold the line. */
const isOnLine = ({ job, state }: LivePort): boolean =>
  job !== null || state === 'dialing' || state === 'sending' || state === 'receiving';

/** Errors that do not go away by themselves: the device is there and does not do its work. */
const isGivenUp = ({ code }: FaxError): boolean => code === 'MODEM_NOT_ANSWERING' || code === 'MODEM_NOT_FAX';

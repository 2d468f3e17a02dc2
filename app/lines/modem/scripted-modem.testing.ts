import type { SerialPort } from './serial-port.ts';

/** What a scripted modem says: a text (set between CR LF as a modem does), or octets as they are. */
export type Said = string | Uint8Array;

interface Answer {
  readonly to: string | RegExp;
  readonly said: readonly Said[];
  readonly always: boolean;
}

/**
 * A modem on a serial port that plays a dialogue. Answers are looked up by command: first those that hold once, in
 * order, then the last one that holds always, then OK. An answer of nothing leaves the modem at work until CAN stops it.
 */
export class ScriptedModem implements SerialPort {
  readonly path = '/dev/scripted';
  /** Commands heard, without AT: `+FTM=96`, `` for a bare AT. */
  readonly commands: string[] = [];
  /** Data heard, each up to its `<DLE><ETX>`, DLE still doubled. */
  readonly data: Uint8Array[] = [];
  /** What was done to it: `CAN`, `dtr off`, `discard`, `close`. */
  readonly done: string[] = [];
  /** Octets that a read brings at most; 0: all at once. */
  pieces = 0;
  /** False: it says nothing any more. */
  alive = true;
  dtrWorks = true;
  /** Set: writing does not end before it is called, as under flow control. */
  heldBack: Promise<void> | null = null;
  #answers: Answer[] = [];
  #afterData: (readonly Said[])[] = [];
  #listener: (octets: Uint8Array) => void = () => undefined;
  #gone: ((cause: Error) => void)[] = [];
  #line = '';
  #takesData = false;
  #octets: number[] = [];
  #escaped = false;
  #working = false;

  /** Says this to the next such command. */
  once(to: string | RegExp, ...said: readonly Said[]): this {
    this.#answers.push({ to, said, always: false });
    return this;
  }

  /** Says this to every such command. */
  always(to: string | RegExp, ...said: readonly Said[]): this {
    this.#answers.push({ to, said, always: true });
    return this;
  }

  /** Says this when the next data has ended; OK where nothing is left. */
  afterData(...said: readonly Said[]): this {
    this.#afterData.push(said);
    return this;
  }

  /** Says something unasked. */
  say(...said: readonly Said[]): void {
    for (const each of said) this.#tell(octetsOf(each));
  }

  /** The cable is pulled. */
  unplug(): void {
    this.alive = false;
    for (const listener of this.#gone.splice(0)) listener(new Error('unplugged'));
  }

  onData(listener: (octets: Uint8Array) => void): void {
    this.#listener = listener;
  }

  onGone(listener: (cause: Error) => void): void {
    this.#gone.push(listener);
  }

  async write(octets: Uint8Array): Promise<void> {
    if (this.heldBack) await this.heldBack;
    for (const octet of octets) this.#take(octet);
  }

  async discard(): Promise<void> {
    this.done.push('discard');
  }

  async setDtr(on: boolean): Promise<boolean> {
    this.done.push(`dtr ${on ? 'on' : 'off'}`);
    // As set up with &D2: the call is cleared, and commands are taken again.
    if (!on && this.dtrWorks) this.#takesData = false;
    return this.dtrWorks;
  }

  async close(): Promise<void> {
    this.done.push('close');
  }

  #take(octet: number): void {
    if (this.#takesData) {
      this.#takeData(octet);
      return;
    }
    if (octet === 0x18) {
      this.done.push('CAN');
      if (this.#working) this.say('OK');
      this.#working = false;
    } else if (octet === 0x0d) {
      const command = this.#line.replace(/^AT/i, '');
      this.#line = '';
      this.#answer(command);
    } else this.#line += String.fromCharCode(octet);
  }

  #takeData(octet: number): void {
    this.#octets.push(octet);
    if (!this.#escaped) {
      this.#escaped = octet === 0x10;
      return;
    }
    this.#escaped = false;
    if (octet !== 0x03) return;
    this.data.push(Uint8Array.from(this.#octets.slice(0, -2)));
    this.#octets = [];
    this.#takesData = false;
    this.#saySoon(this.#afterData.shift() ?? ['OK']);
  }

  #answer(command: string): void {
    this.commands.push(command);
    const fits = ({ to }: Answer): boolean => (typeof to === 'string' ? to === command : to.test(command));
    const answer = this.#answers.find((each) => !each.always && fits(each)) ?? this.#answers.findLast(fits);
    if (answer && !answer.always) this.#answers = this.#answers.filter((each) => each !== answer);
    const said = answer?.said ?? ['OK'];
    this.#working = said.length === 0;
    this.#saySoon(said, /^\+F[T]|^A$/.test(command));
  }

  #saySoon(said: readonly Said[], transmits = true): void {
    if (!this.alive) return;
    if (transmits && said.at(-1) === 'CONNECT') this.#takesData = true;
    queueMicrotask(() => this.say(...said));
  }

  #tell(octets: Uint8Array): void {
    if (!this.alive) return;
    if (this.pieces === 0) this.#listener(octets);
    else for (let at = 0; at < octets.length; at += this.pieces) this.#listener(octets.subarray(at, at + this.pieces));
  }
}

/** A frame as a Class 1 modem delivers it: its octets with DLE doubled, `<DLE><ETX>`. `octets` low bit first. */
export function delivered(octets: Uint8Array): Uint8Array {
  return Uint8Array.from([...[...octets].flatMap((octet) => (octet === 0x10 ? [octet, octet] : [octet])), 0x10, 0x03]);
}

function octetsOf(said: Said): Uint8Array {
  return typeof said === 'string' ? Buffer.from(`\r\n${said}\r\n`, 'latin1') : said;
}

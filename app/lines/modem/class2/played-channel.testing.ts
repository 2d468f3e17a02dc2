import { FaxError } from '../../../model/errors.ts';
import type { AtChannel, AtOptions, AtReply, DataListener, ResultCode } from '../at-channel.ts';

interface Answer {
  readonly to: string;
  readonly reply: AtReply | 'silence' | 'gone';
}

/** A modem's AT channel that plays a dialogue: answers by command, then OK; what follows data in the order given. */
export class PlayedChannel implements AtChannel {
  /** Commands heard without AT, and octets sent as they are as `<10 03>`. */
  readonly heard: string[] = [];
  /** Page data heard, a page for each `<DLE><ETX>` or T.32 code. */
  readonly pages: Uint8Array[] = [];
  readonly #answers: Answer[] = [];
  readonly #afterData: (AtReply | 'silence')[] = [];
  readonly #given: Uint8Array[] = [];
  readonly #listeners = new Set<(line: string) => void>();
  #octets: number[] = [];
  /** Reports reach the listener as they come, and the answer repeats them. */
  live = true;

  /** Answers the next such command. */
  once(to: string, code: ResultCode, ...lines: readonly string[]): this {
    this.#answers.push({ to, reply: { code, lines } });
    return this;
  }

  /** Never answers the next such command; `gone`: the port goes with it. */
  fails(to: string, how: 'silence' | 'gone'): this {
    this.#answers.push({ to, reply: how });
    return this;
  }

  /** The result behind the next data. */
  afterData(code: ResultCode, ...lines: readonly string[]): this {
    this.#afterData.push({ code, lines });
    return this;
  }

  /** The next page that the modem gives. */
  givesPage(octets: Uint8Array): this {
    this.#given.push(octets);
    return this;
  }

  /** The commands of the call itself: from dialling or answering on. */
  get ofCall(): readonly string[] {
    const from = this.heard.findIndex((text) => /^(?:D|A$)/.test(text));
    return this.heard.slice(Math.max(0, from));
  }

  async command(text: string, options: AtOptions = {}): Promise<AtReply> {
    options.signal?.throwIfAborted();
    this.heard.push(text);
    const at = this.#answers.findIndex(({ to }) => to === text);
    const [answer] = at < 0 ? [] : this.#answers.splice(at, 1);
    return this.#reply(answer?.reply ?? { code: 'OK', lines: [] });
  }

  async result(): Promise<AtReply> {
    return this.#reply(this.#afterData.shift() ?? { code: 'OK', lines: [] });
  }

  #reply(reply: AtReply | 'silence' | 'gone'): AtReply {
    if (reply === 'silence') throw new FaxError('MODEM_NOT_ANSWERING');
    if (reply === 'gone') throw new FaxError('MODEM_GONE');
    if (this.live) for (const line of reply.lines) this.say(line);
    return reply;
  }

  /** Says a line unasked. */
  say(line: string): void {
    for (const listener of this.#listeners) listener(line);
  }

  receive(listener: DataListener): void {
    const octets = this.#given.shift() ?? new Uint8Array(0);
    queueMicrotask(() => {
      listener.data(octets);
      listener.ended(true);
    });
  }

  async sendData(octets: Uint8Array, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#octets.push(...octets);
  }

  async sendRaw(octets: Uint8Array): Promise<void> {
    this.heard.push(`<${Buffer.from(octets).toString('hex')}>`);
    if (octets[0] !== 0x10) return;
    this.pages.push(Uint8Array.from(this.#octets));
    this.#octets = [];
  }

  onLine(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onGone(): void {
    // No scene of ours pulls the cable but within an exchange.
  }
}

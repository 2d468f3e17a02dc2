import { concat } from './ecm-blocks.ts';
import { LineWatch } from './line-watch.ts';
import { EcmReception } from './receiver-ecm.ts';

/** The page that is coming in: a stream of bits, or the blocks of error correction mode. */
export class IncomingPage {
  readonly ecm = new EcmReception();
  #chunks: Uint8Array[] = [];
  #watch = new LineWatch(0);
  #heard = false;
  #interrupted = false;
  #imageEnded = true;

  /** The page's carrier is up; true where it is the first word of it. */
  begin(rate: number): boolean {
    this.#imageEnded = false;
    if (this.#heard) return false;
    this.#heard = true;
    this.#watch = new LineWatch(rate);
    return true;
  }

  /** Its carrier has been heard. */
  get heard(): boolean {
    return this.#heard;
  }

  add(octets: Uint8Array): void {
    this.#chunks.push(octets);
    this.#watch.add(octets);
  }

  /** A carrier came, and none that could be read. */
  get empty(): boolean {
    return this.#chunks.length === 0;
  }

  /** A line of it took more than five seconds. */
  get overlong(): boolean {
    return this.#watch.overlong;
  }

  /** Its carrier dropped out and is back. What came behind the end of the page is no part of it. */
  resume(): void {
    this.#interrupted ||= !this.#watch.ended;
  }

  /** A part of it is missing: its carrier dropped out on the way. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** The image that came last is at its end: RCP was heard, or a command. */
  imageEnds(): void {
    this.#imageEnded = true;
  }

  /** More of it may come, though its carrier has gone. */
  get mayGoOn(): boolean {
    return !this.#imageEnded && !this.ended;
  }

  /** Its end has come (RTC). */
  get ended(): boolean {
    return this.#watch.ended;
  }

  /** What comes is no page, and does not end. */
  get hopeless(): boolean {
    return this.#watch.hopeless;
  }

  /** The bits of a page without ECM. */
  get stream(): Uint8Array {
    return concat(this.#chunks);
  }

  /** What there is of a page that broke off, and nothing of it is left here. */
  takeRest(ecm: boolean): Uint8Array {
    const data = ecm ? this.ecm.takeRest() : this.stream;
    this.forget();
    return data;
  }

  /** The page is done with. */
  forget(): void {
    this.#chunks = [];
    this.ecm.forgetPage();
    this.#heard = false;
    this.#interrupted = false;
  }
}

import type { Frame } from '../carrier.ts';
import type { Step } from '../session.ts';
import { durationOf, type Said } from './said.ts';
import type { Tape } from './tape.ts';
import type { WatchedStation } from './watched-station.ts';

/** How bad a line is: chances out of 256. */
export interface Damage {
  /** Of a whole carrier not to be heard. */
  readonly lostCarrier: number;
  /** Of a frame not to be heard. */
  readonly lostFrame: number;
  /** Of a frame to come twice. */
  readonly doubledFrame: number;
  /** Of a frame to come with a bad FCS. */
  readonly badFrame: number;
  /** Of a stream to come damaged, or short. */
  readonly badStream: number;
  /** Of the call to be cut in a carrier. */
  readonly cut: number;
}

type Arrival = { readonly at: number; readonly arrive: (station: WatchedStation) => void };

/**
 * One direction of a line between two stations at simulated time. Half duplex: a station that is sending hears
 * nothing. Frames are lost, doubled or damaged, streams damaged, carriers lost, and the call is cut, as the tape says.
 */
export class LossyLine {
  readonly #tape: Tape;
  readonly #damage: Damage;
  #arrivals: Arrival[] = [];
  cutAt: number | null = null;

  constructor(tape: Tape, damage: Damage) {
    this.#tape = tape;
    this.#damage = damage;
  }

  /** Takes what a station begins to send at a time; it arrives as it is sent. Replaces what was still on its way. */
  send(said: Said, now: number): void {
    const before = this.#arrivals.length;
    this.#arrivals = this.#arrivals.filter(({ at }) => at <= now);
    if (this.#arrivals.length < before) this.#at(now, loseCarrier);
    let at = now;
    for (const step of said.steps) {
      const until = at + durationOf(step);
      this.#sendStep(step, at, until);
      at = until;
    }
  }

  #sendStep(step: Step, from: number, until: number): void {
    if (step.kind === 'silence') return;
    if (this.#tape.chance(this.#damage.cut)) this.cutAt ??= from + (until - from) / 2;
    if (step.kind === 'tone') {
      const { tone } = step;
      this.#at(until, (station) => station.hear({ kind: 'tone', tone, t: station.now }));
      return;
    }
    const lost = this.#tape.chance(this.#damage.lostCarrier);
    // Without ECM nothing tells a page that was lost whole from a command said twice (T.30 counts no pages there): so
    // much of a page is always heard that there was one.
    if (lost && !(step.kind === 'stream' && step.what === 'page')) return;
    const { modulation } = step;
    // A carrier is recognised after its training or its flags, and its loss a little after it has gone.
    this.#at(from + 200, (station) => station.hear({ kind: 'carrier', modulation, t: station.now }));
    if (step.kind === 'frames') this.#sendFrames(step.frames, from + (modulation === 'v21-300' ? 1_000 : 450), until);
    else if (!lost) this.#sendStream(step.data, until);
    this.#at(until + 20, loseCarrier);
  }

  #sendStream(data: Uint8Array, until: number): void {
    let octets = data;
    if (this.#tape.chance(this.#damage.badStream)) {
      // Its beginning stays, so that a page can be told from another.
      octets = data.slice(0, 2 + this.#tape.below(Math.min(256, data.length)));
      octets[octets.length - 1] = 0x55;
    }
    this.#at(until, (station) => station.hear({ kind: 'data', octets, t: station.now }));
  }

  #sendFrames(frames: readonly Uint8Array[], from: number, until: number): void {
    const each = (until - from) / Math.max(1, frames.length);
    const damage = this.#damage;
    for (const [i, octets] of frames.entries()) {
      const at = from + each * (i + 1);
      if (this.#tape.chance(damage.lostFrame)) continue;
      const fcsOk = !this.#tape.chance(damage.badFrame);
      this.#hearFrame(at, { octets, fcsOk });
      if (this.#tape.chance(damage.doubledFrame)) this.#hearFrame(at, { octets, fcsOk });
    }
  }

  #hearFrame(at: number, frame: Frame): void {
    this.#at(at, (station) => station.hear({ kind: 'frame', frame, t: station.now }));
  }

  #at(at: number, arrive: Arrival['arrive']): void {
    this.#arrivals.push({ at, arrive });
  }

  next(): number | null {
    return this.#arrivals[0]?.at ?? null;
  }

  /** Lets the next thing arrive; a station that sends hears nothing. */
  deliver(station: WatchedStation): void {
    const arrival = this.#arrivals.shift();
    if (arrival && station.end === null && !station.transmitting) arrival.arrive(station);
  }
}

const loseCarrier: Arrival['arrive'] = (station) => station.hear({ kind: 'carrier-lost', t: station.now });

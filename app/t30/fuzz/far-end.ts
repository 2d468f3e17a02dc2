import type { Heard } from '../carrier.ts';

import { encodePpr } from '../ecm-blocks.ts';
import { buildFrame, type FrameName, type PostMessage } from '../frames.ts';
import { encodeIdentification } from '../identification.ts';
import { RTC } from '../line-watch.ts';
import { type ImageModulation, rateOf } from '../modulations.ts';
import { reverseBits } from '../octets.ts';
import { anyDcs, anyDis, type FieldOf, fieldOf, slowestDis } from './far-end-fields.ts';
import {
  type AnswerTo,
  answers,
  type FarEndManners,
  type Move,
  modulations,
  moves,
  names,
  replies,
} from './far-end-habits.ts';
import { mangle } from './mangle.ts';
import { lastName } from './said.ts';
import type { Tape } from './tape.ts';
import type { WatchedStation } from './watched-station.ts';

/** Moves of one run at most; storms count once. */
const MOVES = 120;

/**
 * The far end of a station that is tested alone. It knows what a real one would answer, does so half of the time, and
 * else whatever the tape says: frames in wrong places or damaged, carriers that never drop, storms, silence, timers.
 */
export class FarEnd {
  readonly #station: WatchedStation;
  readonly #tape: Tape;
  readonly #manners: FarEndManners;
  /** A line on which nothing is ever mended: each block is answered by PPR. */
  readonly #hopeless: boolean;
  #last: readonly Uint8Array[] = [];
  #modulation: ImageModulation = 'v17-14400';
  #ecm = true;
  #frameSize: 64 | 256 = 256;
  #page = 0;
  #block = 0;
  #blockFrames = 3;
  /** The post-message command that we said last, as a sender. */
  #command: PostMessage = 'EOP';

  constructor(station: WatchedStation, tape: Tape, manners: FarEndManners) {
    this.#station = station;
    this.#tape = tape;
    this.#manners = manners;
    this.#hopeless = tape.chance(24);
  }

  live(): void {
    for (let n = 0; n < MOVES && this.#station.end === null && !this.#tape.empty; n++)
      this.#move(this.#tape.weighted<Move>('proper', moves));
  }

  #move(move: Move): void {
    const tape = this.#tape;
    const station = this.#station;
    switch (move) {
      case 'proper':
        station.settle();
        this.#answer();
        return;
      case 'at once':
        this.#answer();
        return;
      case 'mangled':
        if (tape.chance(220)) station.settle();
        this.#mangled();
        return;
      case 'misplaced':
        if (tape.chance(200)) station.settle();
        this.#say(this.#frame(tape.pick(names)));
        return;
      case 'rubbish':
        this.#hear({ kind: 'frame', frame: { octets: tape.octets(tape.below(140)), fcsOk: tape.chance(128) } });
        return;
      case 'carrier':
        this.#hear({ kind: 'carrier', modulation: tape.chance(80) ? tape.pick(modulations) : 'v21-300' });
        return;
      case 'stop':
        this.#hear({ kind: 'carrier-lost' });
        return;
      case 'data':
        this.#hear({ kind: 'data', octets: new Uint8Array(1 + tape.octet() * 12).fill(tape.octet()) });
        return;
      case 'tone':
        this.#hear({ kind: 'tone', tone: tape.chance(128) ? 'cng' : 'ced' });
        return;
      case 'again':
        for (let n = 1 + tape.below(5); n > 0; n--) {
          if (tape.chance(200)) station.settle();
          this.#burst(this.#last);
        }
        return;
      case 'storm':
        this.#storm(tape.pick(['CRP', 'RNR', 'DIS', 'PPR', 'CFR', 'FTT', 'MCF', 'RTN', 'RR', 'CTC', 'DCS']));
        return;
      case 'silence':
        station.pass(tape.pick([100, 1_000, 3_500, 8_000, 45_000, 70_000]));
        return;
      case 'timer':
        station.fire(tape.octet());
        return;
      case 'cancel':
        if (station.end === null) station.feed({ kind: 'cancel' });
        return;
      case 'stuck':
        station.stuck = !station.stuck;
        return;
      case 'hang up':
        this.#hear({ kind: 'hung-up' });
        return;
      case 'fail':
        this.#hear({ kind: 'failed', cause: new Error('unplugged') });
        return;
    }
  }

  #storm(name: FrameName): void {
    for (let n = 20 + this.#tape.below(60); n > 0 && this.#station.end === null; n--) {
      this.#station.settle();
      this.#say(this.#frame(name));
      if (n % 8 === 0) this.#station.pass(300);
    }
  }

  // What is said on the line.

  #hear(heard: Untimed<Heard>): void {
    if (this.#station.end === null) this.#station.hear({ ...heard, t: this.#station.now });
  }

  /** A V.21 burst from its flags to its end. */
  #burst(frames: readonly Uint8Array[], fcsOk = true): void {
    if (frames.length === 0) return;
    this.#last = frames;
    this.#hear({ kind: 'carrier', modulation: 'v21-300' });
    this.#station.pass(950);
    for (const octets of frames) {
      this.#station.pass(octets.length * 25);
      this.#hear({ kind: 'frame', frame: { octets, fcsOk } });
    }
    if (this.#station.end !== null) return;
    this.#hear({ kind: 'carrier-lost' });
  }

  #say(...frames: readonly ((final: boolean) => Uint8Array)[]): void {
    this.#burst(frames.map((build, i) => build(i === frames.length - 1)));
  }

  #frame(name: FrameName, fif: Uint8Array = this.#fifOf(name)): (final: boolean) => Uint8Array {
    return (final) => buildFrame(name, { x: this.#manners.x, final, fif });
  }

  #fifOf(name: FrameName): Uint8Array {
    const field: FieldOf = {
      tape: this.#tape,
      page: this.#page,
      block: this.#block,
      frames: this.#blockFrames,
      command: this.#command,
      x: this.#manners.x,
    };
    return fieldOf(name, field);
  }

  #image(body: () => void): void {
    this.#hear({ kind: 'carrier', modulation: this.#modulation });
    this.#station.pass(300);
    body();
    if (!this.#tape.chance(6)) this.#hear({ kind: 'carrier-lost' });
    this.#station.pass(75);
  }

  #stream(octets: Uint8Array): void {
    this.#station.pass((octets.length * 8_000) / rateOf(this.#modulation));
    this.#hear({ kind: 'data', octets });
  }

  // What a real far end would answer.

  #answer(): void {
    const said = this.#station.said;
    const name = said === null ? null : lastName(said);
    const answer: AnswerTo = name === null ? 'nothing' : (answers.get(name) ?? 'nothing');
    switch (answer) {
      case 'identify':
        this.#identify();
        return;
      case 'train':
        this.#train();
        return;
      case 'judge training':
        this.#say(this.#frame(this.#tape.chance(60) ? 'FTT' : 'CFR'));
        return;
      case 'page':
        this.#sendPage();
        return;
      case 'judge page':
        this.#judge(name === 'PPS');
        return;
      case 'ready':
        this.#say(this.#frame(this.#tape.weighted<FrameName>('MCF', [[60, 'RNR']])));
        return;
      case 'continue':
        this.#say(this.#frame('CTR'));
        return;
      case 'error':
        this.#say(this.#frame(this.#tape.weighted<FrameName>('ERR', [[40, 'RNR']])));
        return;
      case 'correct':
        this.#correct();
        return;
      case 'next':
        this.#afterConfirmation();
        return;
      case 'still there':
        this.#say(this.#frame('RR'));
        return;
      case 'nothing':
        this.#identify();
        return;
    }
  }

  #mangled(): void {
    const before = this.#last;
    const bursts: (readonly Uint8Array[])[] = [];
    // What would be said is said damaged: the burst is taken from what an untouched answer would have been.
    const frames = before.length > 0 && this.#tape.chance(90) ? before : this.#properFrames();
    bursts.push(mangle(frames, this.#tape));
    for (const burst of bursts) this.#burst(burst, !this.#tape.chance(80));
  }

  #properFrames(): readonly Uint8Array[] {
    const said = this.#station.said;
    const name = said === null ? null : lastName(said);
    const reply = this.#tape.pick(replies[name ?? 'nothing'] ?? replies.nothing);
    return [this.#frame(reply)(true)];
  }

  #identify(): void {
    const tape = this.#tape;
    if (tape.chance(40)) this.#hear({ kind: 'tone', tone: 'ced' });
    const csi = this.#frame('CSI', encodeIdentification('5550199'));
    const field = this.#hopeless ? slowestDis : anyDis(tape, tape.chance(this.#manners.offers));
    const dis = this.#frame('DIS', field);
    if (tape.chance(100)) this.#say(dis);
    else if (tape.chance(60)) this.#say(this.#frame('NSF', tape.octets(tape.below(40))), csi, dis);
    else this.#say(csi, dis);
  }

  #train(): void {
    const tape = this.#tape;
    if (tape.chance(this.#manners.fetches)) {
      this.#fetch();
      return;
    }
    const { fif, parameters } = anyDcs(tape);
    this.#ecm = parameters.ecm;
    this.#frameSize = parameters.frameSize;
    this.#modulation = parameters.modulation;
    this.#command = 'EOP';
    this.#block = 0;
    const dcs = this.#frame('DCS', fif);
    if (tape.chance(60)) this.#say(dcs);
    else if (tape.chance(40)) this.#say(this.#frame('SUB'), this.#frame('SID'), this.#frame('TSI'), dcs);
    else this.#say(this.#frame('TSI'), dcs);
    this.#station.pass(75);
    const octets = new Uint8Array((rateOf(this.#modulation) * 1.5) / 8);
    if (tape.chance(40)) octets.fill(0x55);
    if (!tape.chance(8)) this.#image(() => this.#stream(octets));
  }

  #fetch(): void {
    const tape = this.#tape;
    const dtc = this.#frame('DTC', anyDis(tape));
    const before = tape.pick<readonly FrameName[]>([[], ['PWD', 'SEP', 'CIG'], ['PSA', 'CIG']]);
    this.#say(...before.map((name) => this.#frame(name)), dtc);
  }

  #sendPage(): void {
    const tape = this.#tape;
    this.#blockFrames = 1 + tape.below(6);
    if (tape.chance(10)) {
      this.#train();
      return;
    }
    this.#image(() => {
      if (this.#ecm) this.#frames([...Array(this.#blockFrames).keys()]);
      else this.#stream(tape.chance(220) ? wholePage(16 + tape.octet()) : new Uint8Array(1 + tape.octet()).fill(0x35));
    });
    this.#command = tape.weighted<PostMessage>('EOP', [
      [90, 'MPS'],
      [30, 'EOM'],
      ...(this.#ecm ? [[40, 'NULL'] as const] : []),
      [8, 'PRI-MPS'],
      [8, 'PRI-EOM'],
      [8, 'PRI-EOP'],
    ]);
    this.#close();
  }

  #close(): void {
    if (this.#ecm) this.#say(this.#frame('PPS'));
    else if (this.#command !== 'NULL') this.#say(this.#frame(this.#command));
  }

  #frames(numbers: readonly number[]): void {
    for (const n of numbers) {
      if (this.#tape.chance(30)) continue;
      const fif = Uint8Array.of(reverseBits(n), ...new Uint8Array(this.#frameSize).fill(n));
      const octets = buildFrame('FCD', { x: false, final: false, fif });
      this.#hear({ kind: 'frame', frame: { octets, fcsOk: !this.#tape.chance(10) } });
    }
    for (let n = 0; n < 3; n++)
      this.#hear({ kind: 'frame', frame: { octets: buildFrame('RCP', { x: false, final: false }), fcsOk: true } });
  }

  #judge(ecm: boolean): void {
    if (ecm && this.#hopeless && !this.#tape.chance(16)) {
      this.#say(this.#frame('PPR', encodePpr([0, 1])));
      return;
    }
    this.#say(
      this.#frame(
        this.#tape.weighted<FrameName>('MCF', [
          [50, ecm ? 'PPR' : 'RTN'],
          [24, ecm ? 'RNR' : 'RTP'],
          [10, ecm ? 'RTN' : 'CRP'],
          [8, 'PIP'],
          [8, 'PIN'],
        ]),
      ),
    );
  }

  #correct(): void {
    const tape = this.#tape;
    if (tape.chance(50)) {
      this.#say(this.#frame('CTC'));
      return;
    }
    if (tape.chance(30)) {
      this.#say(this.#frame('EOR'));
      return;
    }
    this.#image(() => this.#frames([...Array(this.#blockFrames).keys()]));
    this.#close();
  }

  /** The station has confirmed what we sent. */
  #afterConfirmation(): void {
    const command = this.#command;
    if (command === 'NULL') {
      this.#block += 1;
      this.#sendPage();
      return;
    }
    this.#page += 1;
    this.#block = 0;
    if (command.endsWith('MPS')) this.#sendPage();
    else if (command.endsWith('EOM')) this.#station.pass(6_500);
    else this.#say(this.#frame('DCN'));
  }
}

type Untimed<T> = T extends unknown ? Omit<T, 't'> : never;

/** A page without ECM, its end (RTC) among its octets. */
function wholePage(octets: number): Uint8Array {
  const page = new Uint8Array(octets).fill(0x35);
  page.set(RTC, octets - RTC.length);
  return page;
}

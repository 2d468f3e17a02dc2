import type { CodedPage } from '../model/page-format.ts';
import type { SessionParameters } from './dis-dcs.ts';
import type { PageVerdict, ReceivedPage } from './pages.ts';
import { Tester } from './script-tester.testing.ts';
import { describeStep } from './script-words.testing.ts';
import type { Effect, NoteFields, SessionEnd, SessionEvent, Work } from './session.ts';
import type { Station } from './station.ts';
import { describeFrame } from './transcript.ts';

/**
 * Calls as scripts, in the manner of TSB-85: what the tester sends, what the engine must answer. One step a line:
 *
 * ```
 * > TSI DCS            the engine must send this burst next, however long its timers take
 * > TCF v17-14400      … this training check, `> page …`, `> block v17-14400 short 0-3`
 * in 2.5 3.5 > EOP     … not sooner than after so many seconds, and not later than so many
 * said DCS coding=mh   the last frame of that name that the engine sent says so in the transcript
 * < CSI DIS            the tester sends this burst; `DCS@v29-9600` chooses a rate, `DIS=00 77 5F …` has its own FIF
 * < bad MCF            … with a bad FCS; `< echo EOP` comes back as the engine's own; `< !CSI DIS` has one bad frame
 * < SUB:4711 DCS       … with a text; `DTC` asks for a document
 * < raw FF C8 39       a V.21 frame of any octets
 * < TCF | TCF bad      … training; `< page 500`, `< block 0-3 without 2` pages and blocks; then carriers drop
 * < page 500 cut       … a page whose end (RTC) is missing; `< block 0-3 cut` one without RCP
 * < carrier            a carrier at the image rate that goes on until `< silence`
 * < flags              V.21 flags that begin and end with nothing in them; `< flags on` does not end
 * < hang up            the line is cleared
 * wait 3.0             seconds in which the engine must send nothing
 * freeze | thaw        the engine's transmissions do not end | end now
 * store slow | stored  verdicts are held back | given now; `verdict retrain` changes the next
 * work fails           the next work (coding, confirming, storing, writing down) fails
 * cancel               the user ends the call
 * end ok ok            the call must be over with this outcome and code
 * ```
 */
export function runScript(machine: Station, text: string, options: ScriptOptions = {}): ScriptRun {
  const run = new ScriptRun(machine, options);
  for (const [i, line] of text.split('\n').entries()) {
    const step = line.replace(/\s*\/\/.*$/, '').trim();
    if (step === '') continue;
    try {
      run.step(step);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`line ${i + 1}, “${step}”: ${reason}`, { cause });
    }
  }
  return run;
}

export interface ScriptOptions {
  /** Octets of every coded page. */
  readonly pageOctets?: number;
  /** What the tester's DCS says where the script does not. */
  readonly dcs?: Partial<SessionParameters>;
  /** The page behind a document, as its source tells it; absent: the next in order. */
  readonly following?: (index: number) => number | null;
}

/** The longest that the engine may take to send what a script expects, ms. */
const PATIENCE = 90_000;

/** A script under way: the engine's machine, its timers, and what it has sent. */
export class ScriptRun {
  readonly stored: ReceivedPage[] = [];
  readonly confirmed: number[] = [];
  readonly effects: Effect[] = [];
  end: SessionEnd | null = null;
  now = 0;
  readonly #machine: Station;
  readonly #options: ScriptOptions;
  readonly #tester: Tester;
  readonly #timers = new Map<string, number>();
  readonly #sent: string[] = [];
  #frozen = false;
  #transmitting = false;
  #storeSlowly = false;
  readonly #unstored: ReceivedPage[] = [];
  #verdict: PageVerdict['status'] = 'accept';
  #workFails = false;

  constructor(machine: Station, options: ScriptOptions) {
    this.#machine = machine;
    this.#options = options;
    this.#tester = new Tester({
      machine,
      dcs: options.dcs ?? {},
      now: () => this.now,
      hear: (heard) => this.#feed({ kind: 'heard', heard }),
    });
    this.#feed({ kind: 'start' });
  }

  step(step: string): void {
    const [word = '', ...rest] = step.split(/\s+/);
    const tail = rest.join(' ');
    switch (word) {
      case '>':
        this.#expect(tail);
        return;
      case '<':
        this.#hear(rest);
        return;
      case 'wait':
        this.#wait(Number(tail) * 1000);
        return;
      case 'freeze':
        this.#frozen = true;
        return;
      case 'thaw':
        this.#frozen = false;
        if (this.#transmitting) this.#finishTransmission();
        return;
      case 'store':
        this.#storeSlowly = tail === 'slow';
        return;
      case 'stored':
        this.#storeSlowly = false;
        for (const page of this.#unstored.splice(0)) this.#giveVerdict(page);
        return;
      case 'verdict':
        this.#verdict = tail === 'retrain' ? 'retrain' : tail === 'reject' ? 'reject' : 'accept';
        return;
      case 'cancel':
        this.#feed({ kind: 'cancel' });
        return;
      case 'in':
        this.#expectWithin(Number(rest[0]) * 1000, Number(rest[1]) * 1000, rest.slice(3).join(' '));
        return;
      case 'said':
        this.#expectSaid(rest[0] ?? '', rest.slice(1));
        return;
      case 'work':
        this.#workFails = tail === 'fails';
        return;
      case 'end':
        this.#expectEnd(tail);
        return;
      default:
        throw new Error('no such step');
    }
  }

  /** Forgets what the engine has sent: for far ends that do not listen. */
  ignoreSent(): void {
    this.#drain();
    this.#sent.length = 0;
  }

  /** Lets time pass, whatever the engine does in it, ms. */
  pass(milliseconds: number): void {
    this.#drain();
    const until = this.now + milliseconds;
    while (this.end === null && this.#nextTimer(until)) this.#drain();
    this.now = until;
  }

  /** Carries out an effect of an event that a test gave the machine itself. */
  take(effect: Effect): void {
    this.#perform(effect);
    this.#drain();
  }

  #feed(event: SessionEvent): void {
    for (const effect of this.#machine.handle(event)) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    this.effects.push(effect);
    switch (effect.kind) {
      case 'transmit':
        for (const step of effect.steps) if (step.kind !== 'silence') this.#sent.push(describeStep(step));
        this.#transmitting = true;
        if (!this.#frozen) this.#finishTransmission();
        return;
      case 'stop-transmitting':
        this.#transmitting = false;
        return;
      case 'timer':
        this.#timers.set(effect.name, this.now + effect.milliseconds);
        return;
      case 'stop-timer':
        this.#timers.delete(effect.name);
        return;
      case 'code': {
        const { format, index } = effect;
        const page: CodedPage = { format, rows: 100, data: new Uint8Array(this.#options.pageOctets ?? 600).fill(0x5a) };
        this.#work('code', { kind: 'coded', index, page });
        return;
      }
      case 'confirm':
        this.confirmed.push(effect.index);
        this.#work('confirm', { kind: 'confirmed', index: effect.index, ...this.#nextBehind(effect.index) });
        return;
      case 'note-last-page':
        this.#work('note', { kind: 'noted', ...this.#nextBehind(effect.index) });
        return;
      case 'store':
        this.stored.push(effect.page);
        if (this.#workFails) this.#work('store', { kind: 'sent' });
        else
          this.#later(() => {
            if (this.#storeSlowly) this.#unstored.push(effect.page);
            else this.#giveVerdict(effect.page);
          });
        return;
      case 'end':
        this.end = effect.end;
        return;
      default:
        return;
    }
  }

  #nextBehind(index: number): { readonly next?: number | null } {
    const next = this.#options.following?.(index);
    return next === undefined ? {} : { next };
  }

  /** Work ends after the effects of the event that asked for it, as it does outside of scripts. */
  readonly #deferred: (() => void)[] = [];
  #draining = false;

  /** Work ends with this event, or fails where the script wants it to. */
  #work(work: Work, event: SessionEvent): void {
    const fails = this.#workFails;
    this.#workFails = false;
    const failed: SessionEvent = { kind: 'work-failed', work, cause: new Error('it failed') };
    this.#later(() => this.#feed(fails ? failed : event));
  }

  #later(action: () => void): void {
    this.#deferred.push(action);
  }

  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    for (let next = this.#deferred.shift(); next; next = this.#deferred.shift()) next();
    this.#draining = false;
  }

  #giveVerdict(page: ReceivedPage): void {
    const status = this.#verdict;
    this.#verdict = 'accept';
    this.#feed({ kind: 'stored', index: page.index, verdict: { rows: 100, badRows: 0, status } });
  }

  #finishTransmission(): void {
    this.#later(() => {
      if (!this.#transmitting || this.#frozen) return;
      this.#transmitting = false;
      this.#feed({ kind: 'sent' });
    });
  }

  #expect(what: string): void {
    this.#drain();
    const until = this.now + PATIENCE;
    while (this.#sent.length === 0 && this.end === null && this.#nextTimer(until)) this.#drain();
    const sent = this.#sent.shift();
    // While the engine calls, the tester need not count its calling tones.
    if (sent === 'CNG' && what !== 'CNG') this.#expect(what);
    else if (sent !== what) throw new Error(`the engine sent “${sent ?? 'nothing'}”${this.#endWords()}`);
  }

  #endWords(): string {
    return this.end === null ? '' : ` and ended with ${this.end.code}`;
  }

  #nextTimer(until: number): boolean {
    const [first] = [...this.#timers].sort(([, a], [, b]) => a - b);
    if (first === undefined || first[1] > until) return false;
    const [name, at] = first;
    this.#timers.delete(name);
    this.now = Math.max(this.now, at);
    this.#feed({ kind: 'timer', name: name as Extract<SessionEvent, { kind: 'timer' }>['name'] });
    return true;
  }

  /** The engine stays silent for the first time and says this within the second. */
  #expectWithin(soonest: number, latest: number, what: string): void {
    const start = this.now;
    this.#expect(what);
    const took = this.now - start;
    if (took < soonest || took > latest) throw new Error(`it came after ${(took / 1000).toFixed(2)} s`);
  }

  #expectSaid(name: string, wanted: readonly string[]): void {
    this.#drain();
    const fields = this.fieldsSaid(name);
    for (const each of wanted) {
      const [key = '', value] = each.split('=');
      if (String(fields[key]) !== value) throw new Error(`${name} said ${key}=${String(fields[key])}`);
    }
  }

  /** What the last frame of a name that the engine sent said, by the fields of the transcript: `rate=9600 coding=mr`. */
  fieldsSaid(name: string): NoteFields {
    const frames = this.effects
      .flatMap((effect) => (effect.kind === 'transmit' ? effect.steps : []))
      .flatMap((step) => (step.kind === 'frames' && step.modulation === 'v21-300' ? step.frames : []))
      .map((octets) => describeFrame(octets));
    const fields = frames.findLast(({ type }) => type === name)?.fields;
    if (fields === undefined) throw new Error(`no ${name} was sent`);
    return fields;
  }

  #wait(milliseconds: number): void {
    this.#drain();
    const until = this.now + milliseconds;
    while (this.#nextTimer(until)) this.#drain();
    this.now = until;
    if (this.#sent.some((sent) => sent !== 'CNG')) throw new Error(`the engine sent “${this.#sent.join(', ')}”`);
  }

  #expectEnd(what: string): void {
    this.#drain();
    const until = this.now + PATIENCE;
    while (this.end === null && this.#sent.length === 0 && this.#nextTimer(until)) this.#drain();
    if (this.#sent.length > 0) throw new Error(`the engine sent “${this.#sent.join(', ')}”`);
    const { end } = this;
    const was = end === null ? 'still running' : `${end.outcome} ${end.code}`;
    if (was !== what) throw new Error(`the call is: ${was}`);
  }

  #hear(words: readonly string[]): void {
    this.#drain();
    if (this.#sent.some((sent) => sent !== 'CNG')) throw new Error(`the engine sent “${this.#sent.join(', ')}” first`);
    this.#tester.say(words);
    this.#drain();
  }
}

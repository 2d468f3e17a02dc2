import type { IncomingCall } from '../../../app/lines/carrier-line.ts';
import type { PracticeNetwork, PracticeSubscriber } from '../../../app/lines/loopback/practice-network.ts';
import type { Clock } from '../../../app/model/clock.ts';
import type { LoopbackFaults } from '../../../app/model/line-address.ts';
import { type AtCommand, parseAtLine } from './at-line.ts';
import type { Dte, DtePage, Result } from './dte.ts';
import { FaxCall } from './fax-call.ts';
import { PageFromDte } from './phase-c.ts';
import type { DtePort } from './pty-port.ts';
import { type Answer, Settings } from './settings.ts';

const [CR, CAN, DC1, DC2, DC3] = [0x0d, 0x18, 0x11, 0x12, 0x13];
/** A CAN with nothing behind it for so long is an abort, ms. */
const CAN_ALONE = 300;

export interface SoftModemParts {
  readonly port: DtePort;
  readonly network: PracticeNetwork;
  readonly number: string;
  readonly clock: Clock;
  readonly faults: LoopbackFaults;
  /** Class 2 pages go to the DTE highest bit first, as Rockwell's firmware gives them. */
  readonly rockwell: boolean;
  /** The number that is reached where this modem calls its own, as in a hunt group; null: it is busy. */
  readonly hunt: string | null;
  readonly trace: (line: string) => void;
}

type Mode =
  | { readonly kind: 'command' }
  /** A command is at work: a call is dialled or answered, a page is on its way. */
  | { readonly kind: 'working' }
  | { readonly kind: 'page-from-dte'; readonly page: PageFromDte; readonly done: (page: DtePage) => void }
  | { readonly kind: 'awaiting-trigger'; readonly octets: Uint8Array; readonly done: (taken: boolean) => void };

const resultsOfDialling: Readonly<Record<string, Result>> = {
  'a-busy': 'BUSY',
  'a-no-answer': 'NO ANSWER',
  'a-no-dial-tone': 'NO DIALTONE',
};

/** A Class 2, 2.0 and 2.1 modem on a serial line and a telephone network in memory. */
export class SoftModem implements PracticeSubscriber {
  readonly number: string;
  readonly faults: LoopbackFaults;
  readonly #parts: SoftModemParts;
  readonly #settings: Settings;
  #mode: Mode = { kind: 'command' };
  #line = '';
  #uses = 0;
  #call: FaxCall | null = null;
  #ringing: IncomingCall | null = null;
  #dialling: AbortController | null = null;
  /** Commands of a line that wait for the one before them. */
  #queue: AtCommand[] = [];
  #cancelTimer: () => void = () => undefined;

  constructor(parts: SoftModemParts) {
    this.#parts = parts;
    this.number = parts.number;
    this.faults = parts.faults;
    this.#settings = new Settings();
    parts.network.attach(this);
    parts.port.onData((octets) => this.#take(octets));
    parts.port.onClosed(() => void this.#hangUp());
  }

  // The telephone side.

  get inUse(): boolean {
    return this.#uses > 0 || this.#call !== null;
  }

  occupy(): () => void {
    let occupied = true;
    this.#uses += 1;
    return () => {
      if (occupied) this.#uses -= 1;
      occupied = false;
    };
  }

  ring(call: IncomingCall): void {
    this.#ringing = call;
    // Whoever answers here is a program that takes its time.
    call.atHumanPace?.();
    const ringOnce = (rings: number): void => {
      if (this.#mode.kind !== 'command' || this.#ringing === null) return;
      this.#say('RING');
      if (rings === 1 && this.#settings.callerId) this.#say(`NMBR = ${call.callerId ?? 'P'}`);
      const answerAfter = this.#settings.register(0);
      if (answerAfter > 0 && rings >= answerAfter) void this.#answer();
    };
    call.onRing(ringOnce);
    call.onGone(() => {
      this.#ringing = null;
    });
    queueMicrotask(() => ringOnce(1));
  }

  // The serial side.

  #take(octets: Uint8Array): void {
    let rest = octets;
    while (rest.length > 0) {
      const used = this.#takeSome(rest);
      rest = rest.subarray(used);
    }
  }

  #takeSome(octets: Uint8Array): number {
    const mode = this.#mode;
    switch (mode.kind) {
      case 'command':
        return this.#takeText(octets);
      case 'working':
        if (this.#dialling !== null && octets.some((octet) => octet > 0x20 || octet === CAN)) this.#dialling.abort();
        else if (octets.includes(CAN)) void this.#cancelled();
        return octets.length;
      case 'page-from-dte':
        return this.#takePage(mode, octets);
      case 'awaiting-trigger': {
        const at = octets.findIndex((octet) => octet === DC2 || octet === DC1 || octet === CAN);
        if (at < 0) return octets.length;
        this.#mode = { kind: 'working' };
        if (octets[at] === CAN) {
          mode.done(false);
          void this.#cancelled();
        } else {
          this.#parts.port.write(mode.octets);
          mode.done(true);
        }
        return at + 1;
      }
    }
  }

  #takePage(mode: Extract<Mode, { kind: 'page-from-dte' }>, octets: Uint8Array): number {
    this.#cancelTimer();
    const { used, ending } = mode.page.take(octets);
    if (ending !== null) {
      this.#mode = { kind: 'working' };
      mode.done({ data: mode.page.data, ending });
      if (ending === 'cancelled') void this.#cancelled();
    } else if (mode.page.lastWasCan) {
      this.#cancelTimer = this.#parts.clock.after(CAN_ALONE, () => {
        if (this.#mode !== mode) return;
        this.#mode = { kind: 'working' };
        mode.done({ data: mode.page.data, ending: 'cancelled' });
        void this.#cancelled();
      });
    }
    return used;
  }

  async #cancelled(): Promise<void> {
    this.#parts.trace('cancelled by the DTE');
    await this.#hangUp();
    this.#say(this.#settings.fax === '2' ? '+FHNG:2' : '+FHS:02');
    this.#result('OK');
  }

  #takeText(octets: Uint8Array): number {
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at] ?? 0;
      if (this.#settings.echo && octet !== DC1 && octet !== DC3) this.#parts.port.write(Uint8Array.of(octet));
      if (octet === CR) {
        this.#enter();
        if (this.#mode.kind !== 'command') return at + 1;
      } else if (octet === 0x08) this.#line = this.#line.slice(0, -1);
      else if (octet >= 0x20 && octet < 0x7f && this.#line.length < 500) this.#line += String.fromCharCode(octet);
    }
    return octets.length;
  }

  #enter(): void {
    const line = this.#line;
    this.#line = '';
    const at = line.toUpperCase().lastIndexOf('AT');
    if (at < 0) return;
    this.#parts.trace(`> ${line}`);
    const commands = parseAtLine(line.slice(at + 2));
    if (commands === null) {
      this.#result('ERROR');
      return;
    }
    this.#queue = [...commands];
    this.#mode = { kind: 'working' };
    this.#runNext();
  }

  #runNext(): void {
    for (let command = this.#queue.shift(); command !== undefined; command = this.#queue.shift()) {
      const answer = this.#run(command);
      if (answer === 'later') return;
      for (const line of answer.lines) this.#say(line);
      if (!answer.ok) {
        this.#result('ERROR');
        return;
      }
    }
    this.#result('OK');
  }

  #run(command: AtCommand): Answer | 'later' {
    if (command.kind === 'dial') return this.#later(this.#dial(command.number));
    if (command.kind === 'basic' && command.name === 'A') return this.#later(this.#answer());
    if (command.kind === 'basic' && (command.name === 'H' || command.name === 'Z')) {
      if (command.name === 'Z') this.#settings.reset();
      return this.#later(this.#hangUp().then(() => this.#runNext()));
    }
    if (command.kind === 'extended') {
      const action = this.#faxAction(command);
      if (action !== null) return action;
    }
    return this.#settings.run(command);
  }

  #later(work: Promise<unknown>): 'later' {
    work.catch((defect: unknown) => {
      this.#parts.trace(`defect: ${String(defect)}`);
      this.#result('ERROR');
    });
    return 'later';
  }

  /** Commands that act on the call; null for the others. */
  #faxAction({ name, action, value }: Extract<AtCommand, { kind: 'extended' }>): Answer | 'later' | null {
    const call = this.#call;
    const fax = this.#settings.fax;
    const done: Answer = { ok: true, lines: [] };
    const refused: Answer = { ok: false, lines: [] };
    switch (name) {
      case '+FDT':
        if (call === null) return refused;
        call.transmit();
        return 'later';
      case '+FDR':
        if (call === null) return refused;
        call.receive();
        return 'later';
      case '+FET':
        if (call === null || fax !== '2' || action !== 'set') return refused;
        return this.#later(call.sending.postMessage(Number(value)));
      case '+FPTS':
      case '+FPS':
        if ((name === '+FPTS') !== (fax === '2')) return refused;
        if (action === 'ask') return { ok: true, lines: [String(call?.sending.lastResponse ?? this.#lastResponse)] };
        return call?.receiving.judge(Number(value)) ? done : refused;
      case '+FK':
      case '+FKS':
        if ((name === '+FK') !== (fax === '2')) return refused;
        return this.#later(
          this.#hangUp().then((was) => {
            if (was) this.#say(fax === '2' ? '+FHNG:2' : '+FHS:02');
            this.#runNext();
          }),
        );
      default:
        return null;
    }
  }

  #lastResponse = 1;

  // Calls.

  async #dial(number: string): Promise<void> {
    const { network, clock } = this.#parts;
    if (this.inUse) {
      this.#result('ERROR');
      return;
    }
    const dialling = new AbortController();
    this.#dialling = dialling;
    const called = number === this.number ? (this.#parts.hunt ?? number) : number;
    const result = await network.dial(this, called, clock, dialling.signal);
    this.#dialling = null;
    if (result.kind === 'failed') {
      this.#parts.trace(`dialling: ${result.code}`);
      this.#result(resultsOfDialling[result.code] ?? 'NO CARRIER');
      return;
    }
    this.#begin(new FaxCall(this.#dte, result.call, true, this.#order));
  }

  async #answer(): Promise<void> {
    const ringing = this.#ringing;
    this.#ringing = null;
    this.#mode = { kind: 'working' };
    const call = (await ringing?.accept()) ?? null;
    if (call === null) this.#result('NO CARRIER');
    else this.#begin(new FaxCall(this.#dte, call, false, this.#order));
  }

  #begin(call: FaxCall): void {
    this.#call = call;
    void call.over.then(() => {
      this.#lastResponse = call.sending.lastResponse;
      if (this.#call === call) this.#call = null;
    });
  }

  /** True where a call was up. */
  async #hangUp(): Promise<boolean> {
    this.#dialling?.abort();
    const mode = this.#mode;
    if (mode.kind === 'page-from-dte') mode.done({ data: new Uint8Array(0), ending: 'cancelled' });
    if (mode.kind === 'awaiting-trigger') mode.done(false);
    const call = this.#call;
    this.#call = null;
    if (mode.kind !== 'working') this.#mode = { kind: 'command' };
    this.#muted = true;
    await call?.stop();
    this.#muted = false;
    return call !== null;
  }

  /** While a call is being ended from here, what it still has to say is of no use. */
  #muted = false;

  get #order() {
    return {
      highestFirstToDte: this.#settings.fax === '2' && this.#parts.rockwell,
      reversed: this.#settings.bitsReversed,
    };
  }

  // What calls need of the serial side.

  get #dte(): Dte {
    const settings = this.#settings;
    const say = (line: string): void => {
      if (!this.#muted) this.#say(line);
    };
    return {
      get fax() {
        return settings.fax;
      },
      get wanted() {
        return settings.wanted;
      },
      get localId() {
        return settings.text('localId');
      },
      get pollingId() {
        return settings.text('pollingId');
      },
      get wantsPoll() {
        return settings.wantsPoll;
      },
      get offersPoll() {
        return settings.offersPoll;
      },
      get addresses() {
        return { sub: settings.text('sub'), sep: settings.text('sep'), pwd: settings.text('pwd') };
      },
      get reports() {
        return settings.reports;
      },
      say,
      result: (code) => {
        if (!this.#muted) this.#result(code);
      },
      pageFromDte: () => this.#pageFromDte(),
      pageToDte: (octets) =>
        new Promise((done) => {
          this.#mode = { kind: 'awaiting-trigger', octets, done };
        }),
      trace: (line) => this.#parts.trace(line),
    };
  }

  #pageFromDte(): Promise<DtePage> {
    // SP-2388-A: XON says that the modem is ready for data.
    if (this.#settings.fax === '2') this.#parts.port.write(Uint8Array.of(DC1));
    return new Promise((done) => {
      this.#mode = { kind: 'page-from-dte', page: new PageFromDte(), done };
    });
  }

  #say(line: string): void {
    if (this.#settings.quiet) return;
    this.#parts.trace(`< ${line}`);
    this.#parts.port.write(Buffer.from(`\r\n${line}\r\n`, 'latin1'));
  }

  #result(code: Result): void {
    this.#parts.trace(`< ${code}`);
    this.#mode = { kind: 'command' };
    this.#queue = [];
    if (this.#settings.quiet) return;
    const numbers = { OK: 0, CONNECT: 1, 'NO CARRIER': 3, ERROR: 4, 'NO DIALTONE': 6, BUSY: 7, 'NO ANSWER': 8 };
    const said = this.#settings.verbose ? `\r\n${code}\r\n` : `${numbers[code]}\r`;
    this.#parts.port.write(Buffer.from(said, 'latin1'));
  }
}

import type { ConnectedCall } from '../../../app/lines/carrier-line.ts';
import type { Carrier } from '../../../app/t30/carrier.ts';
import { decodeDis } from '../../../app/t30/dis-dcs.ts';
import type { ParsedFrame } from '../../../app/t30/frames.ts';
import { decodeIdentification } from '../../../app/t30/identification.ts';
import { pollDocument, receiveDocument, type SessionObserver, sendDocument } from '../../../app/t30/run-session.ts';
import type { SessionEnd } from '../../../app/t30/session.ts';
import { type Dte, reportName } from './dte.ts';
import { LineTime } from './line-time.ts';
import { ReceivingSide } from './receiving-side.ts';
import { SendingSide } from './sending-side.ts';
import { termsOf, text, valuesOfDis } from './session-values.ts';
import { type WatchedCarrier, watchedCarrier } from './watched-carrier.ts';

/** The caller waits so long for the far end's DIS, ms of line time (T.30 T1). */
const T1 = 40_000;

/** How this modem's firmware orders the bits of page data. */
export interface DataOrder {
  /** Pages go to the DTE first bit highest: Rockwell's way in Class 2. */
  readonly highestFirstToDte: boolean;
  /** +FBO bit 0: page data in the other order, both ways. */
  readonly reversed: boolean;
}

/** One fax call of the modem, from the connection to on hook. */
export class FaxCall {
  readonly #dte: Dte;
  readonly #time: LineTime;
  readonly #carrier: Carrier;
  readonly #watched: WatchedCarrier;
  readonly #calling: boolean;
  readonly #abort = new AbortController();
  readonly sending: SendingSide;
  readonly receiving: ReceivingSide;
  readonly over: Promise<void>;
  readonly #over = Promise.withResolvers<void>();
  #session: Promise<void> | null = null;
  /** True once ATD or ATA has had its OK. */
  #up = false;
  #connectedSaid = false;
  #stopT1: () => void = () => undefined;

  constructor(dte: Dte, { carrier, clock }: ConnectedCall, calling: boolean, order: DataOrder) {
    this.#dte = dte;
    this.#calling = calling;
    this.#time = new LineTime(clock);
    this.over = this.#over.promise;
    this.sending = new SendingSide(dte, this.#time, order.reversed);
    const highestFirst = order.highestFirstToDte !== order.reversed;
    this.receiving = new ReceivingSide(dte, this.#time, highestFirst, () => this.#nowUp());
    const watched = watchedCarrier(
      carrier,
      (direction, frame) => this.#watch(direction, frame),
      () => this.#hungUp(),
    );
    this.#watched = watched;
    this.#carrier = {
      ...watched.carrier,
      hangUp: () => {
        this.sending.closing();
        this.receiving.closing();
        return watched.carrier.hangUp();
      },
    };
    if (calling) this.#identify();
    else this.#answer();
  }

  /** +FDT. */
  transmit(): void {
    this.sending.transmit(() => {
      this.#watched.open();
      if (!this.#calling || this.#session !== null) return;
      const { localId, addresses } = this.#dte;
      this.#run(
        sendDocument(
          {
            ...termsOf(this.#dte.wanted),
            localId,
            firstPage: 0,
            document: this.sending.source,
            ...(addresses.sub === '' ? {} : { subAddress: addresses.sub }),
            ...(addresses.pwd === '' ? {} : { password: addresses.pwd }),
          },
          this.#environment(),
        ),
      );
    });
  }

  /** +FDR. */
  receive(): void {
    if (this.#calling && this.#session === null) {
      const { pollingId, addresses } = this.#dte;
      this.#run(
        pollDocument(
          {
            ...termsOf(this.#dte.wanted),
            localId: pollingId,
            sink: this.receiving.sink,
            ...(addresses.sep === '' ? {} : { selector: addresses.sep }),
            ...(addresses.pwd === '' ? {} : { password: addresses.pwd }),
          },
          this.#environment(),
        ),
      );
      this.#time.goOn();
    }
    this.receiving.receive();
  }

  /** Ends the call from this end. */
  async stop(): Promise<void> {
    this.sending.closing();
    this.receiving.closing();
    this.#abort.abort();
    this.#watched.open();
    this.#time.goOn();
    if (this.#session === null) await this.#putOnHook();
    await this.over;
  }

  /** The caller's phase B up to the far end's DIS: what follows is the DTE's to say. */
  #identify(): void {
    this.#carrier.listen({ kind: 'frames', modulation: 'v21-300' });
    this.#stopT1 = this.#time.after(T1, () => {
      this.#failed('11');
    });
  }

  #answer(): void {
    const { localId, offersPoll } = this.#dte;
    this.#run(
      receiveDocument(
        {
          ...termsOf(this.#dte.wanted),
          localId,
          sink: this.receiving.sink,
          ...(offersPoll ? { polled: this.sending.source } : {}),
        },
        this.#environment(),
      ),
    );
  }

  #environment() {
    const observer: SessionObserver = {
      pageEnded: ({ status }) => this.sending.pageEnded(status),
      frame: ({ t, dir, type }) => this.#dte.trace(`${t} ${dir} ${type}`),
    };
    return { carrier: this.#carrier, clock: this.#time.forEngine, observer, signal: this.#abort.signal };
  }

  #run(session: Promise<SessionEnd>): void {
    this.#session = session.then(
      (end) => this.#ended(end),
      (defect: unknown) => {
        this.#dte.trace(`defect: ${String(defect)}`);
        this.#dte.result('ERROR');
        this.#over.resolve();
      },
    );
  }

  #ended(end: SessionEnd): void {
    this.#dte.trace(`end: ${end.code}`);
    if (this.#up) {
      this.sending.ended(end);
      this.receiving.ended(end);
    } else if (!this.#abort.signal.aborted) {
      this.sending.sayEnd(end);
      this.#dte.result('NO CARRIER');
    }
    this.#over.resolve();
  }

  #failed(status: string): void {
    const { fax } = this.#dte;
    this.#dte.say(`${reportName(fax, ['+FHNG', '+FHS'])}:${status}`);
    this.#dte.result('NO CARRIER');
    void this.#putOnHook();
  }

  async #putOnHook(): Promise<void> {
    this.#stopT1();
    await this.#carrier.hangUp();
    this.#over.resolve();
  }

  /** The far end has gone before there was a session. */
  #hungUp(): void {
    if (this.#session !== null) return;
    this.#stopT1();
    if (!this.#up) this.#failed(this.#dte.fax === '2' ? '20' : '20');
    else void this.#putOnHook();
  }

  #watch(direction: 'heard' | 'sent', frame: ParsedFrame): void {
    if (this.#calling && this.#session === null) {
      if (direction === 'heard') this.#hearAnswerer(frame);
      return;
    }
    if (direction === 'heard') this.#sayConnected();
    if (direction === 'heard' && !this.#calling) this.#hearPoller(frame);
    this.sending.watch(direction, frame);
    this.receiving.watch(direction, frame);
  }

  #hearAnswerer({ name, fif }: ParsedFrame): void {
    const { fax, reports } = this.#dte;
    this.#sayConnected();
    if (this.#up) return;
    if (name === 'CSI' && reports.ids)
      this.#dte.say(`${reportName(fax, ['+FCSI', '+FCI'])}:"${decodeIdentification(fif)}"`);
    const can = name === 'DIS' ? decodeDis(fif) : null;
    if (can === null) return;
    if (can.hasPollDocument) this.#dte.say(reportName(fax, ['+FPOLL', '+FPO']));
    if (reports.far) this.#dte.say(`${reportName(fax, ['+FDIS', '+FIS'])}:${text(valuesOfDis(can, fax), fax)}`);
    this.#stopT1();
    this.#time.waitForDte();
    this.#nowUp();
  }

  /** The caller wants to fetch our document. */
  #hearPoller({ name, fif }: ParsedFrame): void {
    const { fax, reports } = this.#dte;
    if (name === 'CIG' && reports.ids)
      this.#dte.say(`${reportName(fax, ['+FCIG', '+FPI'])}:"${decodeIdentification(fif)}"`);
    if (name !== 'DTC' || !this.#dte.offersPoll || this.#up) return;
    const can = decodeDis(fif);
    if (can !== null && reports.far)
      this.#dte.say(`${reportName(fax, ['+FDTC', '+FTC'])}:${text(valuesOfDis(can, fax), fax)}`);
    this.#dte.say(reportName(fax, ['+FPOLL', '+FPO']));
    this.#time.waitForDte();
    // How the document goes is the DTE's to say: DCS waits for its +FDT.
    this.#watched.close();
    this.#nowUp();
  }

  #sayConnected(): void {
    if (this.#connectedSaid) return;
    this.#connectedSaid = true;
    this.#dte.say(reportName(this.#dte.fax, ['+FCON', '+FCO']));
  }

  #nowUp(): void {
    if (this.#up) return;
    this.#up = true;
    this.#dte.result('OK');
  }
}

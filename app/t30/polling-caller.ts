import type { CallTerms } from './call-terms.ts';
import { Caller } from './caller.ts';
import { decodeDis, decodeServices } from './dis-dcs.ts';
import { decodeIdentification } from './identification.ts';
import type { EndCode } from './outcomes.ts';
import { Receiver } from './receiver.ts';
import type { Burst, RemoteEnd } from './station.ts';

export interface PollingCallerSettings extends CallTerms {
  /** Our CIG, '' for none. */
  readonly localId: string;
  /** Which document is wanted (SEP). */
  readonly selector?: string;
  /** Sub-address of the document (PSA). */
  readonly subAddress?: string;
  /** Password for fetching (PWD). */
  readonly password?: string;
}

/**
 * The calling end of a call that fetches a document (T.30 5.2.1, mode 3): hears the DIS, and where a document waits
 * there becomes the receiver, which says DTC where it would say DIS.
 */
export class PollingCaller extends Caller {
  readonly x = true;
  protected readonly direction = 'rx';
  readonly #settings: PollingCallerSettings;

  constructor(settings: PollingCallerSettings) {
    super();
    this.#settings = settings;
  }

  protected get stateName(): string {
    return 'calling';
  }

  protected get pages(): number {
    return 0;
  }

  protected override get polled(): boolean {
    return true;
  }

  protected onStart(): void {
    this.call();
  }

  protected onSent(): void {
    this.onToneSent();
  }

  protected onSilence(): void {
    // T1 alone counts: the far end repeats its DIS.
  }

  protected onBurst(burst: Burst): void {
    this.heardBurst();
    const dis = burst.at(-1);
    const theirs = dis?.name === 'DIS' ? decodeDis(dis.fif) : null;
    if (dis === undefined || theirs === null) return;
    this.identified();
    this.phase('B');
    const csi = burst.find(({ name }) => name === 'CSI');
    this.remoteId = (csi && decodeIdentification(csi.fif)) || null;
    const services = decodeServices(dis.fif);
    const { selector, password, subAddress, ...settings } = this.#settings;
    if (!theirs.hasPollDocument) this.disconnect('b-nothing-to-fetch');
    else if (selector && !services.selector) this.disconnect('b-selector-not-taken');
    else if (password && !services.password) this.disconnect('b-password-not-taken');
    else {
      if (subAddress && !services.polledSubAddress) this.note('PSA', { sent: false, why: 'not taken by the far end' });
      const polling = {
        ...(selector && { selector }),
        ...(password && { password }),
        ...(subAddress && services.polledSubAddress && { subAddress }),
      };
      this.becomes(new Receiver({ ...settings, polling }));
    }
  }

  protected codeForRemoteEnd(how: RemoteEnd): EndCode {
    return how === 'dcn' ? 'b-dcn' : 'b-hung-up';
  }
}

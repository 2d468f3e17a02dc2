import type { CodedPage } from '../model/page-format.ts';
import type { Training } from './carrier.ts';
import type { SessionParameters } from './dis-dcs.ts';
import type { PostMessage } from './frames.ts';
import { type ImageModulation, rateOf } from './modulations.ts';
import { EcmPage } from './sender-ecm.ts';
import type { NoteFields, PageEnd, Step } from './session.ts';

/** A page between its first bit and the far end's word on it. */
export class PageOnTheWay {
  readonly coded: CodedPage;
  readonly index: number;
  /** Its blocks in error correction mode, else null. */
  readonly ecm: EcmPage | null;
  /** A block of it was given up (EOR): whatever the far end says, it is not whole there. */
  damaged = false;

  /** `counter`: pages of this call before this one, as PPS counts them. */
  constructor(coded: CodedPage, index: number, parameters: SessionParameters, counter: number) {
    this.coded = coded;
    this.index = index;
    this.ecm = parameters.ecm ? new EcmPage(coded.data, parameters.frameSize, counter) : null;
  }

  /** Nothing of it follows what has gone out last. */
  get atItsEnd(): boolean {
    return this.ecm?.lastBlock ?? true;
  }

  /** The page's own line in the transcript: it begins here. */
  note(modulation: ImageModulation, again: boolean): NoteFields {
    const { data, format } = this.coded;
    const { coding, resolution } = format;
    const fields = { page: this.index + 1, octets: data.length, coding, resolution, rate: rateOf(modulation) };
    return again ? { ...fields, again } : fields;
  }

  /** A block's line in the transcript. */
  blockNote(ecm: EcmPage, modulation: ImageModulation): NoteFields {
    return { page: this.index + 1, ...ecm.facts, rate: rateOf(modulation) };
  }

  /** What goes out now: the whole page, or what is wanted of the block in hand. */
  image(modulation: ImageModulation, training: Training): Step {
    if (this.ecm) return { kind: 'frames', modulation, training, frames: this.ecm.burst() };
    return { kind: 'stream', what: 'page', modulation, training, data: this.coded.data };
  }

  /** The command that closes what has gone out, where `command` closes the page. */
  closing(command: PostMessage): PostMessage {
    return this.atItsEnd ? command : 'NULL';
  }

  ended(status: PageEnd['status']): PageEnd {
    const { rows, format } = this.coded;
    return { index: this.index, status, rows, badRows: 0, coding: format.coding };
  }
}

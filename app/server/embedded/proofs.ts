import type { RequestOutput, RequestParsed } from '../../contract/requests.ts';
import { FaxError } from '../../model/errors.ts';
import { finalStates } from '../../model/job.ts';
import { proofFactsOf } from './proof-wording.ts';
import type { ServerCore } from './server-core.ts';

/** Proofs of faxes that have ended, as PDF. */
export class Proofs {
  readonly #core: ServerCore;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /** Writes the proof of a fax where a person wants it. Throws `ARGUMENT_INVALID` for a folder of ours. */
  async save({ id, path }: RequestParsed<'proof'>): Promise<RequestOutput<'proof'>> {
    this.#core.folders.assertNotOurs(path);
    return { path, pages: await this.write(id, path) };
  }

  /**
   * Writes the proof of a fax, sent or received; the answer is the PDF's number of pages. The file is there whole or
   * not at all. Throws `JOB_NOT_FOUND`, `NOT_FINAL`, and what reading and writing throw.
   */
  async write(id: number, out: string): Promise<number> {
    const { store, works, clock, zone, folders } = this.#core;
    const { record: job, pagesConfirmed } = await this.#core.find(id);
    if (!finalStates.has(job.state)) throw new FaxError('NOT_FINAL');
    const incoming = job.direction === 'in';
    const message = incoming ? ((await store.message(id)) ?? this.#core.messages.get(id) ?? null) : null;
    const attempts = await store.attempts(id);
    const facts = proofFactsOf({ job, pagesConfirmed, attempts, message, now: clock.now(), zone });
    const tiff = incoming ? (message === null ? null : folders.received(id)) : folders.document(job.document);
    return works.writeProof(facts, tiff, out);
  }
}

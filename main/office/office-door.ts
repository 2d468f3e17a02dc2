import type { Door } from '../../app/contract/door.ts';
import type { FaxEvent } from '../../app/contract/events.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../app/contract/requests.ts';
import { FaxError, toFaxError } from '../../app/model/errors.ts';
import type { Office, OfficeRole } from '../../app/office/office.ts';

/**
 * The door to the office from the moment the program starts: requests wait while it opens, and are refused with its
 * sentence where it could not be opened. So the window can always be shown and say what is wrong.
 */
export class OfficeDoor implements Door {
  readonly #opened: Promise<Office>;
  readonly #listeners = new Set<(event: FaxEvent) => void>();
  #office: Office | null = null;
  #error: FaxError | null = null;
  #closing: Promise<void> | null = null;

  constructor(enter: () => Promise<Office>) {
    this.#opened = enter().then(
      (office) => this.#keep(office),
      (thrown: unknown) => {
        this.#error = toFaxError(thrown);
        throw this.#error;
      },
    );
    // Whoever asks hears of the failure; nobody asking is no reason to end the process.
    this.#opened.catch(() => undefined);
  }

  #keep(office: Office): Office {
    this.#office = office;
    office.onRoleChange((change) => {
      this.#error = change.role === 'lost' ? change.error : null;
    });
    office.subscribe((event) => {
      for (const listener of this.#listeners) listener(event);
    });
    return office;
  }

  /** Why the data cannot be reached, or null. */
  get error(): FaxError | null {
    return this.#error;
  }

  /** `opening` until the folder's lock is taken or its owner has answered. */
  get role(): OfficeRole | 'opening' {
    return this.#office?.role ?? (this.#error ? 'lost' : 'opening');
  }

  /** Resolves when the office is open or could not be opened. */
  async settled(): Promise<void> {
    await this.#opened.catch(() => undefined);
  }

  async request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    if (this.#closing) throw new FaxError('SERVER_STOPPED');
    return (await this.#opened).request(name, input);
  }

  subscribe(listener: (event: FaxEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends calls in an orderly way; gives up waiting after `limit` milliseconds. Idempotent. */
  close(limit: number): Promise<void> {
    this.#closing ??= withLimit(
      this.#opened.then(
        (office) => office.close('stopped'),
        () => undefined,
      ),
      limit,
    );
    return this.#closing;
  }
}

function withLimit(work: Promise<void>, limit: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new FaxError('TIMED_OUT', { message: 'The fax server did not stop in time.' })),
      limit,
    );
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

import type { FaxEvent } from '../contract/events.ts';
import type { RequestName, RequestOutput, RequestParsed } from '../contract/requests.ts';
import type { ServerStatus } from '../contract/snapshot.ts';

/**
 * A fax server of any make: embedded, HylaFAX, Windows. Its requests are the contract's own, already validated, so
 * that one definition serves screen, command and scripts. Every request either took effect or throws a `FaxError`.
 */
export interface FaxServer {
  readonly status: ServerStatus;
  /** Opens the connection; for the embedded server: opens its lines and resumes its queue. Throws `FaxError`. */
  connect(): Promise<void>;
  /** Ends calls in an orderly way and gives everything back. Idempotent. */
  disconnect(): Promise<void>;
  handle<N extends RequestName>(name: N, input: RequestParsed<N>): Promise<RequestOutput<N>>;
  /** Hears every event from now on, versions without a gap; the returned function stops. */
  subscribe(listener: (event: FaxEvent) => void): () => void;
  /** True while a call is on a line, or a received fax is not yet filed: a `fax` command waits for this before it leaves. */
  readonly busy: boolean;
}

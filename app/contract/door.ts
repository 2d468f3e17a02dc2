import type { FaxEvent } from './events.ts';
import type { RequestInput, RequestName, RequestOutput } from './requests.ts';

/**
 * The way to whoever owns the data folder, the same whether that is this process, Electron's main process by IPC or
 * another process by the local socket.
 */
export interface Door {
  /** Asks; resolves with the validated answer or rejects with a `FaxError`. */
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>>;
  /** Listens to events from now on; the returned function stops. */
  subscribe(listener: (event: FaxEvent) => void): () => void;
}

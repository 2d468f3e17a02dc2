import type { FaxError } from '../model/errors.ts';
import type { StartWorker } from '../model/worker-entries.ts';
import type { Secrets } from '../server/embedded/secrets.ts';
import type { StepName } from '../server/embedded/steps.ts';
import type { FaxServer } from '../server/fax-server.ts';

/** What a server is opened with. */
export interface ServerContext {
  /** Real path of the data folder; its lock is ours. */
  readonly dataDir: string;
  readonly startWorker: StartWorker;
  /** False: the queue is held; no line is opened and no call is made or answered. */
  readonly sending: boolean;
  readonly onProblem: (error: FaxError) => void;
  /** Where passwords are kept; a file of mode 0600 in the data folder by default. */
  readonly secrets?: Secrets;
  /** Told of each step of the server; for tests of what a kill does there. */
  readonly onStep?: (step: StepName) => void;
}

/** A connected server with everything under it. */
export interface OpenedServer {
  readonly server: FaxServer;
  /** Disconnects the server, then closes what it stands on (page works, store). Idempotent. */
  close(): Promise<void>;
}

/** Opens the server of a data folder: the embedded one, or a fake in tests. Throws `FaxError`. */
export type OpenServer = (context: ServerContext) => Promise<OpenedServer>;

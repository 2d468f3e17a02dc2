import type { Door } from '../contract/door.ts';
import type { Bye, Stay } from './wire.ts';

/** One way in which a process holds on to a data folder: as its owner, or as a client of the owner. */
export interface Holding extends Door {
  readonly role: 'owner' | 'client';
  readonly socketPath: string;
  /** Client: how long the owner means to stay. Owner: null. */
  readonly stay: Stay | null;
  readonly busy: boolean;
  close(reason: Bye): Promise<void>;
}

import type { PowerSaveBlocker } from 'electron';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import { activeStates } from '../../app/model/job.ts';

/** Keeps the machine from sleeping while a call is on a line of its own, and no longer. */
export class CallPower {
  readonly #blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  #id: number | null = null;

  constructor(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>) {
    this.#blocker = blocker;
  }

  update(snapshot: Snapshot | null): void {
    const calling = snapshot?.jobs.some((each) => activeStates.has(each.state)) ?? false;
    if (calling && this.#id === null) this.#id = this.#blocker.start('prevent-app-suspension');
    if (!calling && this.#id !== null) {
      this.#blocker.stop(this.#id);
      this.#id = null;
    }
  }
}

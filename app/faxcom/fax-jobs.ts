import { Collection } from './collection.ts';
import { FaxJob } from './fax-job.ts';
import { readQueue } from './queue-view.ts';
import type { Session } from './session.ts';

/** The queue when it was asked for (object model 1.2). */
export class FaxJobs extends Collection<FaxJob> {
  private constructor(session: Session, jobs: readonly FaxJob[]) {
    super(session, jobs);
  }

  /** @internal */
  static async of(session: Session): Promise<FaxJobs> {
    const queue = await readQueue(session);
    return new FaxJobs(
      session,
      queue.map((job) => FaxJob.of(session, job)),
    );
  }
}

import type { RequestName } from '../contract/requests.ts';
import { FaxComError, invalid, toComError } from './com-error.ts';
import { type DeviceStatusText, JC_DELETE, JC_PAUSE, JC_RESTART, type QueueStatusText } from './constants.ts';
import { hasFailedRouting, jobDeviceStatus, jobType, queueStatus } from './job-status.ts';
import { type QueuedJob, readQueuedJob } from './queue-view.ts';
import type { Session } from './session.ts';

/**
 * One job of the queue (object model 1.3): what it was when it was read, until `refresh`. A job's values cannot be
 * changed once it is queued; `setStatus` pauses, resumes, restarts and deletes it.
 */
export class FaxJob {
  readonly #session: Session;
  #queued: QueuedJob;

  private constructor(session: Session, queued: QueuedJob) {
    this.#session = session;
    this.#queued = queued;
  }

  /** @internal */
  static of(session: Session, queued: QueuedJob): FaxJob {
    return new FaxJob(session, queued);
  }

  /** Its id: the one that `send` returned and that every other list of the server shows. Survives restarts. */
  jobId(): Promise<number> {
    return this.#known(({ job }) => job.id);
  }

  /** What it is, a `JT_` value. */
  type(): Promise<number> {
    return this.#known(jobType);
  }

  /** The account that queued it; "" if unknown. */
  userName(): Promise<string> {
    return this.#known(({ job }) => job.userName ?? '');
  }

  /** Its state in the queue, in English: `Pending`, `In Progress`, `Paused`, `No Line`, `Retrying`, `Retries Exceeded`… */
  queueStatus(): Promise<QueueStatusText> {
    return this.#known(queueStatus);
  }

  /** The state of the port that works on it, in English; `Unknown` where none does. */
  deviceStatus(): Promise<DeviceStatusText> {
    return this.#known(jobDeviceStatus);
  }

  /** Its pages, cover page included; outgoing faxes only, otherwise 0. */
  pageCount(): Promise<number> {
    return this.#known(({ job }) => (job.direction === 'out' ? job.pages : 0));
  }

  /** The number that it goes to; outgoing faxes only, otherwise "". */
  faxNumber(): Promise<string> {
    return this.#known(({ job }) => (job.direction === 'out' ? job.number : ''));
  }

  recipientName(): Promise<string> {
    return this.#known(({ job }) => job.recipient ?? '');
  }

  /** Outgoing: the identification that it is sent with, where that is known. Incoming: the sending machine's. */
  tsid(): Promise<string> {
    return this.#known(tsidOf);
  }

  /** The person, not the account; outgoing faxes only. */
  senderName(): Promise<string> {
    return this.#known(({ job }) => job.sender ?? '');
  }

  senderCompany(): Promise<string> {
    return this.#known(({ job }) => job.senderCompany ?? '');
  }

  senderDept(): Promise<string> {
    return this.#known(({ job }) => job.senderDepartment ?? '');
  }

  billingCode(): Promise<string> {
    return this.#known(({ job }) => job.billing ?? '');
  }

  /** Its name in the queue. */
  displayName(): Promise<string> {
    return this.#known(({ job }) => job.displayName ?? '');
  }

  /** It waits for the discount rate. */
  discountSend(): Promise<boolean> {
    return this.#known(({ job }) => job.schedule === 'discount');
  }

  /**
   * Pauses, resumes, restarts or deletes the job: a `JC_` value. 3 restarts a job whose retries are exceeded and resumes
   * a paused one. A fax that has failed is erased by `JC_DELETE`, with its pages.
   *
   * Throws ERROR_INVALID_PARAMETER for an unknown command and for a job that is gone from the queue,
   * ERROR_INVALID_OPERATION where the job's state does not allow it.
   */
  async setStatus(command: number): Promise<void> {
    this.#session.assertConnected();
    if (command !== JC_DELETE && command !== JC_PAUSE && command !== JC_RESTART)
      throw invalid(
        'There is no such command for a fax.',
        'Use JC_DELETE (1), JC_PAUSE (2), JC_RESUME or JC_RESTART (3).',
      );
    const queued = await this.#read();
    switch (command) {
      case JC_DELETE:
        return this.#delete(queued);
      case JC_PAUSE:
        return this.#command('jobs.pause');
      case JC_RESTART:
        return this.#restart(queued);
    }
  }

  /** Reads the job anew. Throws ERROR_INVALID_PARAMETER when it is gone from the queue. */
  async refresh(): Promise<void> {
    this.#queued = await this.#read();
  }

  #known<T>(read: (queued: QueuedJob) => T): Promise<T> {
    return this.#session.known(read(this.#queued));
  }

  get #id(): number {
    return this.#queued.job.id;
  }

  async #read(): Promise<QueuedJob> {
    const queued = await readQueuedJob(this.#session, this.#id);
    if (queued === null)
      throw new FaxComError('JOB_NOT_FOUND', {
        message: 'This fax is not in the queue any more.',
        next: 'Read the queue again: getJobs().',
      });
    return queued;
  }

  async #delete({ job }: QueuedJob): Promise<void> {
    // A received fax is in the inbox: what is deleted here may not take it away from there.
    if (job.state === 'routing' || job.state === 'received')
      throw new FaxComError('OPERATION_NOT_ALLOWED', {
        message: 'A received fax is not deleted while it is being routed.',
        next: 'Mend what the routing fails of, or erase the fax in the inbox.',
      });
    if (job.state !== 'failed') return this.#command('jobs.cancel');
    await this.#session.request('erase', { id: job.id });
  }

  async #restart({ job, message }: QueuedJob): Promise<void> {
    if (hasFailedRouting(message)) await this.#session.request('routing.retry', { id: job.id });
    else await this.#command(job.allowed.includes('restart') ? 'jobs.restart' : 'jobs.resume');
  }

  async #command(name: Extract<RequestName, 'jobs.pause' | 'jobs.resume' | 'jobs.restart' | 'jobs.cancel'>) {
    const { results } = await this.#session.request(name, { ids: [this.#id] });
    const error = results[0]?.error;
    if (error) throw toComError(error);
  }
}

function tsidOf({ job, port, message, useDeviceTsid }: QueuedJob): string {
  if (job.direction === 'in') return message?.tsid ?? port?.remoteId ?? '';
  return useDeviceTsid ? (port?.tsid ?? '') : job.tsid || (port?.tsid ?? '');
}

import type { Job } from '../model/job.ts';
import type { Port } from '../model/port.ts';
import type { DeviceStatusText } from './constants.ts';
import { portDeviceStatus } from './job-status.ts';
import { readPort } from './read-port.ts';
import type { Session } from './session.ts';

/** What a port did at one moment. */
interface PortMoment {
  readonly port: Port;
  /** The job that it worked on, or null. */
  readonly job: Job | null;
  /** When its call began, ms since the epoch; null when it is on none. */
  readonly begun: number | null;
  /** The server sends the port's own identification, whatever the job says. */
  readonly useDeviceTsid: boolean;
  /** When this was read. */
  readonly at: number;
}

const DAY = 86_400_000;

/**
 * What a port is doing (object model 1.6): as it was when it was read, until `refresh`. Values that have no meaning for
 * what the port does are "", 0 or null.
 */
export class FaxStatus {
  readonly #session: Session;
  #moment: PortMoment;

  private constructor(session: Session, moment: PortMoment) {
    this.#session = session;
    this.#moment = moment;
  }

  /** @internal */
  static async of(session: Session, portId: number): Promise<FaxStatus> {
    return new FaxStatus(session, await readMoment(session, portId));
  }

  /** Receiving: who calls, as the network tells it. */
  callerId(): Promise<string> {
    return this.#known(({ port }) => port.callerId ?? '');
  }

  /** The called station's identification. */
  csid(): Promise<string> {
    return this.#known((moment) => stationIds(moment).csid);
  }

  /** The transmitting station's identification. */
  tsid(): Promise<string> {
    return this.#known((moment) => stationIds(moment).tsid);
  }

  /** Sending: the page on the line, from 1; 0 when none is. */
  currentPage(): Promise<number> {
    return this.#known(({ port, job }) => (sends(job) ? (port.page ?? 0) : 0));
  }

  /** Sending: pages in all. */
  pageCount(): Promise<number> {
    return this.#known(({ job }) => (sends(job) ? (job?.pages ?? 0) : 0));
  }

  deviceId(): Promise<number> {
    return this.#known(({ port }) => port.id);
  }

  deviceName(): Promise<string> {
    return this.#known(({ port }) => port.name);
  }

  /** Sending: the document's name in the queue. */
  documentName(): Promise<string> {
    return this.#known(({ job }) => (sends(job) ? (job?.displayName ?? '') : ''));
  }

  /** Sending: the document's octets. Our servers do not tell it: always 0, not available. */
  documentSize(): Promise<number> {
    return this.#known(() => 0);
  }

  /** It is sending now; whether it may is `FaxPort.send`. */
  send(): Promise<boolean> {
    return this.#known(({ job }) => sends(job));
  }

  /** It is receiving now. */
  receive(): Promise<boolean> {
    return this.#known(({ port }) => port.state === 'receiving');
  }

  /** Sending: the number that is called. */
  address(): Promise<string> {
    return this.#known(({ job }) => (sends(job) ? (job?.number ?? '') : ''));
  }

  /** Receiving: what the line tells of the number called. Our lines tell it with the received fax: always "". */
  routingString(): Promise<string> {
    return this.#known(() => '');
  }

  /** Sending: the person who sends. */
  senderName(): Promise<string> {
    return this.#known(({ job }) => (sends(job) ? (job?.sender ?? '') : ''));
  }

  recipientName(): Promise<string> {
    return this.#known(({ job }) => job?.recipient ?? '');
  }

  /** The port's state in English: `Available`, `Dialing`, `Sending`, `Receiving`, `Ringing`, `Offline`, `Unavailable`. */
  description(): Promise<DeviceStatusText> {
    return this.#known(({ port }) => portDeviceStatus(port));
  }

  /** When the call began (UTC inside the Date); null when the port is on none. */
  startTime(): Promise<Date | null> {
    return this.#known(({ begun }) => (begun === null ? null : new Date(begun)));
  }

  /** Sending: when the fax was submitted; otherwise null. */
  submittedTime(): Promise<Date | null> {
    return this.#known(({ job }) => (job !== null && sends(job) ? new Date(job.submittedAt) : null));
  }

  /** How long the call has lasted, in days as the model's DATE counts them: 1 is 24 hours, 1/1440 a minute. 0 when idle. */
  elapsedTime(): Promise<number> {
    return this.#known(({ begun, at }) => (begun === null ? 0 : Math.max(0, at - begun) / DAY));
  }

  /** Reads the port anew. Throws ERROR_BAD_UNIT when it was removed. */
  async refresh(): Promise<void> {
    this.#moment = await readMoment(this.#session, this.#moment.port.id);
  }

  #known<T>(read: (moment: PortMoment) => T): Promise<T> {
    return this.#session.known(read(this.#moment));
  }
}

async function readMoment(session: Session, portId: number): Promise<PortMoment> {
  const port = await readPort(session, portId);
  const at = session.now();
  if (port.jobId === null) return { port, job: null, begun: null, useDeviceTsid: true, at };
  const [{ job, attempts }, { settings }] = await Promise.all([
    session.request('jobs.get', { id: port.jobId }),
    session.request('settings.list', {}),
  ]);
  const call = attempts.findLast(({ endedAt }) => endedAt === null);
  const useDeviceTsid = settings.find(({ name }) => name === 'useDeviceTsid')?.value !== false;
  return { port, job, begun: Date.parse(call?.startedAt ?? job.stateSince), useDeviceTsid, at };
}

const sends = (job: Job | null): boolean =>
  job?.direction === 'out' && (job.state === 'dialing' || job.state === 'sending');

/** The called and the transmitting station's identification: the far end's and ours, by the call's direction. */
function stationIds({ port, job, useDeviceTsid }: PortMoment): { readonly csid: string; readonly tsid: string } {
  const far = port.remoteId ?? '';
  if (job === null) return { csid: '', tsid: '' };
  if (job.direction === 'in') return { csid: port.csid, tsid: far };
  return { csid: far, tsid: useDeviceTsid ? port.tsid : job.tsid || port.tsid };
}

import { isAbsolute, resolve } from 'node:path';
import type { SettingName, SettingValue } from '../model/settings.ts';
import { FaxComError, invalid } from './com-error.ts';
import { FaxDoc } from './fax-doc.ts';
import { FaxJobs } from './fax-jobs.ts';
import { FaxPorts } from './fax-ports.ts';
import { openConnection } from './open-connection.ts';
import { type Connection, Session } from './session.ts';

/**
 * The connection to a fax server and its settings (object model 1.1).
 *
 * Call `connect` first; before it and after `disconnect` every member throws `NOT_CONNECTED`. Every readable member is
 * a method that returns a promise, and every writable one has a `set…` beside it. A write is done at the server, and on
 * its disk, when its promise resolves; there is no Save.
 */
export class FaxServer {
  #open: (serverName: string) => Promise<Connection> = openConnection;
  #session: Session | null = null;
  /** The connection is being opened or closed. */
  #changing = false;

  /**
   * A server whose connections are opened by a function: for tests.
   *
   * @internal
   */
  static openedBy(open: (serverName: string) => Promise<Connection>): FaxServer {
    const server = new FaxServer();
    server.#open = open;
    return server;
  }

  /**
   * Opens the connection. Empty, null or nothing: this computer's data folder; a full path: that data folder. Where nobody
   * runs the server of it, this process does while it is connected.
   * Throws `ALREADY_CONNECTED`, `NOT_SUPPORTED`, `SERVER_UNREACHABLE`, `DATA_FOLDER_UNUSABLE`, `STORE_DAMAGED`…
   */
  async connect(serverName: string | null = ''): Promise<void> {
    const name = serverName ?? '';
    if (typeof name !== 'string') throw invalid('The server’s name is a text.', 'Leave it empty for this one.');
    if (this.#session !== null || this.#changing) throw new FaxComError('ALREADY_CONNECTED');
    this.#changing = true;
    try {
      this.#session = await Session.open(() => this.#open(name));
    } finally {
      this.#changing = false;
    }
  }

  /**
   * Ends the connection, and with it every object that came from it. Where this process runs the server, calls that
   * are up end first. Throws `NOT_CONNECTED`.
   */
  async disconnect(): Promise<void> {
    const session = this.#connected();
    this.#session = null;
    this.#changing = true;
    try {
      await session.end();
    } finally {
      this.#changing = false;
    }
  }

  /** The devices there are now. */
  async getPorts(): Promise<FaxPorts> {
    return FaxPorts.of(this.#connected());
  }

  /** The queue as it is now, outgoing and incoming faxes together. */
  async getJobs(): Promise<FaxJobs> {
    return FaxJobs.of(this.#connected());
  }

  /**
   * A new outgoing document; nothing is queued before its `send`. A relative path is taken from this process's folder.
   * Throws `ARGUMENT_INVALID` for an empty name.
   */
  async createDocument(fileName: string): Promise<FaxDoc> {
    const session = this.#connected();
    if (typeof fileName !== 'string' || fileName === '')
      throw invalid('The name of the file is empty.', 'Give the full path of the file to send.');
    return FaxDoc.of(session, isAbsolute(fileName) ? fileName : resolve(fileName));
  }

  /** How many more times a fax is tried after its first attempt failed, 0 to 99. */
  retries(): Promise<number> {
    return this.#number('retries');
  }

  setRetries(value: number): Promise<void> {
    return this.#put('retries', value);
  }

  /** Minutes between two attempts; 0 tries again at once. */
  retryDelay(): Promise<number> {
    return this.#number('retryDelay');
  }

  setRetryDelay(value: number): Promise<void> {
    return this.#put('retryDelay', value);
  }

  /** Days after which an unsent fax is removed from the queue; -1 and 0 mean never, and read back as they were set. */
  dirtyDays(): Promise<number> {
    return this.#number('dirtyDays');
  }

  setDirtyDays(value: number): Promise<void> {
    return this.#put('dirtyDays', value);
  }

  /** A line with date, sender, number and page is added above each page sent. */
  branding(): Promise<boolean> {
    return this.#boolean('branding');
  }

  setBranding(value: boolean): Promise<void> {
    return this.#put('branding', value);
  }

  /** The device's own identification is sent; false: the one given with the document (`FaxDoc.tsid`). */
  useDeviceTsid(): Promise<boolean> {
    return this.#boolean('useDeviceTsid');
  }

  setUseDeviceTsid(value: boolean): Promise<void> {
    return this.#put('useDeviceTsid', value);
  }

  /** Only the cover pages stored with the server may be used. */
  serverCoverpage(): Promise<boolean> {
    return this.#boolean('serverCoverpage');
  }

  setServerCoverpage(value: boolean): Promise<void> {
    return this.#put('serverCoverpage', value);
  }

  /** The outgoing queue is paused: new faxes are accepted and wait, calls in progress finish. */
  pauseServerQueue(): Promise<boolean> {
    return this.#boolean('pauseServerQueue');
  }

  setPauseServerQueue(value: boolean): Promise<void> {
    return this.#put('pauseServerQueue', value);
  }

  /** A copy of every fax sent is kept in `archiveDirectory`; turning it on without one is refused. */
  archiveOutboundFaxes(): Promise<boolean> {
    return this.#boolean('archiveOutboundFaxes');
  }

  setArchiveOutboundFaxes(value: boolean): Promise<void> {
    return this.#put('archiveOutboundFaxes', value);
  }

  /** Folder for copies of faxes sent: a full path, or below the data folder. */
  archiveDirectory(): Promise<string> {
    return this.#text('archiveDirectory');
  }

  setArchiveDirectory(value: string): Promise<void> {
    return this.#put('archiveDirectory', value);
  }

  /** Kept for scripts; it has no effect. */
  serverMapiProfile(): Promise<string> {
    return this.#text('serverMapiProfile');
  }

  setServerMapiProfile(value: string): Promise<void> {
    return this.#put('serverMapiProfile', value);
  }

  /** Hour at which the discount rate begins, office time, 0 to 23. Equal start and end mean no discount rate. */
  discountRateStartHour(): Promise<number> {
    return this.#number('discountRateStartHour');
  }

  setDiscountRateStartHour(value: number): Promise<void> {
    return this.#put('discountRateStartHour', value);
  }

  /** Minute at which the discount rate begins, 0 to 59. */
  discountRateStartMinute(): Promise<number> {
    return this.#number('discountRateStartMinute');
  }

  setDiscountRateStartMinute(value: number): Promise<void> {
    return this.#put('discountRateStartMinute', value);
  }

  /** Hour at which the discount rate ends, office time, 0 to 23. */
  discountRateEndHour(): Promise<number> {
    return this.#number('discountRateEndHour');
  }

  setDiscountRateEndHour(value: number): Promise<void> {
    return this.#put('discountRateEndHour', value);
  }

  /** Minute at which the discount rate ends, 0 to 59. */
  discountRateEndMinute(): Promise<number> {
    return this.#number('discountRateEndMinute');
  }

  setDiscountRateEndMinute(value: number): Promise<void> {
    return this.#put('discountRateEndMinute', value);
  }

  #connected(): Session {
    if (this.#session === null) throw new FaxComError('NOT_CONNECTED');
    return this.#session;
  }

  async #value(name: SettingName): Promise<SettingValue | undefined> {
    const { settings } = await this.#connected().request('settings.list', {});
    return settings.find((setting) => setting.name === name)?.value;
  }

  async #number(name: SettingName): Promise<number> {
    const value = await this.#value(name);
    return typeof value === 'number' ? value : missing(name);
  }

  async #boolean(name: SettingName): Promise<boolean> {
    const value = await this.#value(name);
    return typeof value === 'boolean' ? value : missing(name);
  }

  async #text(name: SettingName): Promise<string> {
    const value = await this.#value(name);
    return typeof value === 'string' ? value : missing(name);
  }

  async #put(name: SettingName, value: SettingValue): Promise<void> {
    await this.#connected().request('settings.set', { values: { [name]: value } });
  }
}

/** A server that does not have a setting of the object model. */
function missing(name: SettingName): never {
  throw new FaxComError('NOT_SUPPORTED', { message: `This server has no setting “${name}”.` });
}

import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RoutingMethodName, type RoutingTarget, routingMethods } from '../model/routing.ts';
import { FaxComError, invalid } from './com-error.ts';
import { readPort } from './read-port.ts';
import { isMethodOn, switchMethod } from './routing-switch.ts';
import type { Session } from './session.ts';

/** Somebody else may change the rules between our reading and writing them; then it is done again, so often. */
const TRIES = 5;

/**
 * One routing method of received faxes as one port sees it (object model 1.8). It has no Refresh: `enable` is read from
 * the server when it is asked for. Where a fax goes, and when, say the routing rules; a method is on for a port when an
 * enabled rule of it holds for the port.
 */
export class FaxRoutingMethod {
  readonly #session: Session;
  readonly #portId: number;
  readonly #method: RoutingMethodName;

  private constructor(session: Session, portId: number, method: RoutingMethodName) {
    this.#session = session;
    this.#portId = portId;
    this.#method = method;
  }

  /** @internal */
  static of(session: Session, portId: number, method: RoutingMethodName): FaxRoutingMethod {
    return new FaxRoutingMethod(session, portId, method);
  }

  /** The port that it belongs to. */
  async deviceId(): Promise<number> {
    return (await readPort(this.#session, this.#portId)).id;
  }

  async deviceName(): Promise<string> {
    return (await readPort(this.#session, this.#portId)).name;
  }

  /** The method is on for this port. */
  async enable(): Promise<boolean> {
    await readPort(this.#session, this.#portId);
    const { items } = await this.#rules();
    return isMethodOn(items, this.#method, this.#portId);
  }

  /**
   * Switches the method on or off for this port alone. Off keeps the rules; on takes the port's own ones up again.
   * Where it has none, Store in folder files into `Received faxes` in the data folder, and Print takes the system's
   * default printer; the others need to be told where to: ERROR_INVALID_PARAMETER.
   */
  async setEnable(value: boolean): Promise<void> {
    this.#session.assertConnected();
    if (typeof value !== 'boolean') throw invalid('A routing method is on or off.', 'Give true or false.');
    for (let left = TRIES - 1; ; left -= 1) {
      try {
        return await this.#switch(value);
      } catch (error) {
        if (left === 0 || !(error instanceof FaxComError) || error.code !== 'LIST_CHANGED') throw error;
      }
    }
  }

  /** Its identity, the same on every port: `{92041a90-9af2-11d0-abf7-00c04fd91a4e}`. */
  guid(): Promise<string> {
    return this.#session.known(routingMethods[this.#method].guid);
  }

  /** The method's name inside its extension. */
  functionName(): Promise<string> {
    return this.#session.known(this.#method);
  }

  /** What the extension is part of. */
  imageName(): Promise<string> {
    return this.#session.known('fax-console');
  }

  friendlyName(): Promise<string> {
    return this.#session.known(routingMethods[this.#method].friendlyName);
  }

  extensionName(): Promise<string> {
    return this.#session.known('Fax Console');
  }

  /** The port's own number, as it is known; with a bar and a sub-address where the line has one (ours have none). */
  async routingData(): Promise<string> {
    return (await readPort(this.#session, this.#portId)).number;
  }

  async #rules() {
    const list = await this.#session.request('lists.get', { name: 'routing' });
    if (list.name !== 'routing') throw new FaxComError('PROTOCOL_ERROR');
    return list;
  }

  async #switch(on: boolean): Promise<void> {
    const { ports } = await this.#session.request('ports.list', {});
    await readPort(this.#session, this.#portId);
    const { items, revision } = await this.#rules();
    const rules = switchMethod(items, this.#method, this.#portId, on, {
      portIds: ports.map(({ id }) => id),
      newId: randomUUID,
      target: this.#plainTarget(),
    });
    if (rules === items) return;
    if (rules === null)
      throw invalid(
        `Nobody has said where “${routingMethods[this.#method].friendlyName}” sends the faxes of this port.`,
        'Add a routing rule for it in Fax Console, then switch it on and off here.',
      );
    if (on && this.#method === 'folder') await this.#makeFolder();
    await this.#session.request('lists.put', { name: 'routing', revision, items: rules });
  }

  /** Where faxes go when nobody has said it; null where that cannot be guessed. */
  #plainTarget(): RoutingTarget | null {
    switch (this.#method) {
      case 'folder':
        return { method: 'folder', folder: this.#folder, name: '{date} {time} {from} ({id})', format: 'tif' };
      case 'print':
        return { method: 'print', printer: '' };
      case 'email':
      case 'program':
        return null;
    }
  }

  get #folder(): string {
    return join(this.#session.dataDir, 'Received faxes');
  }

  async #makeFolder(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
    } catch (error) {
      throw new FaxComError('WRITE_FAILED', { cause: error });
    }
  }
}

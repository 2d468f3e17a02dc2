import { Collection } from './collection.ts';
import { FaxPort } from './fax-port.ts';
import type { Session } from './session.ts';

/** The devices when they were asked for, in the order of their priority (object model 1.4). */
export class FaxPorts extends Collection<FaxPort> {
  private constructor(session: Session, ports: readonly FaxPort[]) {
    super(session, ports);
  }

  /** @internal */
  static async of(session: Session): Promise<FaxPorts> {
    const { ports } = await session.request('ports.list', {});
    return new FaxPorts(
      session,
      ports.map(({ id }) => FaxPort.of(session, id)),
    );
  }
}

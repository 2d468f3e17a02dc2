import { routingMethodSchema } from '../model/routing.ts';
import { Collection } from './collection.ts';
import { FaxRoutingMethod } from './fax-routing-method.ts';
import { readPort } from './read-port.ts';
import type { Session } from './session.ts';

/** The routing methods of a port, those that are off included (object model 1.7). */
export class FaxRoutingMethods extends Collection<FaxRoutingMethod> {
  private constructor(session: Session, methods: readonly FaxRoutingMethod[]) {
    super(session, methods);
  }

  /** @internal */
  static async of(session: Session, portId: number): Promise<FaxRoutingMethods> {
    const { id } = await readPort(session, portId);
    return new FaxRoutingMethods(
      session,
      routingMethodSchema.options.map((method) => FaxRoutingMethod.of(session, id, method)),
    );
  }
}

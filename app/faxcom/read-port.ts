import type { Port } from '../model/port.ts';
import { FaxComError } from './com-error.ts';
import type { Session } from './session.ts';

/** A port by its permanent id. Throws `PORT_NOT_FOUND` (ERROR_BAD_UNIT) when it was removed. */
export async function readPort(session: Session, id: number): Promise<Port> {
  const { ports } = await session.request('ports.list', {});
  const port = ports.find((each) => each.id === id);
  if (port === undefined)
    throw new FaxComError('PORT_NOT_FOUND', {
      message: 'This port was removed.',
      next: 'Read the ports again: getPorts().',
    });
  return port;
}

import { FaxError } from '../../model/errors.ts';
import { enterOffice, type OfficeOptions } from '../office.ts';
import { createFakeServer, openFake } from './fake-server.ts';

/**
 * A process that enters an office with a fake server, for tests of several processes on one folder:
 * `office-process.ts DIR NAME STAY TAKEOVER`. Tells its role, and who answers, as lines of JSON; `SIGTERM` leaves.
 */
const [dataDir = '', name = '', stay = 'service', takeOver = 'no'] = process.argv.slice(2);
const options: OfficeOptions = {
  dataDir,
  stay: stay === 'command' || stay === 'moment' ? stay : 'service',
  takeOver: takeOver === 'yes',
  openServer: openFake(createFakeServer({ name })),
};

const tell = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`);

try {
  const office = await enterOffice(options);
  office.onRoleChange(async (change) => {
    tell({ role: change.role, error: change.role === 'lost' ? change.error.code : null });
    if (change.role !== 'lost') tell({ answeredBy: (await office.request('snapshot', {})).server.name });
  });
  process.on('SIGTERM', async () => {
    await office.close();
    process.exit(0);
  });
  tell({ role: office.role, error: null });
  tell({ answeredBy: (await office.request('snapshot', {})).server.name });
  setInterval(() => undefined, 1_000);
} catch (error) {
  tell({ role: 'none', error: error instanceof FaxError ? error.code : String(error) });
  process.exit(3);
}

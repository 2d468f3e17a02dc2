/** The acceptance tests of the object model's reference (6.4), by their numbers: the form of the objects. The others: `acceptance-service.test.ts`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { routingMethods } from '../model/routing.ts';
import type { SimulatedOffice } from '../server/embedded/simulation/simulated-office.ts';
import { callByName, methodsOf, oneOfEach } from './any-member.testing.ts';
import { GUID_ROUTE_EMAIL, GUID_ROUTE_FOLDER, GUID_ROUTE_PRINT, JC_PAUSE, JC_RESTART, JC_RESUME } from './constants.ts';
import { FaxServer } from './fax-server.ts';
import { FaxTiff } from './fax-tiff.ts';
import { type InterfaceName, memberTable, methodNames } from './member-table.testing.ts';
import { connectionTo, itemsOf, refusal, type ScriptedOffice, scriptedOffice } from './scripted-office.testing.ts';
import { faxTiffFile } from './tiff-file.testing.ts';

let script: ScriptedOffice;
let office: SimulatedOffice;
let server: FaxServer;

beforeEach(async () => {
  script = await scriptedOffice();
  ({ office, server } = script);
});

afterEach(() => office.remove());

describe('1: every member exists with its kind, and there is no Save', () => {
  it.each(Object.keys(memberTable) as InterfaceName[])('%s', async (name) => {
    const thing = (await oneOfEach(script))[name];
    // Nothing is missing, and nothing is there that the model does not have.
    expect(methodsOf(thing)).toEqual([...methodNames(memberTable[name])].sort());
    // Everything is a method that returns a promise: nothing is read as a property.
    expect(Object.keys(thing)).toEqual([]);
    expect(methodsOf(thing)).not.toContain('save');
  });

  it('counts 10 interfaces and 129 members', () => {
    const counts = Object.values(memberTable).map(
      ({ readOnly, readWrite, writeOnly, methods }) =>
        readOnly.length + readWrite.length + writeOnly.length + methods.length,
    );
    expect(counts).toHaveLength(10);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(129);
  });

  it.each(Object.keys(memberTable) as InterfaceName[])('what %s reads is read by a promise', async (name) => {
    const thing = (await oneOfEach(script))[name];
    const { readOnly, readWrite } = memberTable[name];
    for (const member of [...readOnly, ...readWrite]) {
      const read = callByName(thing, member.charAt(0).toLowerCase() + member.slice(1));
      expect(read).toBeInstanceOf(Promise);
      if (name === 'FaxTiff') await expect(read).rejects.toMatchObject({ modelName: 'ERROR_INVALID_PARAMETER' });
      else expect(await read).not.toBeUndefined();
    }
  });
});

describe('2: FaxTiff needs no server; everything else throws “not connected”', () => {
  const notConnected = { code: 'NOT_CONNECTED', modelName: 'RPC_S_SERVER_UNAVAILABLE', hresult: 0x800706ba };

  it('FaxTiff reads a file with no FaxServer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fax-tiff-'));
    try {
      const path = join(folder, 'fax.tif');
      await writeFile(path, faxTiffFile({ 305: 'A test' }));
      const tiff = new FaxTiff();
      await tiff.setImage(path);
      expect(await tiff.image()).toBe(path);
      expect(await tiff.tiffTagString(305)).toBe('A test');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('every member of FaxServer but connect, before connect', async () => {
    const fresh = new FaxServer();
    for (const name of methodNames(memberTable.FaxServer).filter((each) => each !== 'connect'))
      expect(await refusal(callByName(fresh, name)), name).toEqual(notConnected);
  });

  it('every member of every object, after disconnect', async () => {
    const { FaxTiff: _, ...things } = await oneOfEach(script);
    await server.disconnect();
    for (const [name, thing] of Object.entries(things))
      for (const method of methodNames(memberTable[name as InterfaceName]).filter((each) => each !== 'connect'))
        expect(await refusal(callByName(thing, method)), `${name}.${method}`).toEqual(notConnected);
  });

  it('also when the server connects again: an object remembers its own connection', async () => {
    const jobs = await server.getJobs();
    await server.disconnect();
    await server.connect();
    expect(await refusal(jobs.count())).toEqual(notConnected);
    expect(await server.retries()).toBe(3);
  });
});

describe('3: collections count from 1', () => {
  it.each(['getJobs', 'getPorts'] as const)('%s', async (get) => {
    await (await script.document('5550999')).send();
    const collection = await server[get]();
    const count = await collection.count();
    expect(count).toBeGreaterThan(0);
    expect(await collection.item(1)).toBeInstanceOf(Object);
    expect(await collection.item(count)).toBeInstanceOf(Object);
    for (const index of [0, count + 1, -1, 1.5, Number.NaN])
      expect(await refusal(collection.item(index))).toMatchObject({
        modelName: 'ERROR_INVALID_PARAMETER',
        hresult: 0x80070057,
      });
  });

  it('the routing methods of a port', async () => {
    const methods = await (await script.port('Practice 1')).getRoutingMethods();
    expect(await methods.count()).toBe(4);
    await methods.item(4);
    await refusal(methods.item(0));
    await refusal(methods.item(5));
  });
});

describe('4: one number restarts and resumes', () => {
  it('is the same number', () => {
    expect(JC_RESTART).toBe(JC_RESUME);
  });

  it('restarts a fax whose retries are exceeded, with all of its retries', async () => {
    await server.setRetries(1);
    await server.setRetryDelay(1);
    const id = await (await script.document('5550999')).send();
    await office.untilState(id, 'failed');
    const job = await script.job(id);
    expect(await job.queueStatus()).toBe('Retries Exceeded');
    expect(office.network.calls).toHaveLength(2);
    await job.setStatus(JC_RESTART);
    await office.untilState(id, 'retrying');
    await office.untilState(id, 'failed');
    expect(office.network.calls).toHaveLength(4);
  });

  it('resumes a paused one, and keeps its retries as they were', async () => {
    await server.setRetries(1);
    const id = await (await script.document('5550999')).send();
    await office.untilState(id, 'retrying');
    const job = await script.job(id);
    await job.setStatus(JC_PAUSE);
    await job.refresh();
    expect(await job.queueStatus()).toBe('Paused');
    await script.minutes(30);
    expect(office.network.calls).toHaveLength(1);
    await job.setStatus(JC_RESUME);
    await office.untilState(id, 'failed');
    expect(office.network.calls).toHaveLength(2);
  });
});

describe('11: no Save: of the extended model, which is not offered, only what holds here too', () => {
  it('a put is at the server at once, seen by every other connection, and survives a restart', async () => {
    const other = FaxServer.openedBy(async () => connectionTo(office));
    await other.connect();
    await server.setRetries(7);
    expect(await other.retries()).toBe(7);
    await office.stop();
    await office.start();
    expect(await other.retries()).toBe(7);
  });

  it('refresh reads a job anew; until then it is what it was', async () => {
    const id = await (await script.document('5550999')).send();
    const job = await script.job(id);
    const before = await job.queueStatus();
    await office.untilState(id, 'retrying');
    expect(await job.queueStatus()).toBe(before);
    await job.refresh();
    expect(await job.queueStatus()).toBe('Retrying');
  });

  it('a value that is refused leaves nothing behind', async () => {
    await refusal(server.setRetries(100));
    expect(await server.retries()).toBe(3);
  });
});

describe('12: reassigning is not offered: received faxes are everybody’s', () => {
  it('no object has it, and every received fax is in the one inbox', async () => {
    for (const thing of Object.values(await oneOfEach(script)))
      expect(methodsOf(thing).filter((name) => /assign/i.test(name))).toEqual([]);
    const id = await (await script.document('5550101')).send();
    await office.untilState(id, 'delivered');
    await script.minutes(1);
    expect((await office.ask('messages.list', {})).total).toBe(1);
  });
});

describe('15: the routing methods’ identities', () => {
  it('are those of the reference, as constants and on a port', async () => {
    expect([GUID_ROUTE_EMAIL, GUID_ROUTE_FOLDER, GUID_ROUTE_PRINT]).toEqual([
      '{6bbf7bfe-9af2-11d0-abf7-00c04fd91a4e}',
      '{92041a90-9af2-11d0-abf7-00c04fd91a4e}',
      '{aec1b37c-9af2-11d0-abf7-00c04fd91a4e}',
    ]);
    const methods = await itemsOf(await (await script.port('Practice 1')).getRoutingMethods());
    const guids = await Promise.all(methods.map((method) => method.guid()));
    expect(guids).toEqual([GUID_ROUTE_EMAIL, GUID_ROUTE_FOLDER, GUID_ROUTE_PRINT, routingMethods.program.guid]);
  });
});

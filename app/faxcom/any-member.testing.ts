import { JC_DELETE } from './constants.ts';
import { FaxTiff } from './fax-tiff.ts';
import type { InterfaceName } from './member-table.testing.ts';
import type { ScriptedOffice } from './scripted-office.testing.ts';

/** One object of each interface, as a script gets it. */
export async function oneOfEach({
  document,
  server,
}: ScriptedOffice): Promise<Readonly<Record<InterfaceName, object>>> {
  const doc = await document('5550999');
  await doc.send();
  const jobs = await server.getJobs();
  const ports = await server.getPorts();
  const port = await ports.item(1);
  const methods = await port.getRoutingMethods();
  return {
    FaxServer: server,
    FaxJobs: jobs,
    FaxJob: await jobs.item(1),
    FaxPorts: ports,
    FaxPort: port,
    FaxStatus: await port.getStatus(),
    FaxRoutingMethods: methods,
    FaxRoutingMethod: await methods.item(1),
    FaxDoc: doc,
    FaxTiff: new FaxTiff(),
  };
}

/** The names of the methods that an object has, its class's and those of the classes above it. */
export function methodsOf(thing: object): readonly string[] {
  const names = new Set<string>();
  for (let place = Object.getPrototypeOf(thing); place !== Object.prototype; place = Object.getPrototypeOf(place))
    for (const name of Object.getOwnPropertyNames(place)) names.add(name);
  names.delete('constructor');
  return [...names].sort();
}

/** Calls a method by its name, with something that it takes. */
export const callByName = (thing: object, name: string): Promise<unknown> => {
  const method: unknown = Reflect.get(thing, name);
  if (typeof method !== 'function') throw new Error(`There is no method ${name}.`);
  return Reflect.apply(method, thing, argumentsOf(name));
};

/** Something that each method takes. */
function argumentsOf(name: string): readonly unknown[] {
  if (name === 'item' || name === 'tiffTagString') return [1];
  if (name === 'setStatus') return [JC_DELETE];
  return ['x'];
}

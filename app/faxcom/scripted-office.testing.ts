import { parseInput } from '../office/wire.ts';
import { SimulatedOffice } from '../server/embedded/simulation/simulated-office.ts';
import type { FaxDoc } from './fax-doc.ts';
import type { FaxJob } from './fax-job.ts';
import type { FaxPort } from './fax-port.ts';
import { FaxServer } from './fax-server.ts';
import type { Connection } from './session.ts';

/** A whole office in simulated time, with a script connected to it. */
export interface ScriptedOffice {
  readonly office: SimulatedOffice;
  readonly server: FaxServer;
  /** A document to a number, with a file whose name begins with its pages. */
  document(number: string, file?: string): Promise<FaxDoc>;
  queue(): Promise<readonly FaxJob[]>;
  /** A job of the queue by its id. */
  job(id: number): Promise<FaxJob>;
  /** A port by its name. */
  port(name: string): Promise<FaxPort>;
  minutes(count: number): Promise<void>;
}

/** Starts an office and connects to it. */
export async function scriptedOffice(office = new SimulatedOffice()): Promise<ScriptedOffice> {
  await office.start();
  const server = FaxServer.openedBy(async () => connectionTo(office));
  await server.connect();
  const queue = async () => itemsOf(await server.getJobs());
  return {
    office,
    server,
    queue,
    async document(number, file = '1-letter.pdf') {
      const doc = await server.createDocument(`/letters/${file}`);
      await doc.setFaxNumber(number);
      return doc;
    },
    async job(id) {
      for (const job of await queue()) if ((await job.jobId()) === id) return job;
      throw new Error(`Fax ${id} is not in the queue.`);
    },
    async port(name) {
      for (const port of await itemsOf(await server.getPorts())) if ((await port.name()) === name) return port;
      throw new Error(`There is no port ${name}.`);
    },
    minutes: (count) => office.time.pass(count * 60_000),
  };
}

/** The way to a simulated office: its clock is the connection's. One request at a time lets simulated time pass. */
export function connectionTo(office: SimulatedOffice): Connection {
  let last: Promise<unknown> = Promise.resolve();
  return {
    dataDir: office.dataDir,
    now: () => office.time.now(),
    request(name, input) {
      const turn = last.then(() => {
        // The door's own check: what it refuses is a sentence.
        parseInput(name, input);
        return office.ask(name, input);
      });
      last = Promise.allSettled([turn]);
      return turn;
    },
    close: async () => undefined,
  };
}

/** Every item of a collection. */
export async function itemsOf<T>(collection: {
  count(): Promise<number>;
  item(index: number): Promise<T>;
}): Promise<readonly T[]> {
  const indices = Array.from({ length: await collection.count() }, (_, index) => index + 1);
  return Promise.all(indices.map((index) => collection.item(index)));
}

/** What a rejected promise was rejected with, by the fields that scripts look at. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ code: string; modelName: string | null; hresult: number }> {
  try {
    await promise;
  } catch (error) {
    const { code, modelName, hresult } = error as { code: string; modelName: string | null; hresult: number };
    return { code, modelName, hresult };
  }
  throw new Error('It was not refused.');
}

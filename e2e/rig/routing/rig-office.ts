import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RequestInput, type RequestName, type RequestOutput, requests } from '../../../app/contract/requests.ts';
import { createPageWorks } from '../../../app/document/page-works.ts';
import { scaledClock } from '../../../app/model/clock.ts';
import type { Job } from '../../../app/model/job.ts';
import type { Message } from '../../../app/model/message.ts';
import { systemClock } from '../../../app/office/system-clock.ts';
import { startWorkerThread } from '../../../app/office/worker-threads.ts';
import { createEmbeddedServer } from '../../../app/server/embedded/embedded-server.ts';
import { nodeOutside } from '../../../app/server/embedded/node-outside.ts';
import { memorySecrets } from '../../../app/server/embedded/secrets.ts';
import { openWorkerStore } from '../../../app/store/worker-store.ts';
import { writeDocument } from '../rig-documents.ts';
import { eventually } from './own-daemon.ts';

/** The office's own time runs so many times faster: a retry after minutes is one after seconds. */
const FACTOR = 10;

/** A real office of the rig: store, pages, practice lines and the outside of this machine, in faster time. */
export interface RigOffice {
  readonly folder: string;
  ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>>;
  /** Sends a fax of so many pages to the practice line and waits until it is in the inbox: the received fax. */
  receive(pages: number): Promise<Message>;
  /** Waits until a job or message looks as it should. */
  message(id: number, holds: (message: Message) => boolean, seconds: number): Promise<Message>;
  job(id: number, holds: (job: Job) => boolean, seconds: number): Promise<Job>;
  close(): Promise<void>;
}

export async function openRigOffice(): Promise<RigOffice> {
  const folder = await mkdtemp(join(tmpdir(), 'fax-rig-office-'));
  const clock = scaledClock(systemClock(), FACTOR);
  const works = createPageWorks({ startWorker: startWorkerThread, threads: 1, tempDir: join(folder, 'temp') });
  const server = createEmbeddedServer({
    store: await openWorkerStore(startWorkerThread, join(folder, 'fax.db'), clock.now()),
    works,
    dataDir: folder,
    clock,
    random: Math.random,
    zone: 'UTC',
    outside: nodeOutside(),
    secrets: memorySecrets(),
    log: () => undefined,
  });
  await server.connect();
  const ask: RigOffice['ask'] = (name, input) => {
    const schema: { parse(value: unknown): unknown } = requests[name].input;
    return server.handle(name, schema.parse(input) as never);
  };
  const message: RigOffice['message'] = (id, holds, seconds) =>
    eventually(
      async () => {
        const { messages } = await ask('messages.list', {});
        return messages.find((each) => each.id === id && holds(each)) ?? null;
      },
      seconds,
      `fax ${id} in the inbox`,
    );
  let sent = 0;
  return {
    folder,
    ask,
    message,
    async receive(pages) {
      const file = join(folder, `letter-${++sent}.tif`);
      await writeDocument(file, { pages, resolution: 'standard', coding: 'mmr', firstNumber: sent * 100 });
      const document = { kind: 'files', files: [file], options: { resolution: 'standard' } } as const;
      const { jobs } = await ask('submit', { document, recipients: [{ number: '5550101' }], key: `rig-fax-${sent}` });
      return message((jobs[0]?.id ?? 0) + 1, () => true, 60);
    },
    async job(id, holds, seconds) {
      let last: Job | null = null;
      const look = async () => {
        last = (await ask('jobs.get', { id })).job;
        return holds(last) ? last : null;
      };
      return eventually(look, seconds, `the state of fax ${id}`).catch((error: unknown) => {
        throw new Error(`Fax ${id} is ${JSON.stringify(last)}`, { cause: error });
      });
    },
    async close() {
      await server.disconnect();
      await works.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

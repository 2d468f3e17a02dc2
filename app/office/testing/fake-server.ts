import type { FaxEvent } from '../../contract/events.ts';
import type { RequestName, RequestOutput, RequestParsed } from '../../contract/requests.ts';
import type { ServerStatus, Snapshot } from '../../contract/snapshot.ts';
import type { FaxServer } from '../../server/fax-server.ts';
import type { OpenServer } from '../open-server.ts';

/** What a test decides of a fake server. */
export interface FakeServerOptions {
  /** The server's name, by which a client tells who answers. */
  readonly name?: string;
  /** Answers a request by its name; what it does not know is answered with a snapshot's part. */
  readonly answer?: (name: RequestName, input: unknown) => Promise<unknown> | unknown;
}

/** A server that keeps nothing, for tests of what stands before it. */
export interface FakeServer extends FaxServer {
  busy: boolean;
  emit(event: FaxEvent): void;
  readonly listeners: number;
  readonly log: string[];
}

export function createFakeServer(options: FakeServerOptions = {}): FakeServer {
  const listeners = new Set<(event: FaxEvent) => void>();
  const log: string[] = [];
  const status: ServerStatus = {
    name: options.name ?? 'fake',
    kind: 'embedded',
    state: 'connected',
    error: null,
    capabilities: { editPorts: true, pause: true, discount: true, practiceOnly: true },
    zone: 'UTC',
    warnings: [],
  };
  const snapshot: Snapshot = { version: 7, server: status, jobs: [], ports: [], messages: [], settings: [] };
  return {
    status,
    busy: false,
    log,
    get listeners() {
      return listeners.size;
    },
    emit: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
    connect: async () => void log.push('connect'),
    disconnect: async () => void log.push('disconnect'),
    async handle<N extends RequestName>(name: N, input: RequestParsed<N>): Promise<RequestOutput<N>> {
      const given = await options.answer?.(name, input);
      // What a fake answers is its test's business; the door's client checks it against the contract anyway.
      return (given ?? plain(name, snapshot)) as RequestOutput<N>;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function plain(name: RequestName, snapshot: Snapshot): unknown {
  switch (name) {
    case 'snapshot':
      return snapshot;
    case 'jobs.list':
      return { jobs: [], total: 0 };
    case 'ports.list':
      return { ports: [] };
    case 'settings.list':
      return { settings: [] };
    default:
      return {};
  }
}

/** Opens a fake server where the office would open the embedded one. */
export function openFake(server: FakeServer): OpenServer {
  return async () => {
    await server.connect();
    return { server, close: () => server.disconnect() };
  };
}

import type { Snapshot } from '../../app/contract/snapshot.ts';

export { sampleJob, sampleMessage } from '../../app/model/testing/samples.ts';

/** A snapshot for tests: connected, with nothing in it. */
export function sampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const capabilities = { editPorts: true, pause: true, discount: true, practiceOnly: true };
  return {
    version: 1,
    server: {
      name: 'This computer',
      kind: 'embedded',
      state: 'connected',
      error: null,
      capabilities,
      zone: 'UTC',
      warnings: [],
    },
    jobs: [],
    ports: [],
    messages: [],
    settings: [],
    ...changes,
  };
}

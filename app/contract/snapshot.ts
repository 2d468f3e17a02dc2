import { z } from 'zod';
import { jobSchema } from '../model/job.ts';
import { messageSchema } from '../model/message.ts';
import { portSchema } from '../model/port.ts';
import { settingSchema } from '../model/settings.ts';

/** What a server can do; the screen draws from these and never guesses. */
export const capabilitiesSchema = z.object({
  /** Ports may be added and removed. */
  editPorts: z.boolean(),
  /** Jobs may be paused and resumed. */
  pause: z.boolean(),
  /** The discount rate is known. */
  discount: z.boolean(),
  /** Only practice lines exist: nothing reaches the telephone network. */
  practiceOnly: z.boolean(),
});

/** Something that a person should look after before it becomes a fault. */
export const warningSchema = z.object({
  code: z.enum([
    'disk-low',
    'reception-refused',
    'archive-quota',
    'archive-failing',
    'mail-failing',
    'routing-failing',
    'queue-blocked',
    'incoming-blocked',
    'database-recovered',
    'documents-found',
    'list-damaged',
    'secret-locked',
  ]),
  /** A sentence, and the next step as another. */
  words: z.string(),
  next: z.string(),
});
export type Warning = Readonly<z.infer<typeof warningSchema>>;

export const serverStatusSchema = z.object({
  name: z.string(),
  kind: z.enum(['embedded', 'hylafax', 'windows']),
  state: z.enum(['connecting', 'connected', 'disconnected']),
  /** Why it is not connected, in words, or null. */
  error: z.string().nullable(),
  capabilities: capabilitiesSchema,
  /** IANA name of the office's time zone. */
  zone: z.string(),
  /** What a person should look after, the gravest first. */
  warnings: z.array(warningSchema).readonly(),
});
export type ServerStatus = Readonly<z.infer<typeof serverStatusSchema>>;

/** Everything the screen shows, at one version. */
export const snapshotSchema = z.object({
  version: z.int().nonnegative(),
  server: serverStatusSchema,
  /** Newest first: every job that is not final, and the newest of the others; `jobs.list` has them all. */
  jobs: z.array(jobSchema).readonly(),
  ports: z.array(portSchema).readonly(),
  messages: z.array(messageSchema).readonly(),
  settings: z.array(settingSchema).readonly(),
});
export type Snapshot = Readonly<z.infer<typeof snapshotSchema>>;

/** One change to a snapshot; a thing carries its whole new value. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), job: jobSchema }),
  z.object({ kind: z.literal('jobRemoved'), id: z.int() }),
  z.object({ kind: z.literal('port'), port: portSchema }),
  z.object({ kind: z.literal('portRemoved'), id: z.int() }),
  z.object({ kind: z.literal('message'), message: messageSchema }),
  z.object({ kind: z.literal('messageRemoved'), id: z.int() }),
  z.object({ kind: z.literal('settings'), settings: z.array(settingSchema).readonly() }),
  z.object({ kind: z.literal('server'), server: serverStatusSchema }),
]);
export type Change = Readonly<z.infer<typeof changeSchema>>;

/** The snapshot after some changes. Pure: the given snapshot stays as it was. New jobs and messages come first, the newest before the others. */
export function applyChanges(snapshot: Snapshot, version: number, changes: readonly Change[]): Snapshot {
  let next: Snapshot = { ...snapshot, version };
  for (const change of changes) next = applyChange(next, change);
  return next;
}

function applyChange(snapshot: Snapshot, change: Change): Snapshot {
  switch (change.kind) {
    case 'job':
      return { ...snapshot, jobs: put(snapshot.jobs, change.job) };
    case 'jobRemoved':
      return { ...snapshot, jobs: without(snapshot.jobs, change.id) };
    case 'port':
      return { ...snapshot, ports: put(snapshot.ports, change.port, 'last') };
    case 'portRemoved':
      return { ...snapshot, ports: without(snapshot.ports, change.id) };
    case 'message':
      return { ...snapshot, messages: put(snapshot.messages, change.message) };
    case 'messageRemoved':
      return { ...snapshot, messages: without(snapshot.messages, change.id) };
    case 'settings':
      return { ...snapshot, settings: change.settings };
    case 'server':
      return { ...snapshot, server: change.server };
  }
}

function put<T extends { readonly id: number }>(
  list: readonly T[],
  item: T,
  at: 'first' | 'last' = 'first',
): readonly T[] {
  const index = list.findIndex((each) => each.id === item.id);
  if (index >= 0) return list.with(index, item);
  if (at === 'last') return [...list, item];
  // Two that come in at the same time may be told of in the other order.
  const older = list.findIndex((each) => each.id < item.id);
  return older < 0 ? [...list, item] : list.toSpliced(older, 0, item);
}

const without = <T extends { readonly id: number }>(list: readonly T[], id: number): readonly T[] =>
  list.filter((each) => each.id !== id);

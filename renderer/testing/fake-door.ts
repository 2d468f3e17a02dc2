import type { FaxEvent } from '../../app/contract/events.ts';
import type { PageFacts, RequestInput, RequestName, RequestOutput } from '../../app/contract/requests.ts';
import type { ShellEvent, ShellInput, ShellOutput, ShellRequestName } from '../../app/contract/shell.ts';
import { applyChanges, type Change, type Snapshot } from '../../app/contract/snapshot.ts';
import type { Cover } from '../../app/model/cover.ts';
import { FaxError } from '../../app/model/errors.ts';
import { parseFaxNumber } from '../../app/model/fax-number.ts';
import type { Job, JobState } from '../../app/model/job.ts';
import type { Port } from '../../app/model/port.ts';
import { parseSetting } from '../../app/model/settings.ts';
import type { PageApi } from '../door.ts';
import { fakeAttempts, fakeJob, fakeModems, fakePort, fakeSnapshot } from './fake-facts.ts';

/** A call that reached the fake, for tests. */
export interface RecordedCall {
  readonly door: 'request' | 'shell';
  readonly name: string;
  readonly input: unknown;
}

export interface FakeDoor extends PageApi {
  readonly calls: readonly RecordedCall[];
  readonly snapshot: () => Snapshot;
  /** Changes the facts and tells it as a patch; with `skip` the patch's version leaves a gap. */
  change(changes: readonly Change[], skip?: number): void;
  /** Tells any event, as it is. */
  emit(event: FaxEvent): void;
  emitShell(event: ShellEvent): void;
  /** From now on each request fails with this, until it is null again. */
  fail(error: FaxError | null): void;
}

export interface FakeDoorOptions {
  readonly snapshot?: Snapshot;
  readonly now?: () => number;
  /** Milliseconds that each answer takes; 0 in tests. */
  readonly delay?: number;
}

/** An in-page door with no server behind it: answers as the embedded server would, and keeps what it was told. */
export function createFakeDoor(options: FakeDoorOptions = {}): FakeDoor {
  const now = options.now ?? (() => Date.now());
  const listeners = new Set<(event: FaxEvent) => void>();
  const shellListeners = new Set<(event: ShellEvent) => void>();
  const calls: RecordedCall[] = [];
  let facts = options.snapshot ?? fakeSnapshot(now());
  let failure: FaxError | null = null;

  const emit = (event: FaxEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const change = (changes: readonly Change[], skip = 0): void => {
    facts = applyChanges(facts, facts.version + 1 + skip, changes);
    emit({ type: 'patch', version: facts.version, changes });
  };
  const pause = (): Promise<void> =>
    options.delay ? new Promise((resolve) => setTimeout(resolve, options.delay)) : Promise.resolve();

  const answers = createAnswers({ facts: () => facts, change, emit, now });
  const request = async <N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> => {
    calls.push({ door: 'request', name, input });
    await pause();
    if (failure) throw failure;
    return answers[name](input);
  };
  const shell = async <N extends ShellRequestName>(name: N, input: ShellInput<N>): Promise<ShellOutput<N>> => {
    calls.push({ door: 'shell', name, input });
    await pause();
    return shellAnswers[name](input);
  };
  return {
    request,
    shell,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onShell: (listener) => {
      shellListeners.add(listener);
      return () => void shellListeners.delete(listener);
    },
    pathsOf: (files) => files.map((file) => `/home/office/${file.name}`),
    calls,
    snapshot: () => facts,
    change,
    emit,
    emitShell: (event) => {
      for (const listener of shellListeners) listener(event);
    },
    fail: (error) => {
      failure = error;
    },
  };
}

interface Inside {
  readonly facts: () => Snapshot;
  readonly change: (changes: readonly Change[]) => void;
  readonly emit: (event: FaxEvent) => void;
  readonly now: () => number;
}
/** What the window never asks for. */
const refused = (): never => {
  throw new FaxError('NOT_SUPPORTED');
};

type Answers = { readonly [N in RequestName]: (input: RequestInput<N>) => RequestOutput<N> };

const fakeCovers: readonly Cover[] = [
  { name: 'plain', title: 'Plain', scope: 'common', paper: 'a4' },
  { name: 'plain-letter', title: 'Plain, Letter', scope: 'common', paper: 'letter' },
];
const fakeGroups = { name: 'portGroups', revision: 1, items: [{ name: 'Head office', portIds: [1, 2] }] } as const;

const unfaked = (): never => {
  throw new FaxError('NOT_SUPPORTED');
};

/** Requests that no screen of the example data makes yet. */
const notFaked = {
  'lists.put': unfaked,
  'printers.list': unfaked,
  'routing.retry': unfaked,
  'covers.render': unfaked,
  proof: unfaked,
  erase: unfaked,
  backup: unfaked,
  'audit.list': unfaked,
  'found.list': unfaked,
  'found.remove': unfaked,
};

function createAnswers({ facts, change, emit, now }: Inside): Answers {
  const jobOf = (id: number): Job => {
    const job = facts().jobs.find((each) => each.id === id);
    if (!job) throw new FaxError('JOB_NOT_FOUND');
    return job;
  };
  const put = (job: Job): Job => {
    change([{ kind: 'job', job }]);
    return job;
  };
  const at = (): string => new Date(now()).toISOString();
  const command = (operation: 'pause' | 'resume' | 'restart' | 'cancel', state: JobState, reason: string) => {
    return ({ ids }: { readonly ids: readonly number[] }) => ({
      results: ids.map((id) => {
        const job = jobOf(id);
        if (!job.allowed.includes(operation))
          return { id, job: null, error: new FaxError('OPERATION_NOT_ALLOWED').toData() };
        const { allowed } = fakeJob(id, now(), { state });
        return { id, job: put({ ...job, state, reason, allowed, stateSince: at(), nextAt: null }), error: null };
      }),
    });
  };
  const portOf = (name: string) => {
    const port = facts().ports.find((each) => each.name === name);
    if (!port) throw new FaxError('PORT_NOT_FOUND');
    return port;
  };
  const pagesOf = (count: number): readonly PageFacts[] =>
    Array.from({ length: count }, () => ({ width: 1728, rows: 2292, xDpi: 204, yDpi: 196, badLines: 0 }));

  return {
    snapshot: () => facts(),
    submit: (input) => ({
      jobs: input.recipients.map((recipient, index) =>
        put(
          fakeJob(Math.max(0, ...facts().jobs.map((job) => job.id)) + 1 + index, now(), {
            number: parseFaxNumber(recipient.number),
            recipient: recipient.name ?? null,
            subject: input.subject ?? null,
            submissionKey: input.key,
          }),
        ),
      ),
    }),
    ...notFaked,
    'jobs.list': () => ({ jobs: facts().jobs, total: facts().jobs.length }),
    'jobs.get': ({ id }) => ({ job: jobOf(id), attempts: fakeAttempts(jobOf(id), now()) }),
    'jobs.pause': command('pause', 'paused', 'Paused by you'),
    'jobs.resume': command('resume', 'waiting', 'Waiting for a free line'),
    'jobs.restart': command('restart', 'waiting', 'Waiting for a free line'),
    'jobs.cancel': command('cancel', 'cancelled', 'Cancelled by you'),
    'jobs.alter': ({ id, number, when, priority }) => {
      const job = jobOf(id);
      const next = when ? { schedule: when.kind, nextAt: when.kind === 'time' ? when.at : null } : {};
      const dialled = number === undefined ? {} : { number: parseFaxNumber(number) };
      return { job: put({ ...job, ...next, ...dialled, ...(priority ? { priority } : {}) }) };
    },
    'ports.list': () => ({ ports: facts().ports }),
    'ports.set': ({ name, changes }) => {
      if (changes.csid === 'REFUSED') throw new FaxError('PORT_VALUE_INVALID');
      const { rings, csid, tsid, send, receive, priority } = { ...portOf(name), ...changes };
      const port = { ...portOf(name), rings, csid, tsid, send, receive, priority };
      change([{ kind: 'port', port }]);
      return { port };
    },
    'ports.add': ({ name, address }) => {
      if (facts().ports.some((port) => port.name === name)) throw new FaxError('PORT_NAME_TAKEN');
      const port = fakePort(Math.max(0, ...facts().ports.map((each) => each.id)) + 1, now(), { name, address });
      change([{ kind: 'port', port }]);
      return { port };
    },
    'ports.answer': ({ name }) => {
      const ringing = portOf(name);
      if (ringing.state !== 'ringing') throw new FaxError('OPERATION_NOT_ALLOWED');
      const port: Port = { ...ringing, state: 'receiving', since: at() };
      change([{ kind: 'port', port }]);
      return { port };
    },
    'lines.modems': () => ({ modems: fakeModems }),
    'ports.retry': ({ name }) => {
      const port: Port = { ...portOf(name), state: 'idle', error: null, next: null, since: at() };
      change([{ kind: 'port', port }]);
      return { port };
    },
    'ports.remove': ({ name }) => {
      const port = portOf(name);
      if (port.jobId !== null) throw new FaxError('PORT_BUSY');
      change([{ kind: 'portRemoved', id: port.id }]);
      return {};
    },
    'trial.start': refused,
    'trial.follow': refused,
    'trial.stop': refused,
    'mail.test': () => ({}),
    'covers.list': () => ({ covers: fakeCovers }),
    'lists.get': ({ name }) => (name === 'portGroups' ? fakeGroups : unfaked()),
    'settings.list': () => ({ settings: facts().settings }),
    'settings.set': ({ values }) => {
      for (const [name, value] of Object.entries(values)) parseSetting(name, value);
      const settings = facts().settings.map((setting) => ({
        ...setting,
        value: values[setting.name] ?? setting.value,
      }));
      change([{ kind: 'settings', settings }]);
      return { settings };
    },
    'messages.list': () => ({ messages: facts().messages, total: facts().messages.length }),
    'messages.get': ({ id }) => {
      const message = facts().messages.find((each) => each.id === id);
      if (!message) throw new FaxError('MESSAGE_NOT_FOUND');
      return { message };
    },
    'messages.mark': ({ ids, read }) => {
      const messages = facts()
        .messages.filter((each) => ids.includes(each.id))
        .map((each) => ({ ...each, read }));
      change(messages.map((message) => ({ kind: 'message', message })));
      return { messages };
    },
    'pages.list': ({ source }) => {
      if (source.kind === 'job') return { pages: pagesOf(jobOf(source.id).pages) };
      if (source.kind === 'message')
        return { pages: pagesOf(facts().messages.find((each) => each.id === source.id)?.pages ?? 0) };
      return { pages: pagesOf(6) };
    },
    'pages.image': () => ({ png: '' }),
    'preview.open': ({ previewId, files }) => {
      const last = files.at(-1) ?? '';
      if (/damaged/.test(last)) throw new FaxError('FILE_DAMAGED');
      emit({ type: 'preview', previewId, file: last, pagesDone: 2, pages: 6 });
      emit({ type: 'preview', previewId, file: last, pagesDone: 6, pages: 6 });
      return { pages: pagesOf(2 * files.length), files: files.map((path) => ({ path, pages: 2, note: null })) };
    },
    'preview.close': () => ({}),
    save: ({ path }) => ({ path, pages: 1 }),
  };
}

const shellAnswers: { readonly [N in ShellRequestName]: (input: ShellInput<N>) => ShellOutput<N> } = {
  info: () => ({
    version: '0.1.0',
    platform: 'linux',
    dataDir: '/home/office/faxes',
    owner: true,
    tray: true,
    error: null,
    theme: 'system',
  }),
  copyText: () => ({}),
  chooseFiles: () => ({ files: ['/home/office/sample.pdf'] }),
  pasteFiles: () => ({ files: ['/home/office/pasted.png'] }),
  saveAs: ({ name, format }) => ({ path: `/home/office/${name}.${format}` }),
  saveProof: ({ name }) => ({ path: `/home/office/${name}.pdf` }),
  print: () => ({ printed: true }),
  dragOut: () => ({}),
  showInFolder: () => ({}),
  setTheme: () => ({}),
  quit: () => ({}),
};

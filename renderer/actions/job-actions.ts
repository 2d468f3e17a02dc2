import type { When } from '../../app/contract/requests.ts';
import type { Job, Operation, Priority } from '../../app/model/job.ts';
import type { PageApi } from '../door.ts';
import type { Toasts } from '../stores/toasts.ts';
import { type BulkCommand, bulkSummary } from './bulk-summary.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** What is changed of a waiting fax. */
export interface JobChanges {
  readonly number?: string;
  readonly when?: When;
  readonly priority?: Priority;
}

export interface JobActions {
  /** Runs one command on many faxes and says once what became of them. */
  run(command: BulkCommand, jobs: readonly Job[]): Promise<Outcome<readonly number[]>>;
  alter(id: number, changes: JobChanges): Promise<Outcome<Job>>;
  /** Takes the faxes out of their wait for a time or the discount rate. */
  sendNow(jobs: readonly Job[]): Promise<Outcome<readonly number[]>>;
  /** Asks where, saves the stored pages there, and says so. */
  save(job: Pick<Job, 'id'>, format: 'pdf' | 'tif', name: string): Promise<Outcome<string | null>>;
  /** Asks where, writes the proof of a fax that has ended there, and says so. */
  saveProof(job: Pick<Job, 'id'>, name: string): Promise<Outcome<string | null>>;
}

const operations: Readonly<Record<BulkCommand, Operation>> = {
  pause: 'pause',
  resume: 'resume',
  restart: 'restart',
  cancel: 'cancel',
  sendNow: 'alter',
};

/** The jobs on which a command is allowed now. */
export const allowing = (jobs: readonly Job[], command: BulkCommand): readonly Job[] =>
  jobs.filter((job) => job.allowed.includes(operations[command]) && (command !== 'sendNow' || job.schedule !== 'now'));

/** Everything that is done to faxes; each act gives its outcome, and says it. */
export function createJobActions(api: Pick<PageApi, 'request' | 'shell'>, toasts: Toasts): JobActions {
  const run: JobActions['run'] = async (command, jobs) => {
    if (command === 'sendNow') return actions.sendNow(jobs);
    const ids = allowing(jobs, command).map((job) => job.id);
    const outcome = await outcomeOf(async () => {
      if (ids.length === 0) return { results: [] };
      return api.request(`jobs.${command}`, { ids });
    });
    if (!outcome.ok) {
      toasts.showError(outcome.error);
      return outcome;
    }
    const { results } = outcome.value;
    const done = results.filter((result) => result.error === null).map((result) => result.id);
    const errors = results.flatMap((result) => (result.error ? [result.error.message] : []));
    toasts.show(bulkSummary(command, { done: done.length, skipped: jobs.length - ids.length, errors }));
    return { ok: true, value: done };
  };

  const actions: JobActions = {
    run,
    alter: (id, changes) =>
      outcomeOf(async () => {
        const { job } = await api.request('jobs.alter', { id, ...changes });
        return job;
      }),
    sendNow: async (jobs) => {
      const waiting = allowing(jobs, 'sendNow');
      const outcomes = await Promise.all(waiting.map((job) => actions.alter(job.id, { when: { kind: 'now' } })));
      const errors = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.message]));
      const done = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.id] : []));
      toasts.show(bulkSummary('sendNow', { done: done.length, skipped: jobs.length - waiting.length, errors }));
      return { ok: true, value: done };
    },
    save: async (job, format, name) => {
      const outcome = await outcomeOf(async () => (await api.shell('saveAs', { id: job.id, format, name })).path);
      if (!outcome.ok) toasts.showError(outcome.error);
      else if (outcome.value !== null) toasts.show(savedToast(api, outcome.value));
      return outcome;
    },
    saveProof: async ({ id }, name) => {
      const outcome = await outcomeOf(async () => (await api.shell('saveProof', { id, name })).path);
      if (!outcome.ok) toasts.showError(outcome.error);
      else if (outcome.value !== null) toasts.show(savedToast(api, outcome.value));
      return outcome;
    },
  };
  return actions;
}

function savedToast(api: Pick<PageApi, 'shell'>, path: string): Parameters<Toasts['show']>[0] {
  return {
    tone: 'good',
    title: 'Saved',
    words: path.split(/[\\/]/).at(-1) ?? path,
    act: { label: 'Show in folder', run: () => void outcomeOf(() => api.shell('showInFolder', { path })) },
  };
}

import type { JobRecord } from '../../../../store/records.ts';
import type { Store } from '../../../../store/store.ts';
import type { EmbeddedServerOptions } from '../../options.ts';
import { fakeWorks } from '../fake-works.ts';
import type { Sabotage } from './day-office.ts';
import { hastyFiles } from './disk-door.ts';

let times = 0;
/** Something else each time. */
const another = (): number => {
  times += 1;
  return times;
};

/** Replaces some of the store's methods by broken ones. */
const withStore =
  (change: (store: Store) => Partial<Store>): Sabotage =>
  (options: EmbeddedServerOptions) => ({ ...options, store: { ...options.store, ...change(options.store) } });

const changed =
  (change: (job: JobRecord) => JobRecord) =>
  (store: Store): Partial<Store> => ({
    putJobs: (jobs) => store.putJobs(jobs.map(change)),
    startAttempt: (job, attempt) => store.startAttempt(change(job), attempt),
    endAttempt: (job, attempt) => store.endAttempt(change(job), attempt),
  });

/** Servers each of which breaks one promise: a campaign that does not find them looks away. */
export const brokenServers: Readonly<Record<string, Sabotage>> = {
  'records a page behind the next one': withStore((store) => {
    let late: Parameters<Store['confirmPage']> | null = null;
    return {
      confirmPage: async (...given) => {
        const before = late;
        late = given;
        if (before) await store.confirmPage(...before);
      },
    };
  }),
  'never records that the last page is out': withStore(() => ({ setLastPageSent: async () => undefined })),
  'does not know a key again': withStore((store) => ({
    submission: async () => null,
    submit: (key, jobs) => store.submit(`${key} ${another()}`, jobs),
  })),
  'answers a submission before it is written': withStore((store) => ({
    submit: async (key, jobs) => {
      void store.submit(key, jobs).catch(() => undefined);
      const { jobs: all } = await store.jobs({ state: null, limit: 1 });
      const next = (all[0]?.job.id ?? 0) + 1;
      return { ids: jobs.map((_, index) => next + index), fresh: true };
    },
  })),
  'forgets how often it tried': withStore(changed((job) => ({ ...job, failures: 0, failuresByOutcome: {} }))),
  'forgets to archive': withStore(changed((job) => ({ ...job, archiveDue: false }))),
  'files what it received without its last page': withStore((store) => ({
    fileMessage: (job, message) => store.fileMessage(job, { ...message, pages: Math.max(1, message.pages - 1) }),
  })),
  'does not sync its documents': (options) => ({ ...options, works: fakeWorks(hastyFiles) }),
  'gives every try of a mail another id': (options) => ({
    ...options,
    outside: {
      ...options.outside,
      sendMail: (server, mail, signal) =>
        options.outside.sendMail(server, { ...mail, messageId: `${mail.messageId} ${another()}` }, signal),
    },
  }),
  'tells of a page before the far end has confirmed it': (options) => ({
    ...options,
    createLine: (address) => {
      const line = options.createLine?.(address);
      if (!line) throw new Error('The day makes the lines.');
      const { send } = line;
      line.send = (call, observer, signal) =>
        send.call(
          line,
          { ...call, document: { ...call.document, pages: call.document.pages, ...early(call.document) } },
          observer,
          signal,
        );
      return line;
    },
  }),
};

type Document = Parameters<ReturnType<NonNullable<EmbeddedServerOptions['createLine']>>['send']>[0]['document'];

/** Takes a last page that went out for one that was confirmed. */
const early = (document: Document): Pick<Document, 'code' | 'confirmed' | 'lastPageSent' | 'following'> => ({
  code: (index, format) => document.code(index, format),
  confirmed: (index) => document.confirmed(index),
  lastPageSent: async (index) => {
    await document.lastPageSent?.(index);
    await document.confirmed(index);
  },
  ...(document.following ? { following: (index: number) => document.following?.(index) ?? null } : {}),
});

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Snapshot } from '../../app/contract/snapshot.ts';
import type { Message } from '../../app/model/message.ts';
import type { HandedIn } from './fax-client.ts';
import type { ReceivedFax, ToldFax, Violation } from './judge.ts';
import { filesBelow } from './power-cut.ts';
import { marksOrReason } from './received-files.ts';

/** What clients were told of their faxes, at the end. */
export function toldFaxes(faxes: readonly HandedIn[], last: Snapshot | null): readonly ToldFax[] {
  return faxes.map(({ job, pages, answers }) => {
    const end = last?.jobs.find(({ id }) => id === answers[0]?.[0]);
    return {
      job,
      pages,
      accepted: answers.length > 0,
      ids: answers,
      end: end ? { state: end.state, pagesConfirmed: end.pagesConfirmed, archived: end.archived } : null,
    };
  });
}

/** Received faxes as they are told, each with what its file shows. */
export function receivedFaxes(
  messages: readonly (Message & { readonly confirmed?: number })[],
): Promise<readonly ReceivedFax[]> {
  return Promise.all(
    messages
      .toSorted((a, b) => a.id - b.id)
      .map(async ({ id, state, pages, file, confirmed }) => ({
        id,
        state,
        pagesTold: pages,
        marks: await marksOrReason(file),
        confirmed: confirmed ?? null,
      })),
  );
}

/** Each received fax lies once in the folder that the rule names, whole. */
export async function judgeRouting(
  messages: readonly Message[],
  received: readonly ReceivedFax[],
  routed: string,
): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  const fail = (words: string) => violations.push({ verdict: 'routing', words });
  const files = new Set(await filesBelow(routed));
  for (const message of messages) {
    const path = join(routed, `routed-${message.id}.tif`);
    const rule = message.routing.filter(({ rule: name }) => name === 'into-folder');
    if (rule.length !== 1 || rule[0]?.state !== 'done')
      fail(`message ${message.id} has the routing ${rule.map(({ state, error }) => `${state} ${error}`).join(', ')}`);
    if (!files.has(path)) {
      fail(`message ${message.id} is not in the routed folder`);
      continue;
    }
    const marks = await marksOrReason(path);
    const own = received.find(({ id }) => id === message.id)?.marks;
    if (JSON.stringify(marks) !== JSON.stringify(own)) fail(`message ${message.id} was routed with other pages`);
  }
  return violations;
}

/** Nothing lies in the routed folder that is no message's, or is there twice. */
export async function judgeRoutedFolder(messages: readonly Message[], routed: string): Promise<readonly Violation[]> {
  const wanted = new Set(messages.map(({ id }) => join(routed, `routed-${id}.tif`)));
  return (await filesBelow(routed))
    .filter((path) => !wanted.has(path))
    .map((path) => ({ verdict: 'routing', words: `${path} is no message's, or is there twice` }));
}

/** Each delivered fax is archived once, with a file that can be read; so is each received one. */
export async function judgeArchive(
  last: Snapshot,
  dataDir: string,
  faxes: readonly HandedIn[],
): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  const fail = (words: string) => violations.push({ verdict: 'archive', words });
  const numbers = new Map(faxes.flatMap(({ job, answers }) => (answers[0] ?? []).map((id) => [id, job])));
  for (const { id, archived, state } of last.jobs) {
    if (state !== 'delivered') continue;
    const marks = archived === null ? 'it is nowhere' : await marksOrReason(archived);
    const job = numbers.get(id);
    if (typeof marks === 'string') fail(`job ${id} is delivered, and its copy in the archive is not whole: ${marks}`);
    else if (marks.length === 0 || marks.some((mark) => mark === null || !mark.whole || mark.job !== job))
      fail(`the archive's copy of job ${id} has other pages`);
  }
  for (const { id, archived } of last.messages)
    if (archived === null || typeof (await marksOrReason(archived)) === 'string')
      fail(`message ${id} has no readable copy in the archive`);
  const told = copiesOf(last);
  if (new Set(told).size < told.length) fail('two faxes share one copy in the archive');
  const tiffs = (await filesBelow(join(dataDir, 'archive'))).filter((path) => /\.tiff?$/.test(path));
  for (const path of tiffs) if (!told.includes(path)) fail(`${path} is in the archive and is no fax's`);
  return violations;
}

/** Paths of all copies in the archive; the job that received a fax tells the same one as its message. */
const copiesOf = ({ jobs, messages }: Snapshot): readonly string[] =>
  [...jobs.filter(({ direction }) => direction === 'out'), ...messages].flatMap(({ archived }) => archived ?? []);

/** Every file of the data folder belongs to something: nothing temporary, nothing that was forgotten. */
export async function judgeOrphans(last: Snapshot, dataDir: string): Promise<readonly Violation[]> {
  const owned = new Set<string>([
    ...documentsInUse(dataDir).map((name) => join(dataDir, 'documents', name)),
    ...last.messages.map(({ file }) => file),
  ]);
  const stems = copiesOf(last).map((path) => path.replace(/\.[^./]+$/, ''));
  const isOwned = (path: string): boolean => owned.has(path) || stems.some((stem) => path.startsWith(stem));
  return (await filesBelow(dataDir))
    .filter((path) => !isOwned(path))
    .map((path) => ({ verdict: 'orphan', words: `${path} is left over` }));
}

/** Asked of the file itself: what documents belong to is told by no request. */
function documentsInUse(dataDir: string): readonly string[] {
  const database = new DatabaseSync(join(dataDir, 'fax.db'), { readOnly: true });
  try {
    return database
      .prepare('SELECT DISTINCT document FROM jobs')
      .all()
      .map(({ document }) => String(document));
  } finally {
    database.close();
  }
}

/** Each final fax that asked for a receipt got one; a mail that came twice has one and the same message id. */
export function judgeReceipts(
  faxes: readonly HandedIn[],
  mails: readonly { readonly to: readonly string[]; readonly messageId: string }[],
): readonly Violation[] {
  return faxes
    .filter(({ receipt }) => receipt)
    .flatMap(({ job }): readonly Violation[] => {
      const own = mails.filter(({ to }) => to.includes(`fax-${job}@example.com`));
      const different = new Set(own.map(({ messageId }) => messageId)).size;
      if (different === 1) return [];
      return [{ verdict: 'receipt', words: `fax ${job} has ${different} receipts` }];
    });
}

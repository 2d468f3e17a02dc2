import { pagesOfText } from '../fake-works.ts';
import { judgeAftermath } from './aftermath.ts';
import { DATA, type DayOffice } from './day-office.ts';
import { isEnd, type Ledger, type Sent } from './ledger.ts';
import { blockedNumbers, type People } from './people.ts';
import type { Tally } from './tally.ts';

/** The end of the day: every promise that can be looked at only then. */
export async function judge(office: DayOffice, ledger: Ledger, people: People, tally: Tally): Promise<void> {
  const pieced = office.snapshot;
  if (!(await office.look())) return ledger.fail('The server did not answer at the end of the day.');
  if (JSON.stringify(pieced) !== JSON.stringify(office.snapshot))
    ledger.fail(`What patches made of the snapshot is not what the server has: ${difference(pieced, office.snapshot)}`);
  nothingMissing(office, ledger);
  nothingStuck(office, ledger);
  erasedForGood(office, ledger);
  nobodyBlockedCalled(office, ledger);
  nothingTwice(office, ledger);
  attemptsWithinLimits(office, ledger, people);
  receivedOnce(office, ledger, tally);
  judgeAftermath(office, ledger, tally);
  await noOrphans(office, ledger);
}

/** The first part in which two plain values differ. */
function difference(a: unknown, b: unknown, path = 'snapshot'): string {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return `${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [left, right] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]];
    if (JSON.stringify(left) !== JSON.stringify(right)) return difference(left, right, `${path}.${key}`);
  }
  return 'the order of names';
}

/** Accepted is never missing, and a key stands for its faxes once. */
function nothingMissing(office: DayOffice, ledger: Ledger): void {
  const stored = office.database.jobs({ state: null, limit: 100_000 }).jobs.map(({ job }) => job);
  const out = stored.filter(({ direction }) => direction === 'out');
  for (const { key, ids, numbers } of ledger.sent) {
    const its = out.filter(({ submissionKey }) => submissionKey === key).map(({ id }) => id);
    const left = ids?.filter((id) => !ledger.erased.has(id) || its.includes(id));
    if (ids === null) ledger.fail(`${key} was not accepted though all was well: ${its.length} faxes of it are there.`);
    else if (its.sort((a, b) => a - b).join() !== left?.sort((a, b) => a - b).join())
      ledger.fail(`${key} was told ${ids.join()} for ${numbers.length} numbers, and the faxes are ${its.join()}.`);
  }
  const known = new Set(ledger.sent.map(({ key }) => key));
  for (const { id, submissionKey } of out)
    if (!known.has(submissionKey)) ledger.fail(`Nobody asked for fax ${id} (${submissionKey}).`);
  for (const id of ledger.seen.keys())
    if (!ledger.erased.has(id) && !stored.some((job) => job.id === id)) ledger.fail(`Fax ${id} was shown and is gone.`);
}

/** What was erased is nowhere any more; who was told so relies on it. */
function erasedForGood(office: DayOffice, ledger: Ledger): void {
  for (const [id, how] of ledger.erased) {
    if (how === 'maybe') continue;
    if (office.database.job(id) !== null) ledger.fail(`Fax ${id} was erased and is there.`);
    const left = office.disk.files().filter((path) => path.startsWith(`${DATA}/archive/`) && path.includes(`(${id})`));
    if (left.length > 0) ledger.fail(`Fax ${id} was erased, and ${left.join(', ')} is left of it.`);
  }
}

/** Numbers that may not be called are not called. */
function nobodyBlockedCalled(office: DayOffice, ledger: Ledger): void {
  const blocked: readonly string[] = blockedNumbers;
  for (const event of office.network.events)
    if (event.kind === 'dialled' && blocked.includes(event.number)) ledger.fail(`${event.number} was called.`);
}

function nothingStuck(office: DayOffice, ledger: Ledger): void {
  for (const { id, state, reason, nextAt } of office.jobs)
    if (!isEnd(state)) ledger.fail(`Fax ${id} is stuck: ${state}, “${reason}”, next ${nextAt ?? 'never'}.`);
}

/**
 * Never delivered twice. A document's last page is confirmed by a number once, and once more for each time that a person
 * had it sent again; a page whose confirmation was kept never goes again to the same number.
 */
function nothingTwice(office: DayOffice, ledger: Ledger): void {
  const { events } = office.network;
  for (const sent of ledger.sent)
    for (const id of sent.ids ?? [])
      for (const { number } of ledger.numbers.get(id) ?? []) {
        const its = events.flatMap((event, index) =>
          'page' in event && event.number === number && fileOf(event.page) === sent.file ? [{ event, index }] : [],
        );
        const lasts = its.filter(({ event }) => event.kind === 'page-confirmed' && event.last);
        const restarts = ledger.acts.filter((act) => act.id === id && act.operation === 'restart').length;
        if (lasts.length > 1 + restarts)
          ledger.fail(`Fax ${id} reached ${number} ${lasts.length} times, and was sent again ${restarts} times.`);
        const last = its.filter(({ event }) => event.kind === 'page-confirmed').at(-1);
        const job = office.jobs.find((each) => each.id === id);
        if (job?.state === 'failed' && lasts.length > 0 && last && keptLast(its, sent))
          ledger.fail(`Fax ${id} failed, and its last page is kept as confirmed.`);
        pagesOnce(its, ledger, id);
      }
}

const keptLast = (its: readonly { readonly event: { kind: string; page?: string } }[], sent: Sent): boolean =>
  its.some(({ event }) => event.kind === 'confirmation-kept' && event.page === `${sent.file} ${sent.pages}`);

function pagesOnce(
  its: readonly { readonly event: { readonly kind: string; readonly page?: string }; readonly index: number }[],
  ledger: Ledger,
  id: number,
): void {
  const kept = new Map<string, number>();
  for (const { event, index } of its) {
    const page = event.page ?? '';
    const before = kept.get(page);
    if (event.kind === 'confirmation-kept') kept.set(page, index);
    if (event.kind !== 'page-began' || before === undefined) continue;
    ledger.fail(`Page “${page}” of fax ${id} went again though its confirmation was kept.`);
  }
}

const fileOf = (page: string): string => page.slice(0, page.lastIndexOf(' '));

/** A death so long behind the end of a call may have come before the end was written, ms. */
const WRITING = 30_000;

/**
 * No number is called more often than the settings and the people allow: the retries for each fax and for each time that
 * a person did something to it, and one for each end of a call that a death kept from the disk.
 */
function attemptsWithinLimits(office: DayOffice, ledger: Ledger, people: People): void {
  const failed = new Map<string, number[]>();
  for (const event of office.network.events)
    if (event.kind === 'ended' && !['ok', 'cancelled', 'line-failed', 'uncertain'].includes(event.outcome))
      failed.set(event.number, [...(failed.get(event.number) ?? []), event.at]);
  for (const [number, ends] of failed) {
    const ids = [...ledger.numbers].filter(([, all]) => all.some((each) => each.number === number)).map(([id]) => id);
    const acts = ledger.acts.filter(({ id, operation }) => ids.includes(id) && isNewBeginning(operation)).length;
    const lost = ledger.deaths.filter(
      ({ at, unkept }) => unkept || ends.some((end) => end <= at && end + WRITING >= at),
    ).length;
    const most = (ids.length + acts) * (people.retries + 1) + lost;
    if (ends.length > most)
      ledger.fail(`${number} was called ${ends.length} times in vain; ${most} times were allowed.`);
  }
  for (const [number, most] of office.network.mostAtOnce)
    if (most > people.callsPerDestination)
      ledger.fail(`${most} calls went to ${number} at the same time; ${people.callsPerDestination} were allowed.`);
}

/** What came in is filed once, with every page that the caller was told had arrived. */
function receivedOnce(office: DayOffice, ledger: Ledger, tally: Tally): void {
  const { messages } = office.database.messages(100_000);
  const filed = messages.map((message) => {
    const path = `${DATA}/inbox/${message.file}`;
    if (office.disk.kindOf(path) !== 'file') {
      ledger.fail(`The file of received fax ${message.id} is not there.`);
      return { message, pages: [] };
    }
    const pages = pagesOfText(new TextDecoder().decode(office.disk.read(path)));
    if (pages.length !== message.pages)
      ledger.fail(`Received fax ${message.id} has ${message.pages} pages, and its file ${pages.length}.`);
    return { message, pages };
  });
  for (const id of ledger.messages)
    if (!messages.some((message) => message.id === id)) ledger.fail(`Received fax ${id} was shown and is gone.`);
  for (const { name, confirmed, answered } of office.network.callsIn) {
    if (answered) tally.count('call in', 'answered');
    const its = filed.filter(({ pages }) => pages.some((page) => fileOf(page) === name));
    if (its.length > 1) ledger.fail(`${name} was filed ${its.length} times.`);
    const pages = its.flatMap((each) => each.pages);
    for (let page = 1; page <= confirmed; page += 1)
      if (pages.filter((words) => words === `${name} ${page}`).length !== 1)
        ledger.fail(
          `Page ${page} of ${name} was confirmed to the caller and is filed ${pages.filter((words) => words === `${name} ${page}`).length} times.`,
        );
  }
}

/** Behind a clean stop and a start, no file is there that nobody refers to. */
async function noOrphans(office: DayOffice, ledger: Ledger): Promise<void> {
  await office.stop();
  if (!(await office.start())) return ledger.fail('The server did not start again behind a clean stop.');
  const inUse = new Set(
    office.database
      .jobs({ state: null, limit: 100_000 })
      .jobs.flatMap(({ job }) => (job.direction === 'out' ? `${DATA}/documents/${job.document}` : [])),
  );
  for (const path of office.disk.files()) {
    if (path.endsWith('.part')) ledger.fail(`${path} was left behind.`);
    if (path.startsWith(`${DATA}/documents/`) && !inUse.has(path)) ledger.fail(`${path} belongs to no fax.`);
  }
  for (const path of inUse)
    if (office.disk.kindOf(path) !== 'file') ledger.fail(`${path} is referred to and is not there.`);
  await office.stop();
}

const isNewBeginning = (operation: string): boolean => operation === 'restart' || operation === 'alter';

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaxFacts } from '../../../document/page-works.ts';
import { toFaxError } from '../../../model/errors.ts';
import { finalStates } from '../../../model/job.ts';
import type { SettingValue } from '../../../model/settings.ts';
import type { JobRecord, StoredOffice } from '../../../store/records.ts';
import { type DatabaseRecovery, databaseRecoverySchema, RECOVERY } from '../../../store/recovery-note.ts';
import { messageOf, newReception } from '../reception-records.ts';
import type { ServerCore } from '../server-core.ts';

/** What stands on the row of a received fax whose entry was lost. */
const FOUND = 'Found on the disk after the database had to be repaired';

/** So long a start tells of a database that was gone, ms: a week. */
const FORGOTTEN_AFTER = 7 * 86_400_000;

/** What the store notes of a recovery; null where there was none. */
export function recoveryOf(settings: Readonly<Record<string, SettingValue>>): DatabaseRecovery | null {
  const text = settings[RECOVERY];
  if (text === undefined) return null;
  const parsed = databaseRecoverySchema.safeParse(JSON.parse(String(text)));
  return parsed.success ? parsed.data : null;
}

/** Tells what became of the database, and files received faxes that lie in the inbox and in no list. */
export class AfterRecovery {
  readonly #core: ServerCore;

  constructor(core: ServerCore) {
    this.#core = core;
  }

  /** The office with what was found; the warning is shown as long as the damaged file is there. */
  async settle(office: StoredOffice, recovery: DatabaseRecovery): Promise<StoredOffice> {
    const core = this.#core;
    core.warn('database-recovered', recoveryWords(recovery));
    if (recovery.settled) {
      if (!(await this.#isNews(recovery))) {
        await core.store.putSettings({ [RECOVERY]: null });
        core.warn('database-recovered', null);
      }
      return office;
    }
    const adopted = await this.#adoptInbox();
    await core.store.putSettings({ [RECOVERY]: JSON.stringify({ ...recovery, settled: true }) });
    core.log('warn', 'The database was recovered', { kind: recovery.kind, found: adopted });
    return adopted === 0 ? office : core.store.load(core.keepFinal);
  }

  /** As long as the damaged file is there; where there is none, as long as somebody may not have looked. */
  async #isNews({ at, file }: DatabaseRecovery): Promise<boolean> {
    if (file === null) return this.#core.clock.now() - at < FORGOTTEN_AFTER;
    return isThere(join(this.#core.folders.data, file));
  }

  async #adoptInbox(): Promise<number> {
    const core = this.#core;
    let adopted = 0;
    let highest = 0;
    for (const name of await namesIn(core.folders.inbox)) {
      const id = Number(/^fax-(\d{1,10})\.tif$/.exec(name)?.[1] ?? 0);
      if (id < 1 || id > 0x7fffffff) continue;
      highest = Math.max(highest, id);
      try {
        if (await this.#adopt(id)) adopted += 1;
      } catch (thrown) {
        // It stays where it is: a person may still read it with another program.
        core.log('warn', 'A file in the inbox is not readable', { fax: id, code: toFaxError(thrown).code });
      }
    }
    if (highest > 0) await core.store.raiseIds(highest);
    return adopted;
  }

  async #adopt(id: number): Promise<boolean> {
    const core = this.#core;
    if ((await core.store.message(id)) !== null) return false;
    const known = await core.store.job(id);
    // A reception that was cut is filed as ever.
    if (known && (known.job.direction === 'out' || !finalStates.has(known.job.state))) return false;
    const path = core.folders.received(id);
    const pages = await core.works.describe(path);
    if (pages.length === 0) return false;
    const facts = await this.#factsOf(path);
    const at = Date.parse(facts.receiveTime ?? '') || (await stat(path)).mtimeMs;
    const fresh = newReception({ record: { csid: facts.csid ?? '', name: '' }, practice: false }, null, Math.trunc(at));
    const job: JobRecord = {
      ...(known?.job ?? { id, ...fresh }),
      state: 'received',
      number: facts.tsid ?? facts.callerId ?? known?.job.number ?? '',
      pages: pages.length,
      outcome: 'ok',
      words: FOUND,
      document: `fax-${id}.tif`,
      finishedAt: known?.job.finishedAt ?? Math.trunc(at),
    };
    const badLines = pages.reduce((sum, page) => sum + page.badLines, 0);
    // Whether the call had ended well is not in the file.
    await core.store.adopt(job, messageOf(job, { pages: pages.length, badLines }, true, facts));
    return true;
  }

  async #factsOf(path: string): Promise<FaxFacts> {
    const none = { recipientName: null, recipientNumber: null, senderName: null, routing: null };
    try {
      const { model } = await this.#core.works.faxFacts(path);
      const known = (text: string): string | null => (text === '' || text === 'Unavailable' ? null : text);
      return {
        ...none,
        csid: known(model.csid),
        tsid: known(model.tsid),
        callerId: known(model.callerId),
        receiveTime: model.receiveTimeUtc,
      };
    } catch (thrown) {
      this.#core.log('info', 'A received fax tells nothing of itself', { code: toFaxError(thrown).code });
      return { ...none, csid: null, tsid: null, callerId: null, receiveTime: null };
    }
  }
}

function recoveryWords({ kind, file, jobs, messages, held }: DatabaseRecovery) {
  const saved = `${jobs} ${jobs === 1 ? 'fax' : 'faxes'}, ${messages} of them received`;
  const words = {
    repaired: `The fax database was damaged and has been repaired: ${saved}, could be saved.`,
    'set-aside': 'The fax database was damaged and could not be read; a new one was begun.',
    'log-damaged': 'The newest changes to the fax database were damaged; the last ones may be missing.',
    lost: 'The fax database was gone; a new one was begun.',
  }[kind];
  const kept =
    file === null
      ? ''
      : ` The damaged file is kept as ${file}, with all that it held, faxes erased later too; delete it when nothing is missing.`;
  const paused =
    held === 0 ? '' : ' Faxes that were waiting are paused: look whether they were sent, then resume them.';
  return { words, next: `Look whether faxes are missing.${paused}${kept}` };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

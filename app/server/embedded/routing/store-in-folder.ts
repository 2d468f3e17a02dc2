import { constants, copyFile, link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FaxError } from '../../../model/errors.ts';
import { syncFolder } from '../folders.ts';
import { numberedName } from './file-name.ts';

/** A file to be stored in a folder of people's own. */
export interface FolderOrder {
  /** The whole file, ours. */
  readonly file: string;
  readonly folder: string;
  /** Its name there, without its ending. */
  readonly name: string;
  readonly ending: string;
  /** Tells our drafts apart: the same for the same fax and rule. */
  readonly key: string;
  /** The path that an earlier try of the same order had claimed, or null. */
  readonly claimed: string | null;
  /** Keeps the path that is about to be taken, durable when it resolves: what lies there after a kill is ours. */
  readonly claim: (path: string) => Promise<void>;
}

/** So many files of one name are looked at. */
const MOST = 1000;

/**
 * Stores a copy under a name that nothing has yet, whole or not at all; a file of another's is never touched, and a
 * repeat after a kill finds its own. The answer is the path. Throws `WRITE_FAILED` (also where the folder is not there:
 * it may be a drive that is not connected), `DISK_FULL`.
 */
export async function storeInFolder(order: FolderOrder): Promise<string> {
  await assertFolder(order.folder);
  const { folder, name, key } = order;
  // As `join` writes a folder: one that was given with a slash at its end, or with dots in it, is the same.
  const mine = order.claimed !== null && dirname(order.claimed) === dirname(join(folder, name)) ? order.claimed : null;
  const draft = draftBeside(join(folder, name), key);
  try {
    // Before the draft: whoever gives the order up after a kill knows by the claim where a draft may lie.
    const fresh = mine === null ? await claimFree(order, mine) : null;
    // What a kill left of it may be one file with the stored copy, by its link: writing into it would write into that.
    await rm(draft, { force: true });
    await copyFile(order.file, draft, constants.COPYFILE_FICLONE);
    await syncFile(draft);
    const path = await place(draft, order, mine, fresh);
    await rm(draft, { force: true });
    await syncWhereItCan(order.folder);
    return path;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw folderError(error, order.folder);
  }
}

/** Removes what an order that was given up has left beside the path that it had claimed. */
export async function removeDraft(claimed: string, key: string): Promise<void> {
  await rm(draftBeside(claimed, key), { force: true });
}

const draftBeside = (path: string, key: string): string => join(dirname(path), `.${key}.part`);

async function place(draft: string, order: FolderOrder, mine: string | null, fresh: string | null): Promise<string> {
  if (mine !== null && (await takeOwn(draft, mine))) return mine;
  for (let path = fresh ?? (await claimFree(order, mine)); ; path = await claimFree(order, mine))
    if (await takeFree(draft, path)) return path;
}

/** Claims the first name that nothing has yet. */
async function claimFree({ folder, name, ending, claim }: FolderOrder, mine: string | null): Promise<string> {
  for (let n = 1; n <= MOST; n += 1) {
    const path = join(folder, `${numberedName(name, n)}.${ending}`);
    if (path === mine || (await exists(path))) continue;
    await claim(path);
    return path;
  }
  throw new FaxError('WRITE_FAILED', {
    message: `The folder ${folder} has too many files of one name.`,
    next: 'Use a pattern of names with {id}.',
  });
}

/** A claimed path: free, or with our own file, or with what somebody else put there meanwhile. */
async function takeOwn(draft: string, path: string): Promise<boolean> {
  if (!(await exists(path))) return takeFree(draft, path);
  const [here, there] = await Promise.all([readFile(draft), readFile(path)]);
  if (here.equals(there)) return true;
  // Nothing in it: the place that `takeFree` keeps where it cannot link.
  if (there.length > 0) return false;
  await rename(draft, path);
  return true;
}

/** Systems of files without links say so in many ways. */
const noLinks: ReadonlySet<unknown> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
  'EMLINK',
  'UNKNOWN',
]);

/** Gives the draft its name unless something has it; false where something has. A link never replaces what is there. */
async function takeFree(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!noLinks.has(codeOf(error))) throw error;
  }
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  await rename(draft, path);
  return true;
}

async function assertFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  throw new FaxError('WRITE_FAILED', {
    message: `The folder ${folder} is not there.`,
    next: 'Check that it exists and that its drive is connected.',
  });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: unknown) => (codeOf(error) === 'ENOENT' ? false : Promise.reject(error)),
  );

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Some network drives have no such call, and the file is in its place there all the same. */
async function syncWhereItCan(folder: string): Promise<void> {
  try {
    await syncFolder(folder);
  } catch (error) {
    if (!noLinks.has(codeOf(error)) && codeOf(error) !== 'EACCES') throw error;
  }
}

function folderError(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  if (error instanceof FaxError || code === null) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new FaxError('DISK_FULL', { message: `The disk of the folder ${folder} is full.`, cause: error });
  return new FaxError('WRITE_FAILED', {
    message: `The folder ${folder} cannot be written.`,
    next: 'Check that Fax Console may write to it.',
    cause: error,
  });
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

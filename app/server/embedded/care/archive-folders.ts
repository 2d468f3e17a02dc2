import { mkdir, open, realpath, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { FaxError } from '../../../model/errors.ts';
import type { Settings, SettingValue } from '../../../model/settings.ts';
import { syncFolder } from '../folders.ts';
import type { ServerCore } from '../server-core.ts';
import type { SettingsCheck } from '../settings-keeper.ts';

/** The archive's folder for one direction, absolute; null where none is set. */
export function archiveRoot(settings: Settings, dataDir: string, direction: 'out' | 'in'): string | null {
  const name = direction === 'out' ? settings.archiveDirectory : settings.archiveInboundDirectory;
  return name.trim() === '' ? null : resolve(dataDir, name);
}

/**
 * Makes a folder and those above it, by hand and durably: Node's recursive `mkdir` does not return below some folders
 * that refuse. An archive that is not below the data folder must be there: a drive that is not mounted is not made up.
 */
export async function makeArchiveFolder(root: string, below: string, dataDir: string): Promise<void> {
  const ours = isInside(root, dataDir);
  let folder = ours ? dataDir : root;
  const parts = (ours ? join(relative(dataDir, root), below) : below).split(sep);
  for (const part of parts.filter((each) => each !== '')) {
    folder = join(folder, part);
    await makeOne(folder);
  }
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  // One that is there may have been made by a run that was killed before it could sync.
  await syncFolder(dirname(folder));
}

/** Whether a folder is the other, or lies below it. Both absolute. */
const isInside = (folder: string, other: string): boolean => folder === other || folder.startsWith(`${other}${sep}`);

const keys = {
  out: { on: 'archiveOutboundFaxes', folder: 'archiveDirectory' },
  in: { on: 'archiveInboundFaxes', folder: 'archiveInboundDirectory' },
} as const;

const quota = ['sizeQuotaWarning', 'highQuotaWaterMark', 'lowQuotaWaterMark'] as const;

/** The archive's settings as they must go together (object model 3.5, 6.3). */
export const checkArchive =
  (core: ServerCore): SettingsCheck =>
  async (next, changed) => {
    for (const direction of ['out', 'in'] as const) {
      const { on, folder } = keys[direction];
      if (!changed.has(on) && !changed.has(folder)) continue;
      const root = archiveRoot(next, core.folders.data, direction);
      if (root === null && next[on]) throw new FaxError('ARCHIVE_FOLDER_MISSING');
      if (root !== null && !isAbsolute(next[folder]) && !isInside(root, core.folders.data))
        throw new FaxError('SETTING_INVALID', {
          message: `“${next[folder].slice(0, 60)}” is not below the data folder.`,
          next: 'Give a full path, or a folder’s name.',
        });
      if (root !== null) await assertFree(core, next, direction, root);
      if (root !== null && next[on]) await assertUsable(core, root);
    }
    if (next.highQuotaWaterMark < next.lowQuotaWaterMark && quota.some((name) => changed.has(name)))
      throw new FaxError('SETTING_INVALID', {
        message: 'The high water mark is below the low one.',
        next: 'Give a highQuotaWaterMark that is not less than lowQuotaWaterMark.',
      });
  };

async function assertFree(core: ServerCore, next: Settings, direction: 'out' | 'in', root: string): Promise<void> {
  const { data, documents, inbox, previews, recovered } = core.folders;
  const other = archiveRoot(next, data, direction === 'out' ? 'in' : 'out');
  const own = await realFolder(root);
  const taken = await Promise.all([documents, inbox, previews, recovered, join(data, 'temp')].map(realFolder));
  const isOther = other !== null && (await realFolder(other)) === own;
  if (isOther || own === (await realFolder(data)) || taken.some((folder) => isInside(own, folder)))
    throw new FaxError('ARCHIVE_FOLDER_IN_USE');
}

/** The folder without links, as far as it is there: every spelling of one folder is that folder. */
async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : join(await realFolder(above), folder.slice(above.length));
  }
}

async function assertUsable(core: ServerCore, root: string): Promise<void> {
  const probe = join(root, `.fax-console-${core.clock.now()}`);
  try {
    await makeArchiveFolder(root, '', core.folders.data);
    await (await open(probe, 'wx', 0o600)).close();
    await rm(probe, { force: true });
  } catch (cause) {
    throw new FaxError('ARCHIVE_FOLDER_UNUSABLE', { cause });
  }
}

/** Settings with the archive's folders as they are kept. */
export const tidyArchiveFolders = (
  values: Readonly<Record<string, SettingValue>>,
): Readonly<Record<string, SettingValue>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      folderSettings.has(name.toLowerCase()) && typeof value === 'string' ? archiveFolderName(value) : value,
    ]),
  );

const folderSettings: ReadonlySet<string> = new Set(['archivedirectory', 'archiveinbounddirectory']);

/** A folder's name as it is kept: without separators at its end (object model 3.5). */
function archiveFolderName(name: string): string {
  const trimmed = name.trim();
  const short = trimmed.replace(/[/\\]+$/, '');
  return short === '' && trimmed !== '' && isAbsolute(trimmed) ? trimmed : short;
}

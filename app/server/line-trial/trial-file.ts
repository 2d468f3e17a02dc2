import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { FaxFacts, PageWorks, StoredPage } from '../../document/page-works.ts';
import type { PageSink, PageVerdict, ReceivedPage } from '../../lines/fax-line.ts';
import { FaxError } from '../../model/errors.ts';
import { pageQualityRule } from '../../model/page-quality.ts';

/** The process whose call a file belongs to by its name, where it is one that pages are kept in during a call; else null. */
export function processOfPart(fileName: string): number | null {
  const pid = /^\.fax-(\d{1,10})-[0-9a-z]+\.part$/.exec(fileName)?.[1];
  return pid === undefined ? null : Number(pid);
}

/** Where the pages of a trial go. */
export interface TrialPlace {
  /** The folder in which the file is made. */
  readonly folder: string;
  /** Absolute path of the file; null: named by the time of the call. */
  readonly file: string | null;
}

/**
 * Looks at where received pages shall go, before the call: `….tif` is a file, anything else a folder, which is made
 * where only its last part is missing. Throws `ARGUMENT_INVALID` where nothing can be written there.
 */
export async function prepareTrialPlace(out: string): Promise<TrialPlace> {
  const found = await kindOf(out);
  const isFile = found === 'file' || (found === 'none' && /^\.tiff?$/i.test(extname(out)));
  if (found === 'file' && !/^\.tiff?$/i.test(extname(out)))
    throw refused(`“${basename(out)}” is a file, and not a TIFF.`, 'Give a folder, or a name that ends in .tif.');
  if (found === 'other')
    throw refused(`“${basename(out)}” is a device.`, 'Give a folder, or a name that ends in .tif.');
  const folder = isFile ? dirname(out) : out;
  if (found === 'none' && !isFile)
    await mkdir(folder).catch((cause: unknown) =>
      Promise.reject(refused(`The folder “${basename(folder)}” cannot be made.`, CHECK, cause)),
    );
  await tryWriting(folder);
  return { folder, file: isFile ? out : null };
}

/** Writes a file there: a folder's rights do not tell everything (`/proc`, a full or read-only disk). */
async function tryWriting(folder: string): Promise<void> {
  const probe = join(folder, `.fax-${process.pid}-${performance.now()}.part`);
  try {
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (cause) {
    throw refused(`Nothing can be written in the folder “${basename(folder)}”.`, CHECK, cause);
  }
}

const CHECK = 'Check that the folder exists and that you may write in it.';

const refused = (message: string, next: string, cause?: unknown): FaxError =>
  new FaxError('ARGUMENT_INVALID', { message, next, cause });

async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | 'none'> {
  // What cannot be looked at cannot be written either, and is refused by its folder.
  const facts = await stat(path).catch(() => null);
  if (facts === null) return 'none';
  if (facts.isFile()) return 'file';
  return facts.isDirectory() ? 'folder' : 'other';
}

/**
 * Takes the pages of one call: each is on the disk before it is confirmed, in a file of its own name; `finish` puts the
 * file in its place. Without a place, pages are decoded and judged, and not kept.
 */
export class TrialSink implements PageSink {
  readonly #works: PageWorks;
  readonly #place: TrialPlace | null;
  readonly #part: string;
  /** What is known of the call so far. */
  readonly #facts: () => FaxFacts;
  /** The last page, where it was refused and has not come again. */
  #refused: ReceivedPage | null = null;
  #kept = 0;

  /** `name`: of this call alone: the process, a dash, letters and digits ({@link processOfPart}). */
  constructor(works: PageWorks, place: TrialPlace | null, name: string, facts: () => FaxFacts) {
    this.#works = works;
    this.#place = place;
    this.#part = join(place?.folder ?? '/', `.fax-${name}.part`);
    this.#facts = facts;
  }

  /**
   * Starts the thread that decodes pages, which is let go when it was idle for a while: at many times real time, a far end
   * does not wait for its answer for as long as the start takes.
   */
  async warmUp(): Promise<void> {
    const page = { coding: 'mmr', width: 'a4', resolution: 'standard', ecm: true, complete: true } as const;
    await this.#works.appendReceived(this.#part, { ...page, data: new Uint8Array(8) }, this.#facts(), () => false);
  }

  async receive(page: ReceivedPage): Promise<PageVerdict> {
    const rule = pageQualityRule();
    const judge = (stored: StoredPage) => rule({ ...stored, ecm: page.ecm, complete: page.complete });
    const keeps = (stored: StoredPage) => this.#place !== null && judge(stored) !== 'reject';
    const stored = await this.#works.appendReceived(this.#part, page, this.#facts(), keeps);
    const status = judge(stored);
    this.#refused = status === 'reject' ? page : null;
    if (keeps(stored)) this.#kept += 1;
    return { ...stored, status };
  }

  /**
   * Ends the file and puts it in its place; its path, or null where no page came or none is kept. A page that was
   * refused and never came again is better than none. Throws `WRITE_FAILED`, `DISK_FULL`.
   */
  async finish(): Promise<string | null> {
    if (this.#place === null) return null;
    if (this.#refused !== null) {
      await this.#works.appendReceived(this.#part, this.#refused, this.#facts());
      this.#refused = null;
      this.#kept += 1;
    }
    if (this.#kept === 0) return null;
    await this.#works.finishReceived(this.#part, this.#facts());
    const file = this.#place.file ?? (await reserveName(this.#place.folder, new Date(this.#facts().receiveTime ?? 0)));
    try {
      await rename(this.#part, file);
    } catch (cause) {
      throw new FaxError('WRITE_FAILED', {
        message: `“${basename(file)}” could not be written; the pages are in “${this.#part}”.`,
        cause,
      });
    }
    return file;
  }
}

/** A name by the time of the call that no other call has: it is there, empty, when this resolves. */
async function reserveName(folder: string, at: Date): Promise<string> {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const stem = `fax-${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? `${stem}.tif` : `${stem}-${n}.tif`);
    try {
      await (await open(path, 'wx')).close();
      return path;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!taken)
        throw new FaxError('WRITE_FAILED', { message: `“${basename(path)}” could not be written.`, cause: error });
    }
  }
}

import { Buffer } from 'node:buffer';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { FaxError } from '../../../../model/errors.ts';
import type { WorkFiles } from '../fake-works.ts';
import type { SimulatedDisk } from './simulated-disk.ts';

/** Everything below lies on the simulated disk, and nothing else does. */
export const SIMULATED_ROOT = '/simulated';

/** A machine's way to its disk: after the power went, nothing it asked for is answered any more. */
export interface Mounted {
  readonly disk: SimulatedDisk;
  readonly powered: () => boolean;
}

type Given = readonly unknown[];
type Operation = (...given: Given) => unknown;

let mounted: Mounted | null = null;

const pathOf = (given: unknown): string | null => {
  const text = given instanceof URL ? given.pathname : typeof given === 'string' ? given : null;
  const path = text?.replaceAll('\\', '/').replace(/\/+$/, '') ?? '';
  return path === SIMULATED_ROOT || path.startsWith(`${SIMULATED_ROOT}/`) ? path : null;
};

const never = new Promise<never>(() => undefined);

/** Does one thing to the disk as the system would: later, and not at all when the power is gone. */
async function onDisk<T>(work: (disk: SimulatedDisk) => T): Promise<T> {
  if (!mounted) throw new Error('No simulated disk is mounted.');
  const { disk, powered } = mounted;
  if (!powered()) return never;
  try {
    const done = work(disk);
    if (!powered()) return never;
    return done;
  } catch (error) {
    if (!powered()) return never;
    throw error;
  }
}

const optionOf = (given: unknown, name: string): unknown =>
  typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>)[name] : undefined;

const bytesOf = (given: unknown): Uint8Array => {
  if (typeof given === 'string') return Buffer.from(given);
  if (given instanceof Uint8Array) return given;
  throw new Error('The simulated disk writes text and octets.');
};

/** Text where an encoding is asked for, octets otherwise. */
const readAs = (data: Uint8Array, options: unknown): string | Buffer => {
  const encoding = typeof options === 'string' ? options : optionOf(options, 'encoding');
  const octets = Buffer.from(data);
  return typeof encoding === 'string' ? octets.toString(encoding as BufferEncoding) : octets;
};

function statsOf(disk: SimulatedDisk, path: string) {
  const { kind, size, modified } = disk.stat(path);
  return {
    size,
    mtimeMs: modified,
    mtime: new Date(modified),
    birthtimeMs: modified,
    birthtime: new Date(modified),
    mode: 0o600,
    nlink: 1,
    isFile: () => kind === 'file',
    isDirectory: () => kind === 'folder',
    isSymbolicLink: () => false,
  };
}

function writeWhole(disk: SimulatedDisk, path: string, data: Uint8Array, flag: string): void {
  disk.create(path, { fresh: flag.includes('x'), empty: flag.startsWith('w') });
  disk.write(path, data, flag.startsWith('a') ? disk.stat(path).size : 0);
}

/** An open file, or an open folder, with the methods that servers use. */
function handleOf(path: string, flags: string) {
  let at = 0;
  const handle = {
    fd: -1,
    read: (...given: Given) =>
      onDisk((disk) =>
        readInto(disk, path, given, at, (next) => {
          at = next;
        }),
      ),
    readFile: (options?: unknown) => onDisk((disk) => readAs(disk.read(path), options)),
    write: (...given: Given) =>
      onDisk((disk) => {
        const { data, position } = writingOf(given);
        const place = flags.startsWith('a') ? disk.stat(path).size : (position ?? at);
        disk.write(path, data, place);
        if (position === null) at = place + data.length;
        return { bytesWritten: data.length, buffer: given[0] };
      }),
    writeFile: (data: unknown) =>
      onDisk((disk) => {
        disk.write(path, bytesOf(data), at);
        at += bytesOf(data).length;
      }),
    appendFile: (data: unknown) => onDisk((disk) => disk.write(path, bytesOf(data), disk.stat(path).size)),
    truncate: (length = 0) => onDisk((disk) => disk.truncate(path, length)),
    sync: () => onDisk((disk) => disk.sync(path)),
    datasync: () => onDisk((disk) => disk.sync(path)),
    stat: () => onDisk((disk) => statsOf(disk, path)),
    utimes: () => onDisk(() => undefined),
    chmod: () => onDisk(() => undefined),
    close: () => onDisk(() => undefined),
    [Symbol.asyncDispose]: () => onDisk(() => undefined),
  };
  return handle;
}

/** `read(buffer, offset, length, position)` or `read({ buffer, … })`. */
function readInto(disk: SimulatedDisk, path: string, given: Given, at: number, moveTo: (at: number) => void) {
  const [first, offsetGiven, lengthGiven, positionGiven] = given;
  const options = first instanceof Uint8Array ? {} : first;
  const buffer = first instanceof Uint8Array ? first : optionOf(first, 'buffer');
  if (!(buffer instanceof Uint8Array)) throw new Error('The simulated disk reads into a buffer.');
  const numberOf = (value: unknown, other: unknown) =>
    typeof value === 'number' ? value : typeof other === 'number' ? other : null;
  const offset = numberOf(offsetGiven, optionOf(options, 'offset')) ?? 0;
  const length = numberOf(lengthGiven, optionOf(options, 'length')) ?? buffer.length - offset;
  const position = numberOf(positionGiven, optionOf(options, 'position'));
  const from = position ?? at;
  const part = disk.read(path).subarray(from, from + length);
  buffer.set(part, offset);
  if (position === null) moveTo(from + part.length);
  return { bytesRead: part.length, buffer };
}

/** `write(buffer, offset, length, position)` or `write(text, position)`. */
function writingOf([data, second, third, fourth]: Given): { data: Uint8Array; position: number | null } {
  if (typeof data === 'string')
    return { data: Buffer.from(data), position: typeof second === 'number' ? second : null };
  const octets = bytesOf(data);
  const offset = typeof second === 'number' ? second : 0;
  const length = typeof third === 'number' ? third : octets.length - offset;
  return { data: octets.subarray(offset, offset + length), position: typeof fourth === 'number' ? fourth : null };
}

const remove = (path: string, options: unknown) =>
  onDisk((disk) => {
    if (disk.kindOf(path) === null && optionOf(options, 'force') === true) return;
    disk.remove(path, optionOf(options, 'recursive') === true);
  });

const direntOf = (disk: SimulatedDisk, folder: string, name: string) => {
  const kind = disk.kindOf(`${folder}/${name}`);
  return { name, parentPath: folder, isFile: () => kind === 'file', isDirectory: () => kind === 'folder' };
};

/** What `node:fs/promises` does on the simulated disk, by name; the first argument is a path on it. */
const operations: Readonly<Record<string, (path: string, ...given: Given) => Promise<unknown>>> = {
  access: (path) => onDisk((disk) => void disk.stat(path)),
  appendFile: (path, data) => onDisk((disk) => writeWhole(disk, path, bytesOf(data), 'a')),
  chmod: () => onDisk(() => undefined),
  copyFile: (from, to, mode) =>
    onDisk((disk) => writeWhole(disk, toPath(to), disk.read(from), mode === 1 ? 'wx' : 'w')),
  link: (from, to) => onDisk((disk) => disk.link(from, toPath(to))),
  lstat: (path) => onDisk((disk) => statsOf(disk, path)),
  mkdir: (path, options) => onDisk((disk) => disk.makeFolder(path, optionOf(options, 'recursive') === true)),
  mkdtemp: (prefix) =>
    onDisk((disk) => {
      const path = Array.from({ length: 1000 }, (_, n) => `${prefix}${String(n).padStart(6, '0')}`).find(
        (each) => disk.kindOf(each) === null,
      );
      if (path === undefined) throw new Error('Too many temporary folders.');
      disk.makeFolder(path, false);
      return path;
    }),
  open: (path, flags = 'r') =>
    onDisk((disk) => {
      const how = typeof flags === 'string' ? flags : 'r';
      if (how.startsWith('r')) disk.stat(path);
      else disk.create(path, { fresh: how.includes('x'), empty: how.startsWith('w') });
      return handleOf(path, how);
    }),
  readFile: (path, options) => onDisk((disk) => readAs(disk.read(path), options)),
  readdir: (path, options) =>
    onDisk((disk) => {
      const names = disk.names(path);
      return optionOf(options, 'withFileTypes') === true ? names.map((name) => direntOf(disk, path, name)) : names;
    }),
  realpath: (path) => onDisk(() => path),
  rename: (from, to) => onDisk((disk) => disk.rename(from, toPath(to))),
  rm: remove,
  rmdir: remove,
  stat: (path) => onDisk((disk) => statsOf(disk, path)),
  statfs: () => onDisk(() => ({ bavail: 25_000_000, bsize: 4096, blocks: 50_000_000 })),
  truncate: (path, length = 0) => onDisk((disk) => disk.truncate(path, Number(length))),
  unlink: (path) => remove(path, {}),
  utimes: () => onDisk(() => undefined),
  writeFile: (path, data, options) =>
    onDisk((disk) => {
      const flag = optionOf(options, 'flag');
      writeWhole(disk, path, bytesOf(data), typeof flag === 'string' ? flag : 'w');
      if (optionOf(options, 'flush') === true) disk.sync(path);
    }),
};

function toPath(given: unknown): string {
  const path = pathOf(given);
  if (path === null) throw new Error('From the simulated disk to another one.');
  return path;
}

/**
 * Lets everything of this thread that asks `node:fs/promises` for a path below the root find the simulated disk there;
 * other paths stay this machine's. What the server does to its files is so tested as it stands, whoever wrote it.
 * Once for each thread.
 */
function install(): void {
  const system = files as unknown as Record<string, Operation>;
  for (const [name, real] of Object.entries(system)) {
    if (typeof real !== 'function') continue;
    system[name] = (...given) => {
      const [first, ...more] = given;
      const path = pathOf(first);
      if (path === null) return real.apply(files, [...given]);
      const simulated = operations[name];
      if (!simulated) throw new Error(`The simulated disk cannot ${name}.`);
      return simulated(path, ...more);
    };
  }
  syncBuiltinESMExports();
}

let installed = false;

/** Puts a disk in its place; null takes it out. */
export function mount(machine: Mounted | null): void {
  if (!installed) install();
  installed = true;
  mounted = machine;
}

/** Takes back what a writing that failed has left, as far as the disk lets it: the first error is the one to tell. */
function tidy(disk: SimulatedDisk, path: string, work: () => void): void {
  if (!mounted?.powered() || disk.kindOf(path) === null || disk.trouble === 'broken') return;
  work();
}

/** What the product's page works make of a disk that refuses. */
async function asWorksDo<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'ENOSPC') throw new FaxError('DISK_FULL', { cause });
    if (code === 'EIO') throw new FaxError('WRITE_FAILED', { cause });
    throw cause;
  }
}

/** The files of the page works on the mounted disk, as durable as the product's works promise. */
export const simulatedFiles: WorkFiles = {
  read: (path) =>
    onDisk((disk) => (disk.kindOf(path) === 'file' ? Buffer.from(disk.read(path)).toString('utf8') : null)),
  replace: (path, text) => asWorksDo(onDisk((disk) => replaceOn(disk, path, text))),
  append: (path, text) => asWorksDo(onDisk((disk) => appendOn(disk, path, text))),
};

/** The same without a sync, as a server that does not care would have it. */
export const hastyFiles: WorkFiles = {
  ...simulatedFiles,
  replace: (path, text) => asWorksDo(onDisk((disk) => writeWhole(disk, path, Buffer.from(text), 'w'))),
};

function replaceOn(disk: SimulatedDisk, path: string, text: string): void {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const temporary = `${folder}/.${path.slice(folder.length + 1)}.simulated.part`;
  try {
    writeWhole(disk, temporary, Buffer.from(text), 'w');
    disk.sync(temporary);
    disk.rename(temporary, path);
    disk.sync(folder);
  } catch (error) {
    tidy(disk, temporary, () => disk.remove(temporary, false));
    throw error;
  }
}

function appendOn(disk: SimulatedDisk, path: string, text: string): void {
  const before = disk.kindOf(path) === null ? null : disk.stat(path).size;
  try {
    writeWhole(disk, path, Buffer.from(text), 'a');
    disk.sync(path);
    if (before === null) disk.sync(path.slice(0, path.lastIndexOf('/')));
  } catch (error) {
    tidy(disk, path, () => (before === null ? disk.remove(path, false) : disk.truncate(path, before)));
    throw error;
  }
}

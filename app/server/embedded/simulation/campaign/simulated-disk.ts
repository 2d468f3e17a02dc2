/** Throws as the system does: what reads it looks at `code`. */
function diskError(code: string, path: string): Error {
  // Whoever asks for a file that may not be there asks often; where it was asked from tells nobody anything.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = Object.assign(new Error(`${code}: ${path}`), { code, path });
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}

interface FileNode {
  readonly kind: 'file';
  data: Uint8Array;
  /** What a sync has put on the platter; what was written since may be lost. */
  synced: Uint8Array;
  modified: number;
}

interface FolderNode {
  readonly kind: 'folder';
}

type Node = FileNode | FolderNode;

/** A name that came or went in a folder and that no sync of the folder has made durable yet. */
interface NameChange {
  readonly path: string;
  /** What the name stands for from now on; null: the name is gone. */
  readonly node: Node | null;
  /** The other half of a move: this name goes only where that one came. */
  readonly onlyWith: NameChange | null;
  /** It is durable. */
  settled: boolean;
}

/** How the disk refuses: nothing can be added, or nothing can be written at all. */
export type DiskTrouble = 'full' | 'broken' | null;

const nothing = new Uint8Array(0);
const isBeginning = (part: Uint8Array, whole: Uint8Array): boolean =>
  part.length <= whole.length && part.every((octet, index) => whole[index] === octet);

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/**
 * A disk in memory that keeps what was synced, and what was not only by chance: a power cut takes unsynced names, in
 * each folder all from one on, and leaves unsynced contents whole, half or not at all (as POSIX lets it).
 */
export class SimulatedDisk {
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #nodes = new Map<string, Node>();
  #durable = new Map<string, Node>();
  /** By folder, oldest first. */
  readonly #pending = new Map<string, NameChange[]>();
  trouble: DiskTrouble = null;
  /** Called before each change with what is done; it may throw, or lose the power. */
  beforeChange: (what: string, path: string) => void = () => undefined;

  constructor(root: string, random: () => number, now: () => number) {
    this.#random = random;
    this.#now = now;
    this.#nodes.set(root, { kind: 'folder' });
    this.#durable.set(root, { kind: 'folder' });
  }

  kindOf(path: string): 'file' | 'folder' | null {
    return this.#nodes.get(path)?.kind ?? null;
  }

  /** Throws `ENOENT`, `EISDIR`. */
  read(path: string): Uint8Array {
    return this.#file(path).data;
  }

  stat(path: string): { readonly kind: 'file' | 'folder'; readonly size: number; readonly modified: number } {
    const node = this.#node(path);
    return node.kind === 'file'
      ? { kind: 'file', size: node.data.length, modified: node.modified }
      : { kind: 'folder', size: 0, modified: 0 };
  }

  /** Names in a folder, in order. Throws `ENOENT`, `ENOTDIR`. */
  names(folder: string): string[] {
    if (this.#node(folder).kind !== 'folder') throw diskError('ENOTDIR', folder);
    return [...this.#nodes.keys()]
      .filter((path) => path !== folder && parentOf(path) === folder)
      .map((path) => path.slice(folder.length + 1))
      .sort();
  }

  /** Every file there is. */
  files(): string[] {
    return [...this.#nodes].filter(([, { kind }]) => kind === 'file').map(([path]) => path);
  }

  /** Makes an empty file, or takes the one that is there. Throws `EEXIST` where it must be new. */
  create(path: string, how: { readonly fresh: boolean; readonly empty: boolean }): void {
    const known = this.#nodes.get(path);
    if (known?.kind === 'folder') throw diskError('EISDIR', path);
    if (known && how.fresh) throw diskError('EEXIST', path);
    if (known && !how.empty) return;
    this.#change('create', path);
    if (known) known.data = nothing;
    else this.#name(path, { kind: 'file', data: nothing, synced: nothing, modified: this.#now() });
  }

  /** Writes at a place of a file. Where the disk is full a part of it is written, as disks do. */
  write(path: string, data: Uint8Array, at: number): void {
    const file = this.#file(path);
    if (this.trouble === 'full' && data.length > 1) this.#put(file, data.subarray(0, data.length >> 1), at);
    this.#change('write', path);
    this.#put(file, data, at);
  }

  truncate(path: string, length: number): void {
    const file = this.#file(path);
    this.#change('truncate', path);
    file.data = file.data.slice(0, length);
  }

  /** Makes a file's content, or a folder's names, durable. */
  sync(path: string): void {
    const node = this.#node(path);
    this.#change('sync', path);
    if (node.kind === 'file') node.synced = node.data;
    else for (const change of this.#pending.get(path)?.splice(0) ?? []) if (!change.settled) this.#settle(change);
  }

  makeFolder(path: string, recursive: boolean): void {
    if (this.#nodes.get(path)?.kind === 'folder') {
      if (recursive) return;
      throw diskError('EEXIST', path);
    }
    if (recursive && !this.#nodes.has(parentOf(path))) this.makeFolder(parentOf(path), true);
    this.#change('mkdir', path);
    this.#name(path, { kind: 'folder' });
  }

  /** Throws `ENOENT`; a folder goes with what is in it. */
  remove(path: string, recursive: boolean): void {
    const node = this.#node(path);
    if (node.kind === 'folder') {
      const names = this.names(path);
      if (names.length > 0 && !recursive) throw diskError('ENOTEMPTY', path);
      for (const name of names) this.remove(`${path}/${name}`, true);
    }
    this.#change('remove', path);
    this.#name(path, null);
  }

  rename(from: string, to: string): void {
    const node = this.#node(from);
    if (this.#nodes.get(to)?.kind === 'folder') throw diskError('EISDIR', to);
    if (node.kind === 'folder') throw diskError('EXDEV', from);
    this.#change('rename', to);
    const came = this.#name(to, node);
    this.#name(from, null, came);
  }

  link(from: string, to: string): void {
    const node = this.#node(from);
    if (this.#nodes.has(to)) throw diskError('EEXIST', to);
    this.#change('link', to);
    this.#name(to, node);
  }

  /** The power goes: what was not synced is there, there in part, or gone. */
  losePower(): void {
    for (const changes of this.#pending.values())
      for (const change of changes.slice(0, this.#below(changes.length + 1))) if (!change.settled) this.#settle(change);
    this.#pending.clear();
    for (const path of [...this.#durable.keys()].sort())
      if (path !== '/' && parentOf(path) !== '/' && !this.#durable.has(parentOf(path))) this.#durable.delete(path);
    this.#nodes.clear();
    for (const [path, node] of this.#durable) {
      if (node.kind === 'file') this.#losePartOf(node);
      this.#nodes.set(path, node);
    }
  }

  #losePartOf(file: FileNode): void {
    if (file.data === file.synced) return;
    switch (this.#below(3)) {
      case 0:
        file.data = file.synced;
        break;
      case 1: {
        // What was synced and only added to is there whatever becomes of the addition.
        const least = isBeginning(file.synced, file.data) ? file.synced.length : 0;
        file.data = file.data.slice(0, least + this.#below(file.data.length - least + 1));
        break;
      }
      default:
    }
    file.synced = file.data;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #change(what: string, path: string): void {
    this.beforeChange(what, path);
    if (this.trouble === 'broken') throw diskError('EIO', path);
    if (this.trouble === 'full' && (what === 'create' || what === 'write' || what === 'mkdir'))
      throw diskError('ENOSPC', path);
  }

  #node(path: string): Node {
    const node = this.#nodes.get(path);
    if (!node) throw diskError('ENOENT', path);
    return node;
  }

  #file(path: string): FileNode {
    const node = this.#node(path);
    if (node.kind !== 'file') throw diskError('EISDIR', path);
    return node;
  }

  #put(file: FileNode, data: Uint8Array, at: number): void {
    const longer = new Uint8Array(Math.max(file.data.length, at + data.length));
    longer.set(file.data);
    longer.set(data, at);
    file.data = longer;
    file.modified = this.#now();
  }

  #name(path: string, node: Node | null, onlyWith: NameChange | null = null): NameChange {
    const folder = parentOf(path);
    if (this.#nodes.get(folder)?.kind !== 'folder') throw diskError('ENOENT', path);
    if (node) this.#nodes.set(path, node);
    else this.#nodes.delete(path);
    const change: NameChange = { path, node, onlyWith, settled: false };
    const pending = this.#pending.get(folder);
    if (pending) pending.push(change);
    else this.#pending.set(folder, [change]);
    return change;
  }

  /** A move is one thing: the old name goes with the coming of the new one, as far as there is a folder for it. */
  #settle(change: NameChange): void {
    const { path, node, onlyWith } = change;
    change.settled = true;
    if (node) this.#durable.set(path, node);
    else if (onlyWith === null || this.#hasCome(onlyWith)) this.#durable.delete(path);
  }

  #hasCome(change: NameChange): boolean {
    if (!change.settled && this.#durable.has(parentOf(change.path))) this.#settle(change);
    return change.settled;
  }
}

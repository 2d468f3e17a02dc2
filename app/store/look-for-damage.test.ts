import { mkdtempSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { looksWhole } from './look-for-damage.ts';

const MEGABYTE = 1024 * 1024;
const PAGE = 4096;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fax-damage-'));
  path = join(folder, 'fax.db');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database with a history of so many megabytes, then the settings. */
function make(megabytes: number): void {
  const database = new DatabaseSync(path);
  database.exec('BEGIN; CREATE TABLE history (text BLOB); CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT)');
  const add = database.prepare('INSERT INTO history VALUES (zeroblob(1048576))');
  for (let n = 0; n < megabytes; n += 1) add.run();
  const set = database.prepare('INSERT INTO settings VALUES (?, ?)');
  for (let n = 0; n < 200; n += 1) set.run(`name ${n}`, 'value '.repeat(50));
  database.exec('COMMIT');
  database.close();
}

/** Overwrites whole pages, from an octet on. */
async function damage(from: number, octets: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(octets, 0xa5), 0, octets, Math.floor(from / PAGE) * PAGE);
  await file.close();
}

/** What is seen of it: damage may be an answer or an error of SQLite's. */
function look(): boolean {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return looksWhole(database);
  } catch {
    return false;
  } finally {
    database.close();
  }
}

it('looks at all of a small file', async () => {
  make(1);
  expect(look()).toBe(true);
  await damage(MEGABYTE / 2, PAGE);
  expect(look()).toBe(false);
});

it('looks at the small tables of a large file, and leaves its history for later', async () => {
  make(40);
  expect(look()).toBe(true);
  await damage(20 * MEGABYTE, 8 * PAGE);
  expect(look()).toBe(true);
  // The settings were written last.
  await damage((await stat(path)).size - 10 * PAGE, 10 * PAGE);
  expect(look()).toBe(false);
});

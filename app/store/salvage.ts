import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { raiseIds } from './fax-ids.ts';
import { auditRecordSchema } from './records.ts';
import { attemptRow, jobRow, mailRow, messageRow, portRow, settingRow } from './rows.ts';

/** What could be read of a damaged database. */
export interface Salvaged {
  readonly rows: number;
  readonly jobs: number;
  readonly messages: number;
}

interface Table {
  readonly name: string;
  /** Columns by which rows are found one by one. */
  readonly key: 'id' | 'jobId' | 'text';
  readonly row: z.ZodType;
  readonly textKey?: string;
}

/** In the order in which rows may refer to each other. */
const tables: readonly Table[] = [
  { name: 'settings', key: 'text', textKey: 'name', row: settingRow },
  { name: 'submissions', key: 'text', textKey: 'key', row: z.object({ key: z.string() }) },
  { name: 'ports', key: 'id', row: portRow },
  { name: 'jobs', key: 'id', row: jobRow.partial() },
  { name: 'attempts', key: 'jobId', row: attemptRow.partial() },
  { name: 'confirmedPages', key: 'jobId', row: z.object({ jobId: z.int(), page: z.int(), n: z.int() }) },
  { name: 'messages', key: 'id', row: messageRow.partial() },
  { name: 'mails', key: 'id', row: mailRow },
  { name: 'audit', key: 'id', row: auditRecordSchema },
];

type Row = Record<string, SQLOutputValue>;

/** Ids that are tried one by one between two readable stretches of a table, at most. */
const MOST_PROBES = 2_000_000;

/**
 * Copies every row that can be read, and that is what it should be, into a database that is whole and new. Throws what
 * SQLite throws where not even the list of tables can be read.
 */
export function salvage(damaged: string, into: DatabaseSync): Salvaged {
  const from = new DatabaseSync(damaged, { readOnly: true });
  try {
    from.prepare('SELECT name FROM sqlite_master').all();
    const counts = new Map<string, number>();
    into.exec('BEGIN IMMEDIATE');
    for (const table of tables) counts.set(table.name, copyTable(from, into, table));
    raiseIds(into, highestId(from, into));
    into.exec('COMMIT');
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { rows, jobs: counts.get('jobs') ?? 0, messages: counts.get('messages') ?? 0 };
  } catch (error) {
    if (into.isTransaction) into.exec('ROLLBACK');
    throw error;
  } finally {
    from.close();
  }
}

function copyTable(from: DatabaseSync, into: DatabaseSync, table: Table): number {
  const known = new Set(
    into
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all(table.name)
      .map(({ name }) => name),
  );
  const statements = new Map<string, StatementSync>();
  let copied = 0;
  for (const row of rowsOf(from, into, table)) {
    if (!isSound(table.row, row)) continue;
    const names = Object.keys(row).filter((name) => known.has(name));
    const sql = `INSERT OR IGNORE INTO ${table.name} (${names.map((name) => `"${name}"`).join(', ')})
      VALUES (${names.map(() => '?').join(', ')})`;
    const insert = statements.get(sql) ?? into.prepare(sql);
    statements.set(sql, insert);
    copied += attempted(() => Number(insert.run(...names.map((name) => row[name] as SQLInputValue)).changes), 0);
  }
  return copied;
}

function isSound(schema: z.ZodType, row: Row): boolean {
  return attempted(() => schema.safeParse(row).success, false);
}

function rowsOf(from: DatabaseSync, into: DatabaseSync, { name, key, textKey }: Table): Iterable<Row> {
  switch (key) {
    case 'text':
      return bothWays(from, name, textKey ?? '');
    case 'id':
      return byId(from, name);
    case 'jobId':
      return byJob(from, into, name);
  }
}

/** From the first row on as far as it goes, then from the last one back. */
function* bothWays(from: DatabaseSync, table: string, key: string): Iterable<Row> {
  const whole = yield* untilDamage(from, `SELECT * FROM ${table} ORDER BY "${key}"`);
  if (!whole) yield* untilDamage(from, `SELECT * FROM ${table} ORDER BY "${key}" DESC`);
}

/** From both ends, and what lies between them row by row: a damaged page takes its own rows along and no others. */
function* byId(from: DatabaseSync, table: string): Iterable<Row> {
  let lowest = 0;
  let highest = Number.MAX_SAFE_INTEGER;
  const note = function* (rows: Iterable<Row>, take: (id: number) => void): Iterable<Row> {
    for (const row of rows) {
      take(Number(row.id));
      yield row;
    }
  };
  let whole = false;
  const forward = untilDamage(from, `SELECT * FROM ${table} ORDER BY id`, () => {
    whole = true;
  });
  yield* note(forward, (id) => {
    lowest = id;
  });
  if (whole) return;
  yield* note(untilDamage(from, `SELECT * FROM ${table} ORDER BY id DESC`), (id) => {
    highest = id;
  });
  const end = Math.min(highest, highestIn(from, table) + 1, lowest + MOST_PROBES);
  const one = attempted(() => from.prepare(`SELECT * FROM ${table} WHERE id = ?`), null);
  if (one === null) return;
  for (let id = lowest + 1; id < end; id += 1) {
    const row = attempted(() => one.get(id), undefined);
    if (row !== undefined) yield row;
  }
}

function* byJob(from: DatabaseSync, into: DatabaseSync, table: string): Iterable<Row> {
  const of = attempted(() => from.prepare(`SELECT * FROM ${table} WHERE jobId = ?`), null);
  if (of === null) return;
  for (const { id } of into.prepare('SELECT id FROM jobs').all()) yield* attempted(() => of.all(Number(id)), []);
}

/** Rows of a query until the end, or until a page that cannot be read; the answer is whether it came to the end. */
function* untilDamage(from: DatabaseSync, sql: string, atEnd: () => void = () => undefined): Generator<Row, boolean> {
  const rows = attempted(() => from.prepare(sql).iterate(), null);
  if (rows === null) return false;
  for (;;) {
    const next = attempted(() => rows.next(), null);
    if (next === null) return false;
    if (next.done) {
      atEnd();
      return true;
    }
    yield next.value;
  }
}

/** The highest id that anything tells of, so that it is not given a second time. */
function highestId(from: DatabaseSync, into: DatabaseSync): number {
  const told = [
    "SELECT seq AS id FROM sqlite_sequence WHERE name = 'ids'",
    'SELECT max(jobId) AS id FROM attempts',
    'SELECT max(jobId) AS id FROM confirmedPages',
    'SELECT max(faxId) AS id FROM audit',
    'SELECT max(id) AS id FROM jobs',
  ];
  const ids = [from, into].flatMap((database) =>
    told.map((sql) => attempted(() => Number(database.prepare(sql).get()?.id ?? 0), 0)),
  );
  return Math.max(0, ...ids.filter((id) => Number.isSafeInteger(id) && id < 0x7fff_0000));
}

function highestIn(from: DatabaseSync, table: string): number {
  const sequence = attempted(
    () => Number(from.prepare('SELECT max(seq) AS id FROM sqlite_sequence').get()?.id ?? 0),
    0,
  );
  return Math.max(
    sequence,
    attempted(() => Number(from.prepare(`SELECT max(id) AS id FROM ${table}`).get()?.id ?? 0), 0),
  );
}

/** What cannot be read of a damaged file is left out: this is what salvaging is. */
function attempted<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

import type { DatabaseSync } from 'node:sqlite';

/** Makes the next fax's id greater than the one given; ids that were given once are never given again. */
export function raiseIds(database: DatabaseSync, id: number): void {
  const changed = database.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'ids'").run(id).changes;
  if (Number(changed) === 0) database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('ids', ?)").run(id);
}

import type { DatabaseSync } from 'node:sqlite';
import { heldWords } from '../model/held-words.ts';

/**
 * After something was lost of what was done, holds back all that would be done a second time: faxes that are not sent
 * yet wait for a person, receipts and routing that are open count as failed and can be asked for again. The answer is
 * how many faxes are held.
 */
export function holdOpenWork(database: DatabaseSync): number {
  const held = database
    .prepare(
      `UPDATE jobs SET paused = 1, words = ?, retryAt = NULL
       WHERE direction = 'out' AND state IN ('waiting', 'retrying', 'dialing', 'sending')`,
    )
    .run(heldWords);
  database.exec('DELETE FROM mails');
  database
    .prepare(
      `UPDATE jobs SET receiptState = 'failed', receiptError = ?
       WHERE receiptState IN ('due', 'queued')
         OR (receiptState = 'waiting' AND state IN ('delivered', 'failed', 'cancelled', 'uncertain'))`,
    )
    .run(`${heldWords}.`);
  const messages = database.prepare('SELECT id, routing FROM messages WHERE routingOpen = 1').all();
  const close = database.prepare('UPDATE messages SET routing = ?, routingOpen = 0 WHERE id = ?');
  for (const { id, routing } of messages) {
    const rules: unknown = JSON.parse(String(routing));
    close.run(JSON.stringify(Array.isArray(rules) ? rules.map(closed) : []), Number(id));
  }
  return Number(held.changes);
}

/** A rule that was not over counts as failed; whatever it was, a person can have it tried again. */
function closed(rule: { readonly state?: unknown }): object {
  return rule.state === 'pending' || rule.state === 'retrying'
    ? { ...rule, state: 'failed', nextAt: null, error: `${heldWords}.` }
    : rule;
}

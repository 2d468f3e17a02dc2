import { z } from 'zod';

/** Which faxes have come of age. null: that limit is off. */
export interface AgeQuery {
  /** Faxes that were sent or received, and ended before this instant (ms). */
  readonly sentBefore: number | null;
  /** Faxes that were not sent or could not be routed, and were submitted before this instant (ms). */
  readonly unsentBefore: number | null;
  readonly limit: number;
}

export interface AgedFax {
  readonly id: number;
  /** Which limit it has passed. */
  readonly limit: 'sent' | 'unsent';
}

export const agedRow = z.object({ id: z.int().positive(), limit: z.enum(['sent', 'unsent']) });

/** Nothing is left to do for the fax: it is filed, its receipt is settled, its routing is over. */
const noDuties = `job.archiveDue = 0 AND job.receiptState IN ('none', 'sent', 'failed')
  AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.id = job.id AND (m.archiveDue = 1 OR m.routingOpen = 1))`;

/** A received fax that a rule of routing gave up, and of which the archive has no copy. */
const unroutable = `EXISTS (SELECT 1 FROM messages m WHERE m.id = job.id AND m.archive IS NULL
  AND EXISTS (SELECT 1 FROM json_each(m.routing) AS rule WHERE rule.value ->> '$.state' = 'failed'))`;

/**
 * Faxes that have come of age, oldest first. What was sent or received follows the archive's limit alone: where there
 * is a copy in the archive, the queue's limit has no say (object model 3.3). Waiting faxes have duties still; they are
 * in the list all the same, and end before they go.
 */
export const agedFaxes = `
  SELECT * FROM (
    SELECT job.id AS id, 'sent' AS "limit" FROM jobs AS job
    WHERE job.finishedAt < ? AND job.state IN ('delivered', 'received') AND ${noDuties}
    UNION ALL
    SELECT job.id, 'unsent' FROM jobs AS job
    WHERE job.submittedAt < ? AND job.state IN ('waiting', 'retrying', 'failed', 'cancelled')
      AND (job.state IN ('waiting', 'retrying') OR (${noDuties}))
    UNION ALL
    SELECT job.id, 'unsent' FROM jobs AS job
    WHERE job.submittedAt < ? AND job.state = 'received' AND ${noDuties} AND ${unroutable}
  ) ORDER BY id LIMIT ?`;

import type { RequestOutput } from '../../../contract/requests.ts';
import type { AuditRecord } from '../../../store/records.ts';

/** The audit list as the contract shows it. Pure. */
export const auditList = (stored: {
  readonly entries: readonly AuditRecord[];
  readonly total: number;
}): RequestOutput<'audit.list'> => ({
  entries: stored.entries.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() })),
  total: stored.total,
});

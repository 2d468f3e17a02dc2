import type { FaxNotice } from '../../app/contract/events.ts';

/** A notice as the system shows it, and what a click on it opens. */
export interface ShownNotice {
  readonly title: string;
  readonly body: string;
  readonly view: 'jobs' | 'inbox' | 'ports';
  /** The fax to open; null for a summary, and for a line. */
  readonly id: number | null;
  readonly urgent: boolean;
}

/** Up to so many faxes of a burst are told one by one. */
const SINGLE_LIMIT = 2;

const titles = {
  delivered: 'Fax delivered',
  failed: 'Fax failed',
  uncertain: 'Fax needs a decision',
  received: 'Fax received',
  'line-down': 'Line out of service',
} as const satisfies Record<FaxNotice['notice'], string>;

const summaryWords = {
  failed: 'failed',
  uncertain: 'uncertain',
  received: 'received',
  delivered: 'delivered',
  'line-down': 'out of service',
} as const satisfies Record<FaxNotice['notice'], string>;

/** The notices of one burst: each by itself while they are few, else one summary. No names, no numbers. */
export function groupNotices(burst: readonly FaxNotice[]): readonly ShownNotice[] {
  if (burst.length <= SINGLE_LIMIT) return burst.map(single);
  const counts = new Map<FaxNotice['notice'], number>();
  for (const each of burst) counts.set(each.notice, (counts.get(each.notice) ?? 0) + 1);
  const parts = (Object.keys(summaryWords) as FaxNotice['notice'][])
    .filter((kind) => counts.has(kind))
    .map((kind) => `${counts.get(kind)} ${summaryWords[kind]}`);
  const only = counts.size === 1 ? burst[0] : undefined;
  const body = burst.every((each) => each.practice) ? 'Practice: not sent to the telephone network.' : '';
  return [
    {
      title: `Faxes: ${parts.join(', ')}`,
      body,
      view: only === undefined ? 'jobs' : viewOf(only),
      id: null,
      urgent: burst.some(isUrgent),
    },
  ];
}

function single(notice: FaxNotice): ShownNotice {
  return {
    title: titles[notice.notice],
    body: notice.words,
    view: viewOf(notice),
    id: notice.notice === 'line-down' ? null : notice.id,
    urgent: isUrgent(notice),
  };
}

function viewOf({ notice }: FaxNotice): ShownNotice['view'] {
  if (notice === 'line-down') return 'ports';
  return notice === 'received' ? 'inbox' : 'jobs';
}

const isUrgent = ({ notice }: FaxNotice): boolean =>
  notice === 'failed' || notice === 'uncertain' || notice === 'line-down';

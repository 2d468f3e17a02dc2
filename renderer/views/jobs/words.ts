import type { JobFilter } from '../../stores/view.ts';
import { plural } from '../../words/plural.ts';

/** Words of the jobs view. */
export const jobsWords = {
  titles: {
    all: 'All jobs',
    active: 'On a line',
    waiting: 'Waiting',
    scheduled: 'Scheduled',
    failed: 'Failed today',
    delivered: 'Delivered today',
  } as const satisfies Record<JobFilter, string>,
  columns: {
    state: 'State',
    who: 'Who',
    subject: 'Subject',
    pages: 'Pages',
    next: 'Next',
    line: 'Line',
    age: 'Age',
  },
  empty: {
    all: { title: 'No faxes yet', words: 'Drop a file anywhere in this window, or press Ctrl N.' },
    active: { title: 'No line is busy', words: 'Faxes show here while they are dialled, sent or received.' },
    waiting: { title: 'Nothing waits', words: 'Faxes wait here for a free line or for their next try.' },
    scheduled: { title: 'Nothing is scheduled', words: 'Faxes for a later time or the discount rate wait here.' },
    failed: {
      title: 'No fax has failed today',
      words: 'Failed faxes stay here with the reason and a way to send them again.',
    },
    delivered: {
      title: 'Nothing delivered yet today',
      words: 'A fax comes here when the far end has confirmed every page.',
    },
  } as const satisfies Record<JobFilter, { title: string; words: string }>,
  /** The server shows so many that have ended, and keeps all. */
  newest: 2000,
  newestOnly: 'The newest are shown; “fax jobs” lists all.',
  noMatch: { title: 'No fax matches', words: 'Search looks at number, name, subject, reason and line.' },
  search: 'Search these faxes',
  filterPlaceholder: 'Filter',
  clearSearch: 'Clear the search',
  list: 'Faxes',
  newFax: 'New fax',
  more: 'More',
  practice: 'Practice',
  /** What follows it for those who hear the row. */
  practiceRest: ': not sent to the telephone network',
  from: 'From',
  selected: (count: number): string => plural(count, { one: '# selected', other: '# selected' }),
  resizeHint: 'Alt ← → changes the width',
  sortHint: 'Shift adds a column to the order',
  rowMenu: (count: number, who: string): string =>
    count === 1 ? who : plural(count, { one: '# fax', other: '# faxes' }),
} as const;

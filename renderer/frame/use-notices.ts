import { useEffect } from 'react';
import type { FaxNotice } from '../../app/contract/events.ts';
import type { Console } from '../console.tsx';
import { useConsole } from '../console.tsx';
import type { ToastInput } from '../stores/toasts.ts';
import { whoOf } from '../words/job-name.ts';
import { sentences } from '../words/sentences.ts';
import { practiceSentence, receivedPracticeSentence } from '../words/server-words.ts';
import { formatPages } from '../words/time.ts';

/** Shows and says what became of faxes: delivered, failed, uncertain, received. */
export function useNotices(): void {
  const console = useConsole();
  useEffect(
    () =>
      console.api.subscribe((event) => {
        if (event.type === 'notice') console.toasts.show(noticeToast(event, console));
      }),
    [console],
  );
}

/** A notice as a toast, with the fax's name from the facts. */
export function noticeToast(notice: FaxNotice, { facts, view }: Pick<Console, 'facts' | 'view'>): ToastInput {
  const job = facts.getState().snapshot?.jobs.find((each) => each.id === notice.id);
  const who = job ? whoOf(job) : 'Fax';
  const practice = notice.practice ? practiceSentence : null;
  const chosen = { selected: new Set([notice.id]), focused: notice.id, anchor: notice.id };
  const showJob = {
    label: 'Show',
    run: () => view.setState({ view: 'jobs', jobFilter: 'all', jobSearch: '', detailsOpen: true, jobs: chosen }),
  };
  switch (notice.notice) {
    case 'delivered':
      return {
        tone: 'good',
        title: `${who}: delivered`,
        words: sentences(formatPages(notice.pages), practice),
        act: showJob,
      };
    case 'failed':
      return { tone: 'bad', title: `${who}: failed`, words: notice.words, act: showJob };
    case 'uncertain':
      return { tone: 'bad', title: `${who}: not sure it arrived`, words: notice.words, act: showJob };
    case 'received':
      return {
        tone: 'good',
        title: `A fax came in: ${formatPages(notice.pages)}`,
        words: notice.practice ? receivedPracticeSentence : null,
        act: { label: 'Show', run: () => view.setState({ view: 'inbox', inbox: chosen }) },
      };
    case 'line-down':
      return {
        tone: 'bad',
        title: 'A line is out of service',
        words: notice.words,
        act: { label: 'Show', run: () => view.setState({ view: 'ports' }) },
      };
  }
}

import type { ReactNode } from 'react';
import type { Job } from '../../../app/model/job.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx';
import { whoOf } from '../../words/job-name.ts';
import { plural } from '../../words/plural.ts';

/** Asks before faxes are cancelled; it names the fax, and the safe button has the focus. */
export function CancelDialog({ ids }: { readonly ids: readonly number[] }): ReactNode {
  const console = useConsole();
  const jobs = useFacts((facts) => facts.snapshot?.jobs);
  const meant = jobs?.filter((job) => ids.includes(job.id) && job.allowed.includes('cancel')) ?? [];
  const close = (): void => console.view.setState({ overlay: null });
  const words = cancelWords(meant);
  return (
    <ConfirmDialog
      open
      title={words.title}
      words={words.words}
      act={words.act}
      keep={meant.length === 1 ? 'Keep it' : 'Keep them'}
      onKeep={close}
      onAct={() => {
        close();
        void console.jobs.run('cancel', meant);
      }}
    />
  );
}

/** The question, what is lost, and the act, for one fax by name or for several by count. */
export function cancelWords(jobs: readonly Job[]): { title: string; words: string; act: string } {
  const [job] = jobs;
  if (!job) return { title: 'Nothing to cancel', words: 'The fax has ended meanwhile.', act: 'Close' };
  if (jobs.length > 1)
    return {
      title: `Cancel ${plural(jobs.length, { one: '# fax', other: '# faxes' })}?`,
      words: `${whoOf(job)} and ${plural(jobs.length - 1, { one: '# other', other: '# others' })}. What has arrived stays there; the rest will not be sent.`,
      act: plural(jobs.length, { one: 'Cancel # fax', other: 'Cancel # faxes' }),
    };
  return { title: `Cancel the fax to ${whoOf(job)}?`, words: lossWords(job), act: 'Cancel this fax' };
}

function lossWords({ pages, pagesConfirmed }: Job): string {
  const left = pages - pagesConfirmed;
  if (pagesConfirmed === 0 || left <= 0) return 'Nothing of it has arrived there yet. It will not be sent.';
  const arrived = plural(pagesConfirmed, { one: '# page has', other: '# pages have' });
  const rest = plural(left, { one: 'The other one will', other: 'The other # will' });
  return `${arrived} arrived there. ${rest} not be sent.`;
}

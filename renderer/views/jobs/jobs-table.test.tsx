import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import type { Job } from '../../../app/model/job.ts';
import { ConsoleProvider, createConsole } from '../../console.tsx';
import { TooltipProvider } from '../../kit/tooltip.tsx';
import { createFakeDoor } from '../../testing/fake-door.ts';
import { fakeJob, fakeSnapshot, manyJobs } from '../../testing/fake-facts.ts';
import { JobsTable } from './jobs-table.tsx';

const now = Date.parse('2026-03-03T13:58:00Z');

function draw(count: number): string {
  return drawJobs(manyJobs(now, count));
}

function drawJobs(jobs: readonly Job[]): string {
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0));
  const { console, stop } = createConsole(createFakeDoor({ snapshot: fakeSnapshot(now, { jobs }) }), null);
  const markup = renderToStaticMarkup(
    <ConsoleProvider value={console}>
      <TooltipProvider>
        <JobsTable jobs={jobs} />
      </TooltipProvider>
    </ConsoleProvider>,
  );
  stop();
  return markup;
}

test('ten thousand faxes are a few dozen rows, and say how many they are', () => {
  const markup = draw(10_000);
  const rows = markup.match(/class="list-row"/g)?.length ?? 0;
  expect(rows).toBeGreaterThan(10);
  expect(rows).toBeLessThan(80);
  expect(markup).toContain('aria-rowcount="10001"');
  expect(markup.match(/class="list-row"[^>]*tabindex="0"/gi)?.length).toBe(1);
});

test('a row says state, who, pages and what comes next, and what is practice', () => {
  const markup = draw(20);
  expect(markup).toContain('Sending');
  expect(markup).toContain('Records office');
  expect(markup).toContain('2/8');
  expect(markup).toContain('Line cut on page 5; tries again 14:05 (3 of 4)');
  expect(markup).toContain('title="Practice: not sent to the telephone network"');
});

test('a fax that comes in counts its pages: how many there will be, only the sender knows', () => {
  const incoming = { direction: 'in', pages: 4, pagesConfirmed: 3, currentPage: 4 } as const;
  const coming = drawJobs([fakeJob(1, now, { ...incoming, state: 'receiving' })]);
  expect(coming).toContain('>3</span>');
  expect(coming).not.toContain('3/4');
  expect(drawJobs([fakeJob(1, now, { ...incoming, pagesConfirmed: 4, state: 'received' })])).toContain('4/4');
});

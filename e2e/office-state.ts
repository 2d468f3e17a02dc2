import type { Page } from '@playwright/test';
import { type RequestInput, type RequestName, type RequestOutput, requests } from '../app/contract/requests.ts';
import type { Job } from '../app/model/job.ts';
import { expect } from './fixtures.ts';

/** Asks the office as the page does; for a test's set-up and for looking behind the screen, never for its act. */
export async function ask<N extends RequestName>(
  page: Page,
  name: N,
  input: RequestInput<N>,
): Promise<RequestOutput<N>> {
  // Playwright's types cannot carry the one request's input through; the door itself validates it, and we the answer.
  const answer: unknown = await page.evaluate(
    ([wanted, given]) => window.faxConsole.request(wanted as 'snapshot', given),
    [name as string, input as Record<string, never>] as const,
  );
  return requests[name].output.parse(answer) as RequestOutput<N>;
}

/** Outgoing jobs, the newest first. */
export async function outgoing(page: Page): Promise<readonly Job[]> {
  const { jobs } = await ask(page, 'jobs.list', {});
  return jobs.filter((job) => job.direction === 'out');
}

/** Waits until the newest outgoing job is in a state, and returns it. */
export async function newestJobIn(page: Page, state: Job['state'], timeout = 15_000): Promise<Job> {
  await expect.poll(async () => (await outgoing(page))[0]?.state, { timeout }).toBe(state);
  const [job] = await outgoing(page);
  if (job === undefined) throw new Error('The job is gone.');
  return job;
}

/** Lets faxes go out on a line that takes as long as the telephone network would. */
export async function useSlowLine(page: Page): Promise<void> {
  await ask(page, 'ports.add', { name: 'Slow', address: 'loopback:5550102?speed=real' });
  await ask(page, 'ports.set', { name: 'Practice 1', changes: { send: false } });
  await ask(page, 'ports.set', { name: 'Slow', changes: { send: true, receive: 'none' } });
}

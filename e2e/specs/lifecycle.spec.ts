import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clickTray, consoleWindow, expect, root, seenBy, startAgain, test } from '../fixtures.ts';
import { ask, newestJobIn, outgoing, useSlowLine } from '../office-state.ts';

const sample = join(root, 'resources/samples/sample.pdf');

test('closing the window hides it to the tray, told once; the tray brings it back; work goes on meanwhile', async ({
  app,
  page,
}) => {
  const window = await app.browserWindow(page);
  await window.evaluate((each) => each.close());
  expect(await window.evaluate((each) => [each.isDestroyed(), each.isVisible()])).toEqual([false, false]);
  await expect
    .poll(async () => (await seenBy(app)).notices.map(({ title }) => title))
    .toContain('Fax Console is still running');

  await ask(page, 'submit', {
    document: { kind: 'files', files: [sample], options: {} },
    recipients: [{ number: '5550101' }],
    key: 'lifecycle-spec-1',
  });
  await newestJobIn(page, 'delivered');
  await clickTray(app, 'show');
  await expect.poll(() => window.evaluate((each) => each.isVisible())).toBe(true);
  await expect(page.getByRole('row', { name: /555 0101/ })).toContainText('Delivered');
});

test('quit from the tray ends the app, and the next start shows the same faxes', async ({
  app,
  page,
  launch,
  host,
}) => {
  await ask(page, 'submit', {
    document: { kind: 'files', files: [sample], options: {} },
    recipients: [{ number: '5550101' }],
    key: 'lifecycle-spec-2',
  });
  await newestJobIn(page, 'delivered');
  const closed = app.waitForEvent('close');
  await clickTray(app, 'quit');
  await closed;
  const again = await consoleWindow(await launch(), host);
  await expect(again.getByRole('row', { name: /555 0101/ })).toContainText('Delivered');
  await expect(again.getByRole('button', { name: /^Inbox 1/ })).toBeVisible();
});

test('a second start hands its file over to the window that is there, and leaves', async ({
  app,
  page,
  dataDir,
  host,
}) => {
  const window = await app.browserWindow(page);
  await window.evaluate((each) => each.hide());
  expect(await startAgain(host, dataDir, [sample])).toBe(0);
  await expect(page.getByRole('dialog', { name: 'New fax' })).toContainText('sample.pdf');
  expect(await window.evaluate((each) => each.isVisible())).toBe(true);
});

test('a kill in mid-send loses nothing: the next start resumes at the first page not confirmed', async ({
  app,
  page,
  launch,
  host,
  dataDir,
}) => {
  const threePages = join(dataDir, 'three-pages.txt');
  await writeFile(threePages, 'The first page.\f\nThe second page.\f\nThe third page.\n');
  await useSlowLine(page);
  await ask(page, 'submit', {
    document: { kind: 'files', files: [threePages], options: { resolution: 'standard' } },
    recipients: [{ number: '5550101' }],
    key: 'lifecycle-spec-3',
  });
  await expect(page.getByRole('row', { name: /555 0101/ })).toContainText(/Sending|Dialling/);
  await expect.poll(async () => (await outgoing(page))[0]?.pagesConfirmed, { timeout: 60_000 }).toBe(1);
  const gone = app.waitForEvent('close');
  app.process().kill('SIGKILL');
  await gone;

  const next = await launch();
  const again = await consoleWindow(next, host);
  await expect(again.getByRole('row', { name: /555 0101/ })).toContainText('1/3');
  const job = await newestJobIn(again, 'delivered', 100_000);
  expect(job).toMatchObject({ pages: 3, pagesConfirmed: 3, attempts: 2 });
  const { attempts } = await ask(again, 'jobs.get', { id: job.id });
  expect(attempts.map((each) => each.pagesConfirmed)).toEqual([1, 2]);
  // The cut call kept its whole page; the second brought the other two.
  const { messages } = await ask(again, 'messages.list', {});
  expect(messages.map(({ pages, state }) => [pages, state]).sort()).toEqual([
    [1, 'partial'],
    [2, 'complete'],
  ]);
});

test.describe.configure({ timeout: 240_000 });

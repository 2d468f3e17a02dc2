import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { test as base, consoleWindow, expect, root, seenBy } from '../fixtures.ts';
import { ask, newestJobIn, outgoing } from '../office-state.ts';

/* The console as a client: `fax serve` owns the data folder, and everything still works in the window. */

const sample = join(root, 'resources/samples/sample.pdf');

const test = base.extend<{ readonly server: ChildProcess }>({
  /** `fax serve` on the test's data folder. */
  server: async ({ dataDir }, use) => {
    const env = { ...process.env, FAX_DATA: dataDir, XDG_RUNTIME_DIR: join(dataDir, 'run') };
    const server = spawn(join(root, 'app/cli/fax'), ['serve', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(createInterface({ input: server.stdout }), 'line');
    await use(server);
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
  },
});

async function send(page: Page, key: string): Promise<number> {
  const document = { kind: 'files' as const, files: [sample], options: {} };
  const { jobs } = await ask(page, 'submit', { document, recipients: [{ number: '5550101' }], key });
  return jobs[0]?.id ?? 0;
}

test('a fax of the server that owns the folder is shown, seen, saved, printed and dragged out', async ({
  server,
  launch,
  host,
  dataDir,
}) => {
  const app = await launch();
  const page = await consoleWindow(app, host);
  expect(server.exitCode).toBeNull();
  expect(await page.evaluate(() => window.faxConsole.shell('info', {}))).toMatchObject({ owner: false, error: null });
  await expect(page.getByRole('contentinfo')).toContainText('connected');

  const id = await send(page, 'client-spec-1');
  await expect(page.getByRole('row', { name: /555 0101/ })).toContainText('Delivered');
  await page.getByRole('button', { name: /^Inbox 1/ }).click();
  await page.getByRole('option', { name: /3 pages/ }).click();
  const first = page.getByRole('img', { name: /Page 1 of 3/ });
  await expect
    .poll(() => first.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)))
    .toBeGreaterThan(300);

  const out = join(dataDir, 'saved.pdf');
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, out);
  await page.keyboard.press('Control+s');
  await expect.poll(async () => (await readFile(out, 'latin1').catch(() => '')).slice(0, 5)).toBe('%PDF-');

  await page.evaluate(async (job) => {
    await window.faxConsole.shell('print', { source: { kind: 'job', id: job } });
    await window.faxConsole.shell('dragOut', { id: job });
  }, id);
  const { printed, dragged, notices } = await seenBy(app);
  expect(printed).toEqual([expect.objectContaining({ url: expect.stringContaining(`kind=job&id=${id}&pages=3`) })]);
  expect((await readFile(dragged[0]?.file ?? '', 'latin1')).slice(0, 5)).toBe('%PDF-');
  expect(notices.length).toBeGreaterThan(0);
});

test('when the owner is killed the console takes the folder over and goes on', async ({ server, launch, host }) => {
  const page = await consoleWindow(await launch(), host);
  await send(page, 'client-spec-2');
  await newestJobIn(page, 'delivered');
  server.kill('SIGKILL');
  await expect
    .poll(() => page.evaluate(() => window.faxConsole.shell('info', {}).then(({ owner, error }) => [owner, error])))
    .toEqual([true, null]);
  await expect(page.getByRole('row', { name: /555 0101/ })).toContainText('Delivered');
  const next = await send(page, 'client-spec-3');
  await expect.poll(async () => (await ask(page, 'jobs.get', { id: next })).job.state).toBe('delivered');
  await expect(page.getByRole('row', { name: /555 0101/ })).toHaveCount(2);
  await expect(page.getByRole('button', { name: /^Inbox 2/ })).toBeVisible();
});

test('two consoles on two data folders are two offices', async ({ launch, host, dataDir }) => {
  const [one, other] = await Promise.all(
    ['one', 'other'].map(async (name) => consoleWindow(await launch({ dataDir: join(dataDir, name) }), host)),
  );
  if (!one || !other) throw new Error('A window is missing.');
  await send(one, 'client-spec-4');
  await newestJobIn(one, 'delivered');
  expect(await outgoing(other)).toEqual([]);
  for (const page of [one, other]) {
    expect((await page.evaluate(() => window.faxConsole.shell('info', {}))).owner).toBe(true);
  }
});

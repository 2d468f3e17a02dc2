import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { accessibilityViolations, consoleWindow, expect, root, test } from '../fixtures.ts';
import { ask, newestJobIn } from '../office-state.ts';

const sample = join(root, 'resources/samples/sample.pdf');

async function openView(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();
}

const openSettings = (page: Page): Promise<void> => openView(page, /^Settings/);

async function settingOf(page: Page, name: string): Promise<unknown> {
  const { settings } = await ask(page, 'settings.list', {});
  return settings.find((setting) => setting.name === name)?.value;
}

const save = (page: Page): Promise<void> => page.getByRole('button', { name: 'Save changes' }).click();

test('a row of the retry table takes values of its own, and is as the server’s again when they are emptied', async ({
  page,
}) => {
  await openSettings(page);
  const contents = page.getByRole('navigation', { name: 'Groups of settings' });
  await contents.getByRole('button', { name: 'Retries' }).click();
  const row = page.getByRole('row', { name: /^Busy/ });
  const delay = row.getByRole('textbox', { name: 'Pause, minutes after “busy”' });
  await expect(delay).toHaveAttribute('placeholder', 'As above');
  await delay.fill('2');
  await row.getByRole('switch', { name: 'Another line after “busy”' }).click();
  await save(page);
  await expect(page.getByText('Settings saved')).toBeVisible();
  expect([await settingOf(page, 'retryBusyDelay'), await settingOf(page, 'retryBusyOtherPort')]).toEqual([2, true]);
  await delay.fill('');
  await save(page);
  await expect.poll(() => settingOf(page, 'retryBusyDelay')).toBe(-1);
  // What no repeat can mend starts with none.
  const hopeless = page.getByRole('row', { name: /^Number not in service/ });
  await expect(hopeless.getByRole('textbox', { name: /^Retries/ })).toHaveValue('0');
});

test('a value out of range is refused beside its field, and nothing is saved', async ({ page }) => {
  await openSettings(page);
  await page.getByRole('textbox', { name: 'Faxes in one call' }).fill('3');
  await page.getByRole('textbox', { name: 'Calls to one number' }).fill('99');
  await save(page);
  const field = page.getByRole('textbox', { name: 'Calls to one number' });
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription('0 to 64 calls.');
  expect(await settingOf(page, 'jobsPerCall')).toBe(16);
  await page.getByRole('button', { name: 'Undo changes' }).click();
  await expect(page.getByRole('textbox', { name: 'Faxes in one call' })).toHaveValue('16');
});

test('settings are found by what they are called, and other names of one are not shown twice', async ({ page }) => {
  await openSettings(page);
  await page.getByRole('textbox', { name: 'Search settings' }).fill('refuse new');
  await expect(page.getByRole('switch', { name: 'Refuse new faxes' })).toBeVisible();
  await expect(page.getByRole('switch')).toHaveCount(1);
  await page.getByRole('textbox', { name: 'Search settings' }).fill('outgoingQueuePaused');
  await expect(page.getByText('No setting found')).toBeVisible();
});

test('a password is kept sealed and shown as dots', async ({ page, dataDir }) => {
  await openSettings(page);
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('open sesame');
  await expect(password).toHaveAttribute('type', 'password');
  await save(page);
  await expect(page.getByText('Settings saved')).toBeVisible();
  expect(await settingOf(page, 'smtpPassword')).toBe('••••••••');
  const file = join(dataDir, 'sealed-secrets.json');
  expect(await readFile(file, 'latin1')).not.toContain('sesame');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('without a keyring a password lies in a file, and the window says so', async ({ launch, host, dataDir }) => {
  const page = await consoleWindow(await launch({ env: { STANDIN_KEYRING: 'none' } }), host);
  await openSettings(page);
  await page.getByLabel('Password', { exact: true }).fill('open sesame');
  await save(page);
  await expect(page.getByRole('region', { name: 'Needs attention' })).toContainText('This system has no keyring');
  expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

test('a queue that refuses faxes says so over every view and where people send', async ({ page }) => {
  await openSettings(page);
  await page.getByRole('switch', { name: 'Refuse new faxes' }).click();
  await save(page);
  const warnings = page.getByRole('region', { name: 'Needs attention' });
  await expect(warnings).toContainText('New faxes are not accepted.');
  await openView(page, /^All jobs/);
  await expect(warnings).toBeVisible();
  await page.keyboard.press('Control+n');
  await expect(page.getByRole('dialog', { name: 'New fax' })).toContainText('New faxes are refused at present.');
  await page.keyboard.press('Escape');
  await ask(page, 'settings.set', { values: { outgoingQueueBlocked: false } });
  await expect(warnings).toBeHidden();
});

test('a delivered fax offers its proof, and the desktop saves it where the person chooses', async ({
  app,
  page,
  dataDir,
}) => {
  await ask(page, 'submit', {
    document: { kind: 'files', files: [sample], options: {} },
    recipients: [{ number: '5550101', name: 'Front desk' }],
    key: 'settings-proof-1',
  });
  await newestJobIn(page, 'delivered');
  const target = join(dataDir, 'chosen', 'proof.pdf');
  await mkdir(join(dataDir, 'chosen'));
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, target);
  await page.getByRole('row', { name: /Front desk/ }).click();
  await page.getByRole('button', { name: 'Save proof…' }).click();
  await expect(page.getByText('proof.pdf', { exact: true })).toBeVisible();
  expect((await readFile(target)).subarray(0, 5).toString()).toBe('%PDF-');
  // The page itself may not write where it likes.
  const elsewhere = join(dataDir, 'elsewhere.pdf');
  await expect(ask(page, 'proof', { id: 1, path: elsewhere })).rejects.toThrow();
  await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
});

for (const theme of ['light', 'dark'] as const)
  test(`settings and warnings are accessible in the ${theme} theme (axe, WCAG 2.2 AA)`, async ({ app, page }) => {
    await app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted;
    }, theme);
    await ask(page, 'settings.set', { values: { outgoingQueueBlocked: true } });
    await openSettings(page);
    await expect(page.getByRole('region', { name: 'Needs attention' })).toBeVisible();
    expect(await accessibilityViolations(page)).toEqual([]);
  });

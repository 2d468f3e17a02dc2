import { join } from 'node:path';
import { expect, root, test } from '../fixtures.ts';
import { ask, newestJobIn } from '../office-state.ts';

test('a busy number is tried again and then delivered; both attempts stay to be read', async ({ page, dropFiles }) => {
  await ask(page, 'settings.set', { values: { retryDelay: 1 } });
  await dropFiles('main', [join(root, 'resources/samples/sample.pdf')]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await sheet.getByRole('textbox', { name: 'To' }).fill('5550971');
  await sheet.getByRole('button', { name: 'Send 3 pages now' }).click();

  const row = page.getByRole('row', { name: /555 0971/ });
  await expect(row).toContainText('Retrying');
  await expect(row).toContainText(/Busy; tries again .*\(2 of 4\)/);
  await newestJobIn(page, 'delivered', 90_000);
  await expect(row).toContainText('Delivered');

  await row.click();
  await page.keyboard.press('Enter');
  const attempts = page.getByRole('region', { name: 'Attempts' });
  await expect(attempts).toContainText('Busy');
  await expect(attempts).toContainText('Delivered');
  await expect(page.getByRole('table')).toContainText('DCS');
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();
});

test.describe.configure({ timeout: 120_000 });

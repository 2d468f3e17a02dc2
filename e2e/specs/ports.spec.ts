import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, root, test } from '../fixtures.ts';
import { ask, newestJobIn } from '../office-state.ts';

const sample = join(root, 'resources/samples/sample.pdf');
/** A terminal that nobody is behind: what is written to it is never answered. */
const silent = '/dev/ptmx';

async function openPorts(page: Page): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Ports/ })
    .click();
}

test('a fax over IP line is added through the sheet, and its values are checked there', async ({ page }) => {
  await openPorts(page);
  await page.getByRole('button', { name: 'Add a line' }).click();
  const sheet = page.getByRole('dialog', { name: 'Add a line' });
  await sheet.getByRole('radio', { name: 'Fax over IP' }).click();
  await expect(sheet.getByRole('textbox', { name: 'Name' })).toHaveValue('Fax over IP 1');
  await sheet.getByRole('button', { name: 'Add line' }).click();
  await expect(sheet).toContainText('A host with its port, like 192.0.2.10:4000.');
  await sheet.getByRole('textbox', { name: 'Other end' }).fill('127.0.0.1:9');
  await sheet.getByRole('button', { name: 'Add line' }).click();
  await expect(sheet).toBeHidden();
  const card = page.getByRole('article', { name: 'Fax over IP 1' });
  await expect(card).toContainText('Fax over IP, T.38');
  await expect(card).toContainText('Idle');
  // There is no bell on it, and nobody else who would answer.
  await expect(card).toContainText(/Rings\s*1/);
});

test('a modem that is not there is offline in words; tried again, one that does not answer is out of service', async ({
  page,
  dataDir,
}) => {
  const device = join(dataDir, 'modem');
  await openPorts(page);
  await page.getByRole('button', { name: 'Add a line' }).click();
  const sheet = page.getByRole('dialog', { name: 'Add a line' });
  await sheet.getByRole('textbox', { name: 'Serial port' }).fill(device);
  await sheet.getByRole('button', { name: 'Add line' }).click();
  await expect(sheet).toBeHidden();
  const card = page.getByRole('article', { name: 'Modem 1' });
  await expect(card).toContainText('Offline');
  await expect(card).toContainText(`There is no serial port ${device}.`);
  await expect(card).toContainText('Check that the modem is plugged in and switched on.');

  await symlink(silent, device);
  await card.getByRole('button', { name: 'Try again' }).click();
  await expect(card).toContainText('Out of service');
  await expect(card).toContainText('The modem does not answer. Switch it off and on again, and check its cable.');
  await expect(page.getByText('1 out of service').first()).toBeVisible();
  await expect(page.getByText(/Modem 1 is out of service\. The modem does not answer\./)).toBeVisible();
});

test('a call that failed tells why, who failed, what to do, and what was said on the line', async ({
  page,
  dropFiles,
}) => {
  await ask(page, 'settings.set', { values: { retries: 0 } });
  await dropFiles('main', [sample]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await sheet.getByRole('textbox', { name: 'To' }).fill('5550995');
  await sheet.getByRole('button', { name: 'Send 3 pages now' }).click();
  await newestJobIn(page, 'failed');
  await page.getByRole('row', { name: /555 0995/ }).click();
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: /Why attempt 1 failed/ });
  await expect(details).toContainText('The far end hung up before the first page.');
  await expect(details).toContainText('Send it again.');
  await expect(details).toContainText('the far end, before the first page (phase B)');
  await expect(page.getByRole('table')).toContainText('CNG');
});

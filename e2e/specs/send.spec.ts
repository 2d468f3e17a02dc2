import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessibilityViolations, expect, root, seenBy, startAgain, test } from '../fixtures.ts';
import { ask, newestJobIn, outgoing } from '../office-state.ts';

const sample = join(root, 'resources/samples/sample.pdf');

test('a PDF dropped on the window is sent, arrives, and is announced', async ({ app, page, dropFiles }) => {
  await dropFiles('main', [sample]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await expect(sheet).toContainText('sample.pdf');
  await expect(sheet).toContainText('3 pages');
  await sheet.getByRole('textbox', { name: 'To' }).fill('5550101');
  await sheet.getByRole('textbox', { name: 'Subject' }).fill('Three pages');
  await sheet.getByRole('button', { name: 'Send 3 pages now' }).click();
  await expect(sheet).toBeHidden();

  const row = page.getByRole('row', { name: /555 0101.*Three pages/ });
  await expect(row).toContainText('Delivered');
  await expect(row).toContainText('3/3');
  await expect(row).toContainText('Practice: not sent to the telephone network');
  expect(await newestJobIn(page, 'delivered')).toMatchObject({
    pages: 3,
    pagesConfirmed: 3,
    attempts: 1,
    practice: true,
  });
  await expect(page.getByRole('button', { name: /^Inbox 1/ })).toBeVisible();

  await expect.poll(async () => (await seenBy(app)).notices.length).toBeGreaterThan(0);
  const words = (await seenBy(app)).notices.map(({ title, body }) => `${title} ${body}`).join('\n');
  expect(words).toMatch(/delivered|came in/i);
  expect(words).toContain('Practice: not sent to the telephone network');
  expect(words, 'a notice names no number').not.toMatch(/5550101|555 0101/);
});

test('a fax is sent by keyboard alone: new fax, file, number, send', async ({ app, page }) => {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, sample);
  await page.keyboard.press('Control+n');
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await expect(sheet.getByRole('textbox', { name: 'To' })).toBeFocused();
  await page.keyboard.type('555 0101');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('list', { name: 'Recipients' })).toContainText('555 0101');
  await tabTo(page, 'Choose files');
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('button', { name: 'Send 3 pages now' })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toBeHidden();
  await newestJobIn(page, 'delivered');
});

/** Presses Tab until the button of this name has the focus; fails after going round. */
async function tabTo(page: import('@playwright/test').Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
    if (focused.includes(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${name}.`);
}

test('a file that cannot be faxed gets a sentence in the sheet, and the others stay', async ({
  page,
  dropFiles,
  dataDir,
}) => {
  const empty = join(dataDir, 'empty.pdf');
  await writeFile(empty, '');
  await dropFiles('main', [sample, empty]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await expect(sheet).toContainText('empty');
  await expect(sheet).toContainText(/0 bytes/);
  await sheet.getByRole('button', { name: /Take out empty\.pdf/ }).click();
  await expect(sheet).toContainText('3 pages');
  await expect(sheet).not.toContainText(/0 bytes/);
});

test('a number with letters and a number on no practice line are refused at the field', async ({ page, dropFiles }) => {
  await dropFiles('main', [sample]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  const to = sheet.getByRole('textbox', { name: 'To' });
  await to.fill('555O101');
  await to.press('Enter');
  await expect(sheet).toContainText(/is the letter O\. Did you mean 5550101\?/);
  await expect(sheet.getByRole('button', { name: /^Send .* now/ })).toBeDisabled();
  await sheet.getByRole('button', { name: 'Take it out' }).click();
  await to.fill('2125550123');
  await to.press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toContainText(/Only practice lines exist/);
  expect(await outgoing(page)).toEqual([]);
});

test('a cancelled sheet keeps its draft over a reload', async ({ page, dropFiles }) => {
  await dropFiles('main', [sample]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await sheet.getByRole('textbox', { name: 'Subject' }).fill('Not yet');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.reload();
  await page.getByRole('button', { name: 'New fax' }).first().click();
  await expect(sheet.getByRole('textbox', { name: 'Subject' })).toHaveValue('Not yet');
  await expect(sheet).toContainText('sample.pdf');
});

test('a discount fax waits with its reason on the row, and can be cancelled by key', async ({ page, dropFiles }) => {
  const hour = new Date().getHours();
  const values = { discountRateStartHour: (hour + 2) % 24, discountRateEndHour: (hour + 3) % 24 };
  await ask(page, 'settings.set', { values });
  await dropFiles('main', [sample]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await sheet.getByRole('textbox', { name: 'To' }).fill('5550101');
  await sheet.getByRole('radio', { name: /Discount rate/ }).click();
  await sheet.getByRole('button', { name: /^Send 3 pages (tomorrow )?at/ }).click();
  const row = page.getByRole('row', { name: /555 0101/ });
  await expect(row).toContainText(/Sends .*: discount rate/);
  await row.click();
  await page.keyboard.press('Delete');
  const confirm = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(confirm).toContainText('555 0101');
  await confirm.getByRole('button', { name: /Cancel fax|Cancel the fax|Cancel this fax/ }).click();
  await newestJobIn(page, 'cancelled');
});

test('a fax: link opens the sheet with its number, once', async ({ page, dataDir, host }) => {
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  for (const link of ['fax:5550101', 'fax:5550101']) {
    expect(await startAgain(host, dataDir, [link])).toBe(0);
    await expect(sheet.getByRole('list', { name: 'Recipients' })).toContainText('555 0101');
  }
  await expect(sheet.getByRole('list', { name: 'Recipients' }).getByRole('listitem')).toHaveCount(1);
});

test('a cover page and a receipt are asked for under “More”, and the fax has both', async ({ page, dropFiles }) => {
  await ask(page, 'settings.set', {
    values: { smtpServer: '127.0.0.1', smtpPort: 1, smtpSender: 'fax@example.com' },
  });
  await ask(page, 'lists.put', { name: 'portGroups', revision: 0, items: [{ name: 'Head office', portIds: [1] }] });
  await dropFiles('main', [sample]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await sheet.getByRole('textbox', { name: 'To' }).fill('5550101');
  await sheet.getByRole('textbox', { name: 'To' }).press('Enter');
  await sheet.getByRole('button', { name: 'More' }).click();
  await choose(page, 'Line', 'Head office (group)');
  await choose(page, 'Cover page', 'Plain');
  await sheet.getByRole('textbox', { name: 'From, on the cover page' }).fill('Front desk');
  await sheet.getByRole('textbox', { name: 'Note' }).fill('Please call back.');
  const address = sheet.getByRole('textbox', { name: 'Receipt by e-mail' });
  await address.fill('desk@');
  await expect(address).toHaveAccessibleDescription('This is not an e-mail address.');
  await expect(sheet.getByRole('button', { name: 'Send cover and 3 pages now' })).toBeDisabled();
  await address.fill('desk@example.com');
  await sheet.getByRole('checkbox', { name: 'Attach the proof' }).click();
  expect(await accessibilityViolations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Send cover and 3 pages now' }).click();
  await expect(sheet).toBeHidden();
  const job = await newestJobIn(page, 'delivered');
  expect(job).toMatchObject({ pages: 4, coverPages: 1, receiptAddress: 'desk@example.com' });
  expect(job.receipt).not.toBe('none');
  // The next fax has the same sender, and neither cover page nor receipt by surprise.
  await page.keyboard.press('Control+n');
  await sheet.getByRole('button', { name: 'More' }).click();
  await expect(sheet.getByRole('combobox', { name: 'Cover page' })).toHaveText('None');
  await expect(address).toHaveValue('');
});

test('the view of cover pages lists them, and begins a fax with one', async ({ page }) => {
  await page.keyboard.press('Control+9');
  const view = page.getByRole('main');
  await expect(view.getByRole('heading', { name: 'Cover pages' })).toBeVisible();
  expect(await accessibilityViolations(page)).toEqual([]);
  await view.getByRole('button', { name: 'New fax with the cover page Plain', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await expect(sheet.getByRole('combobox', { name: 'Cover page' })).toHaveText('Plain');
  await expect(sheet).toContainText('A cover page alone');
});

test('a cover page may go alone, and where no mail server is set no receipt is offered', async ({ page }) => {
  await page.keyboard.press('Control+n');
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await sheet.getByRole('textbox', { name: 'To' }).fill('5550101');
  await sheet.getByRole('textbox', { name: 'To' }).press('Enter');
  await expect(sheet).toContainText('Add a file to send.');
  await sheet.getByRole('button', { name: 'More' }).click();
  await choose(page, 'Cover page', 'Plain');
  await expect(sheet.getByRole('textbox', { name: 'Receipt by e-mail' })).toHaveCount(0);
  await sheet.getByRole('button', { name: 'Send cover page now' }).click();
  await expect(sheet).toBeHidden();
  expect(await newestJobIn(page, 'delivered')).toMatchObject({ pages: 1, coverPages: 1 });
});

/** Picks an entry of a list of choices. */
async function choose(page: import('@playwright/test').Page, list: string, entry: string): Promise<void> {
  await page.getByRole('combobox', { name: list }).click();
  await page.getByRole('option', { name: entry, exact: true }).click();
}

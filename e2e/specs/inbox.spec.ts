import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, root, seenBy, test } from '../fixtures.ts';
import { ask } from '../office-state.ts';

const sample = join(root, 'resources/samples/sample.pdf');

test('a received fax is opened, turned, zoomed, printed, and saved as PDF and as TIFF', async ({
  app,
  page,
  dataDir,
}) => {
  await ask(page, 'submit', {
    document: { kind: 'files', files: [sample], options: {} },
    recipients: [{ number: '5550101' }],
    key: 'inbox-spec-1',
  });
  await page.getByRole('button', { name: /^Inbox 1/ }).click();
  const list = page.getByRole('listbox', { name: 'Received faxes' });
  await list.getByRole('option', { name: /555 0100.*3 pages/ }).click();

  const first = page.getByRole('img', { name: /Page 1 of 3/ });
  await expect(first).toBeVisible();
  await expect
    .poll(() => first.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)))
    .toBeGreaterThan(300);
  const before = await first.boundingBox();
  expect(before && before.height / before.width, 'A4 in true aspect').toBeCloseTo(297 / 211.5, 1);

  await page.keyboard.press('+');
  await expect.poll(async () => (await first.boundingBox())?.width).toBeGreaterThan(before?.width ?? 0);
  await page.keyboard.press(']');
  await expect(page.getByRole('textbox', { name: /^Page, of 3/ })).toHaveValue('2');

  // Read after it was looked at for a moment.
  await expect(page.getByRole('button', { name: /^Inbox$/ })).toBeVisible();

  for (const format of ['pdf', 'tif'] as const) {
    const out = join(dataDir, `saved.${format}`);
    await app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    }, out);
    if (format === 'pdf') await page.keyboard.press('Control+s');
    else {
      await page.getByRole('button', { name: 'More for this fax' }).click();
      await page.getByRole('menuitem', { name: /Save as TIFF/ }).click();
    }
    const head = format === 'pdf' ? '%PDF-' : 'II*';
    await expect
      .poll(async () => (await readFile(out).catch(() => Buffer.alloc(0))).subarray(0, head.length).toString('latin1'))
      .toBe(head);
  }

  await page
    .getByRole('button', { name: /^Print/ })
    .first()
    .click();
  await expect
    .poll(async () => (await seenBy(app)).printed.length, { message: 'recorded only: see the README' })
    .toBe(1);
});

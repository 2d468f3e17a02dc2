import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessibilityViolations, expect, root, test } from '../fixtures.ts';
import { ask } from '../office-state.ts';

const sample = join(root, 'resources/samples/sample.pdf');

test('a received fax says where it could not be sent on and why, and is tried again when asked', async ({
  page,
  dataDir,
}) => {
  // A file stands where the folder should be.
  const folder = join(dataDir, 'shared');
  await writeFile(folder, '');
  await ask(page, 'lists.put', {
    name: 'routing',
    revision: 0,
    items: [{ id: 'to-folder', target: { method: 'folder', folder } }],
  });
  await ask(page, 'submit', {
    document: { kind: 'files', files: [sample], options: {} },
    recipients: [{ number: '5550101' }],
    key: 'routing-spec-1',
  });
  await page.getByRole('button', { name: /^Inbox 1/ }).click();
  await page.getByRole('listbox', { name: 'Received faxes' }).getByRole('option').first().click();
  const facts = page.getByRole('complementary', { name: 'About this fax' });
  await expect(facts).toContainText(/Inbox\s*Done/);
  await expect(facts).toContainText(/Retrying|Failed/);
  await expect(facts).toContainText(folder);
  await expect(facts.locator('.route-error')).not.toBeEmpty();
  // Where there is no room for the facts beside the pages, a note above them says it.
  const note = page.getByText('Not sent on everywhere.');
  await expect(note).toBeHidden();
  await page.setViewportSize({ width: 900, height: 700 });
  await expect(facts).toBeHidden();
  await expect(note).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(1);
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(await accessibilityViolations(page)).toEqual([]);

  await rm(folder);
  await mkdir(folder);
  await facts.getByRole('button', { name: 'Try again' }).click();
  await expect(facts.getByText('Done')).toHaveCount(2);
  await expect(facts.getByRole('button', { name: 'Try again' })).toBeHidden();
});

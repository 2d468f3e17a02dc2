import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { SubmitInput } from '../../app/contract/requests.ts';
import { clickMenu, expect, root, test } from '../fixtures.ts';
import { ask, outgoing } from '../office-state.ts';

const sample = join(root, 'resources/samples/sample.pdf');

/** Queues faxes that wait for a time to come: nothing about them changes by itself. */
async function queue(
  page: Page,
  recipients: SubmitInput['recipients'],
  more: Partial<SubmitInput> = {},
): Promise<void> {
  await ask(page, 'submit', {
    document: { kind: 'files', files: [sample], options: {} },
    recipients,
    when: { kind: 'time', at: new Date(Date.now() + 7_200_000).toISOString() },
    key: `jobs-spec-${recipients[0]?.name}`,
    ...more,
  });
}

const three = [
  { number: '5550101', name: 'Accounts' },
  { number: '5550101', name: 'Front desk' },
  { number: '5550101', name: 'Records office' },
];
const rowOf = (page: Page, name: string) => page.getByRole('row', { name });
const selectedRows = (page: Page) => page.locator('[role="row"][aria-selected="true"]');

test('rows are selected by mouse and by keys alike', async ({ page }) => {
  await queue(page, three);
  await rowOf(page, 'Accounts').click();
  await expect(selectedRows(page)).toHaveCount(1);
  await rowOf(page, 'Records office').click({ modifiers: ['ControlOrMeta'] });
  await expect(selectedRows(page)).toHaveCount(2);
  await expect(page.getByRole('main')).toContainText('2 selected');

  await page.keyboard.press('Home');
  await expect(selectedRows(page)).toHaveCount(1);
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selectedRows(page)).toHaveCount(2);
  await page.keyboard.press('Control+a');
  await expect(selectedRows(page)).toHaveCount(3);
  await page.keyboard.press('ArrowUp');
  await expect(selectedRows(page)).toHaveCount(1);
  await expect(selectedRows(page)).toBeFocused();
});

test('a cancel names the fax, keeps it on Escape, and gives the focus back to its row', async ({ page }) => {
  await queue(page, three);
  const row = rowOf(page, 'Front desk');
  await row.click();
  await page.keyboard.press('Delete');
  const question = page.getByRole('alertdialog', { name: 'Cancel the fax to Front desk?' });
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(row).toBeFocused();
  expect((await outgoing(page)).map((job) => job.state)).toEqual(['waiting', 'waiting', 'waiting']);

  await page.keyboard.press('Delete');
  await question.getByRole('button', { name: 'Cancel this fax' }).click();
  await expect(row).toContainText('Cancelled');
  await expect(row).toBeFocused();
});

test('several faxes are cancelled by one question and told in one sentence', async ({ page }) => {
  await queue(page, three);
  await rowOf(page, 'Accounts').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel 3 faxes' }).click();
  await expect(page.getByRole('complementary', { name: 'Notice' })).toContainText('3 faxes cancelled');
  expect((await outgoing(page)).map((job) => job.state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

test('Enter opens the details, Escape goes back to the row', async ({ page }) => {
  await queue(page, three);
  const row = rowOf(page, 'Accounts');
  await row.click();
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: 'Details' });
  await expect(details.getByRole('tab', { name: 'Progress' })).toBeFocused();
  await expect(details).toContainText('0 of 3 pages confirmed');
  await page.keyboard.press('Escape');
  await expect(row).toBeFocused();
  await page.keyboard.press('Space');
  await expect(details.getByRole('img', { name: 'Page 1 of 3' })).toBeVisible();
});

test('the number of a waiting fax is changed, and one that is none is refused at the field', async ({ page }) => {
  await queue(page, three.slice(0, 1));
  const row = rowOf(page, 'Accounts');
  await row.click();
  await page.keyboard.press('e');
  const sheet = page.getByRole('dialog', { name: 'Change the fax to Accounts' });
  const number = sheet.getByRole('textbox', { name: 'Number' });
  await number.fill('555O101');
  await page.keyboard.press('Enter');
  await expect(sheet).toContainText('is the letter O');
  await number.fill('5550999');
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  await expect(row).toContainText('555 0999');
});

test('a fax is paused and goes on by one key', async ({ page }) => {
  await queue(page, three.slice(0, 1));
  const row = rowOf(page, 'Accounts');
  await row.click();
  await page.keyboard.press('p');
  await expect(row).toContainText('Paused');
  await page.keyboard.press('p');
  await expect(row).toContainText('Scheduled');
});

test('the filter finds by name and by a number typed with signs, and the palette finds a fax and a command', async ({
  page,
}) => {
  await queue(page, [...three, { number: '5550999', name: 'Pharmacy' }]);
  await expect(rowOf(page, 'Pharmacy')).toBeVisible();
  const filter = page.getByRole('textbox', { name: 'Search these faxes' });
  await filter.fill('555-0999');
  await expect(page.getByRole('grid').locator('[data-id]')).toHaveCount(1);
  await filter.press('Escape');
  await expect(page.getByRole('grid').locator('[data-id]')).toHaveCount(4);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('records');
  await page.keyboard.press('Enter');
  await expect(selectedRows(page)).toContainText('Records office');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('add a line');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Add a line' })).toBeVisible();
});

test('a number is copied to the clipboard of the desktop', async ({ app, page }) => {
  await queue(page, three.slice(0, 1));
  await rowOf(page, 'Accounts').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy number' }).click();
  await expect(page.getByRole('complementary', { name: 'Notice' })).toContainText('Number copied');
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('5550101');
});

test('of some hundred faxes only those in sight are drawn, and the last is one key away', async ({ page }) => {
  await queue(
    page,
    Array.from({ length: 300 }, (_, index) => ({ number: '5550101', name: `Office ${index + 1}` })),
  );
  const grid = page.getByRole('grid', { name: 'Faxes' });
  await expect(grid).toHaveAttribute('aria-rowcount', '301');
  expect(await grid.locator('[data-id]').count()).toBeLessThan(80);
  await grid.locator('[data-id]').first().click();
  await page.keyboard.press('End');
  await expect(selectedRows(page)).toHaveAttribute('aria-rowindex', '301');
  await expect(selectedRows(page)).toBeFocused();
  await expect(selectedRows(page)).toBeInViewport();
});

test('in a narrow window nothing needed is out of reach', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 560 });
  await queue(page, three);
  const row = rowOf(page, 'Records office');
  await expect(row).toContainText('0/3');
  await expect(row).toContainText('Sends');
  await row.click();
  await expect(page.getByRole('button', { name: 'Cancel fax' })).toBeInViewport();
  const overflow = await page.evaluate(() =>
    [...document.querySelectorAll('html, .main, .list, .head')].flatMap((each) =>
      each.scrollWidth > each.clientWidth ? [each.className || each.tagName] : [],
    ),
  );
  expect(overflow, 'nothing scrolls sideways').toEqual([]);
});

test('a practice fax says on its row that it is practice, once', async ({ page }) => {
  await queue(page, three.slice(0, 1), { when: { kind: 'now' } });
  const row = rowOf(page, 'Accounts');
  await expect(row).toContainText('Delivered');
  expect((await row.innerText()).match(/not sent to the telephone network/g)).toHaveLength(1);
  await page.setViewportSize({ width: 1280, height: 800 });
  const words = row.getByText('Practice: not sent to the telephone network');
  await expect(words).toBeInViewport({ ratio: 1 });
});

test('a row at the foot of the list stays in sight when its details open below it', async ({ page }) => {
  const many = Array.from({ length: 14 }, (_, at) => ({
    number: '5550101',
    name: `Office ${String.fromCharCode(65 + at)}`,
  }));
  await queue(page, many);
  await expect(page.getByRole('row', { name: /Office/ })).toHaveCount(14);
  const last = page.getByRole('row', { name: /Office/ }).last();
  await last.click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Progress' })).toBeVisible();
  await expect(last).toBeInViewport({ ratio: 1 });
});

test('a line answered by hand says in every view that it rings, and one key answers', async ({ page }) => {
  await ask(page, 'ports.set', { name: 'Practice 2', changes: { receive: 'manual' } });
  await queue(page, three.slice(0, 1), { when: { kind: 'now' } });
  await expect(page.getByRole('contentinfo').getByRole('button', { name: /Practice 2 rings/ })).toBeVisible();
  await page.keyboard.press('Control+8');
  const card = page.getByRole('article', { name: 'Practice 2' });
  await expect(card.getByRole('button', { name: 'Answer now, Practice 2' })).toBeVisible();
  await page.keyboard.press('Control+Shift+A');
  await expect(page.getByRole('button', { name: /^Inbox 1/ })).toBeVisible();
  await expect(card).toContainText('Ready to answer');
});

test('the application menu shows the keys that the page takes', async ({ app, page }) => {
  const entries = await app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap((menu) =>
      (menu.submenu?.items ?? []).flatMap(({ id, accelerator }) =>
        id?.startsWith('view.') && accelerator ? [{ id, key: String(accelerator) }] : [],
      ),
    ),
  );
  const titles: Readonly<Record<string, string>> = {
    'view.jobs': 'All jobs',
    'view.inbox': 'Inbox',
    'view.ports': 'Ports',
    'view.covers': 'Cover pages',
    'view.settings': 'Settings',
  };
  expect(entries.map(({ id }) => id)).toEqual(Object.keys(titles));
  const heading = page.getByRole('heading', { level: 1 });
  for (const { id, key } of entries) {
    await page.keyboard.press('Control+6');
    await expect(heading).toHaveText('Delivered today');
    await page.keyboard.press(key.replace('CmdOrCtrl', 'Control'));
    await expect(heading, key).toHaveText(titles[id] ?? '');
    await page.keyboard.press('Control+6');
    await expect(heading).toHaveText('Delivered today');
    await clickMenu(app, id);
    await expect(heading, id).toHaveText(titles[id] ?? '');
  }
});

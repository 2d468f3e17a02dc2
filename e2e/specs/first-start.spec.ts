import { accessibilityViolations, expect, test } from '../fixtures.ts';
import { ask } from '../office-state.ts';

test('the first start shows an empty queue and two practice lines, one that sends and one that answers', async ({
  page,
}) => {
  await expect(page.getByRole('heading', { name: 'All jobs', level: 1 })).toBeVisible();
  await expect(page.getByText('No faxes yet')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('connected');

  const { ports } = await ask(page, 'ports.list', {});
  expect(ports).toMatchObject([
    { name: 'Practice 1', address: 'loopback:5550100', number: '5550100', send: true, receive: 'none', state: 'idle' },
    { name: 'Practice 2', address: 'loopback:5550101', number: '5550101', send: false, receive: 'auto', state: 'idle' },
  ]);
  await page.getByRole('button', { name: /^Ports/ }).click();
  await expect(page.getByRole('article', { name: 'Practice 1' })).toContainText('Ready to send');
  await expect(page.getByRole('article', { name: 'Practice 2' })).toContainText('Ready to answer');
});

test('the rail leads to every view by mouse and by key', async ({ page }) => {
  const views = [
    'All jobs',
    'On a line',
    'Waiting',
    'Scheduled',
    'Failed today',
    'Delivered today',
    'Inbox',
    'Ports',
    'Cover pages',
  ];
  for (const [index, name] of views.entries()) {
    await page.keyboard.press(`Control+${index + 1}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  }
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
});

for (const theme of ['light', 'dark'] as const) {
  test(`every view is accessible in the ${theme} theme (axe, WCAG 2.2 AA)`, async ({ app, page, dropFiles }) => {
    await app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted;
    }, theme);
    await ask(page, 'submit', {
      document: { kind: 'files', files: [`${process.cwd()}/resources/samples/sample.pdf`], options: {} },
      recipients: [{ number: '5550101' }, { number: '5550123997' }],
      key: 'accessibility-1',
    });
    await expect(page.getByRole('button', { name: /^Inbox 1/ })).toBeVisible();
    const found: string[] = [];
    for (const name of [/^All jobs/, /^Inbox/, /^Ports/, /^Cover pages/, /^Settings/]) {
      await page.getByRole('navigation').getByRole('button', { name }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
      found.push(...(await accessibilityViolations(page)).map((each) => `${name}: ${each}`));
    }
    await page.keyboard.press('Control+1');
    await page.getByRole('row').nth(1).click();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Details' })).toBeVisible();
    found.push(...(await accessibilityViolations(page)).map((each) => `details: ${each}`));
    await dropFiles('main', [`${process.cwd()}/resources/samples/sample.pdf`]);
    await expect(page.getByRole('dialog', { name: 'New fax' })).toContainText('3 pages');
    found.push(...(await accessibilityViolations(page)).map((each) => `send: ${each}`));
    expect(found).toEqual([]);
  });
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { RequestInput } from '../../app/contract/requests.ts';
import { expect, root, test } from '../fixtures.ts';
import { ask, outgoing, useSlowLine } from '../office-state.ts';

const sample = join(root, 'resources/samples/sample.pdf');
const folder = join(root, 'resources/screenshots');

type Sent = Pick<RequestInput<'submit'>, 'when' | 'priority'> & {
  readonly to: string;
  readonly name: string;
  readonly subject: string;
};

/** An office's day on the practice lines: every state a reader should see is a real one. */
test('an office at work', async ({ app, page, dropFiles, dataDir }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const letter = join(dataDir, 'letter.txt');
  await writeFile(letter, Array.from({ length: 8 }, (_, n) => `Page ${n + 1} of a letter.\n`).join('\f\n'));
  let key = 0;
  const send = ({ to, name, subject, ...rest }: Sent, file = sample) =>
    ask(page, 'submit', {
      document: { kind: 'files', files: [file], options: {} },
      recipients: [{ number: to, name }],
      subject,
      key: `screenshot-${++key}`,
      ...rest,
    });

  const hour = new Date().getHours();
  await ask(page, 'settings.set', {
    values: { discountRateStartHour: (hour + 3) % 24, discountRateEndHour: (hour + 9) % 24 },
  });
  await send({ to: '5550101', name: 'Front desk', subject: 'Order confirmation' });
  await send({ to: '5550101', name: 'Records office', subject: 'Certified copies' });
  await ready(page, 2);
  await ask(page, 'settings.set', { values: { retries: 0 } });
  await send({ to: '5550998', name: 'Branch office', subject: 'Price list' });
  await expect.poll(async () => (await outgoing(page))[0]?.state, { timeout: 60_000 }).toBe('failed');
  await ask(page, 'settings.set', { values: { retries: 3 } });
  await send({ to: '5550997', name: 'Planning', subject: 'Site drawing' });
  await send({ to: '5550977', name: 'Accounts', subject: 'Statement' });
  await send({ to: '5550101', name: 'Overseas desk', subject: 'Contract draft', when: { kind: 'discount' } });
  await send({ to: '5550101', name: 'Workshop', subject: 'Spare parts', when: { kind: 'time', at: inHours(2) } });
  const held = await send({ to: '5550101', name: 'Archive', subject: 'Referral form', when: { kind: 'discount' } });
  await ask(page, 'jobs.pause', { ids: held.jobs.map((job) => job.id) });
  await expect
    .poll(async () => (await outgoing(page)).filter((job) => job.state === 'retrying').length)
    .toBeGreaterThan(0);
  await useSlowLine(page);
  await send({ to: '5550101', name: 'Reading room', subject: 'Delivery note' }, letter);
  await expect.poll(async () => (await outgoing(page))[0]?.pagesConfirmed, { timeout: 60_000 }).toBeGreaterThan(1);

  await page
    .getByRole('button', { name: 'Dismiss' })
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await page.getByRole('row', { name: /Accounts/ }).click();
  await page.keyboard.press('Enter');
  await settled(page);
  await shoot(page, 'jobs-light');
  await theme(app, 'dark');
  await settled(page);
  await shoot(page, 'jobs-dark');
  await theme(app, 'light');

  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Inbox/ })
    .click();
  await page.getByRole('option').first().click();
  await settled(page);
  await shoot(page, 'inbox-light');
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Ports/ })
    .click();
  await settled(page);
  await shoot(page, 'ports-light');

  await dropFiles('main', [sample]);
  const sheet = page.getByRole('dialog', { name: 'New fax' });
  await sheet.getByRole('textbox', { name: 'To' }).fill('Front desk 5550101');
  await sheet.getByRole('textbox', { name: 'To' }).press('Enter');
  await sheet.getByRole('textbox', { name: 'Subject' }).fill('Three pages');
  await expect(sheet.getByRole('button', { name: /^Send 3 pages/ })).toBeEnabled();
  await settled(page);
  await shoot(page, 'send-light');
});

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

const ready = (page: Page, count: number) =>
  expect.poll(async () => (await outgoing(page)).filter((job) => job.state === 'delivered').length).toBe(count);

/** Pages are painted and nothing moves any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(1_200);
}

const shoot = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) });

function theme(app: import('@playwright/test').ElectronApplication, wanted: 'light' | 'dark'): Promise<void> {
  return app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source;
  }, wanted);
}

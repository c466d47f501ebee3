/** A new alert while the caller speaks: opened by a key, understood as it is typed, sent as a real command. */
import { expect, type Page, test } from '@playwright/test';
import { startApp } from './app-process.ts';
import { readState } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';

/** Enter while the list of places is still on its way: the alert waits for it and goes out with a place, not with words. */
async function enterBeforePlaces(page: Page): Promise<void> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/region/drill.json', async (route) => {
    await released;
    await route.continue();
  });
  await page.keyboard.press('KeyT');
  const form = page.locator('[data-panel="report"]');
  await form.locator('input[name="place"]').fill('解放路支行');
  await form.locator('input[name="scam"]').fill('冒充公检法');
  await page.keyboard.press('Enter');
  await expect(form.locator('#report-place')).toContainText('正在读取地点表');
  await expect(form).toContainText('读完自动发出');
  release();
  await expect(form).toHaveCount(0);
  await expect(page.locator('[data-row][aria-current="true"]')).toBeVisible();
  expect(Object.values((await readState(page)).alerts).map(({ place }) => place?.label?.zh)).toEqual([
    expect.stringContaining('解放路支行'),
  ]);
}

test('an alert by phone, keys only: typed, understood, sent, selected and dispatched', async ({
  browser,
}) => {
  const app = await startApp(['--drill', 'quiet']);
  const context = await seatContext(browser);
  const { page, faults } = await openConsole(context, app.ready.url);
  await expect(page.locator('[data-feed="fresh"]')).toBeVisible();
  await enterBeforePlaces(page);
  await page.keyboard.press('KeyT');
  const form = page.locator('[data-panel="report"]');
  const echo = (field: string) => form.locator(`#report-${field}`);
  await expect(form.locator('input[name="what"]')).toBeFocused();
  const fields = [
    '母亲要去银行转账',
    '十二万五',
    '20分钟后',
    'jiefanglu',
    '欧阳娜娜',
    '138-0013-8000',
    '鲁a12345',
  ];
  for (const text of fields) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await expect(echo('amount')).toHaveText('¥125,000');
  await expect(echo('due')).toContainText('还有 19 分');
  await expect(echo('place')).toContainText('解放路支行');
  await expect(echo('name')).toContainText('欧阳**');
  await expect(echo('phone')).toHaveText('138 0013 8000');
  await expect(echo('plate')).toHaveText('鲁A·12345');
  // Without a type Enter sends nothing and goes to what is missing; Esc keeps what was typed.
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await page.keyboard.press('KeyT');
  await expect(form.locator('input[name="amount"]')).toHaveValue('十二万五');
  await expect(echo('place')).toContainText('解放路支行');
  await page.keyboard.press('Enter');
  await expect(form.locator('input[name="scam"]')).toBeFocused();
  await page.keyboard.type('gjf');
  await expect(echo('scam')).toContainText('冒充公检法');
  await page.keyboard.press('Enter');

  await expect(form).toHaveCount(0);
  const row = page.locator('[data-row][aria-current="true"]');
  await expect(row).toContainText('母亲要去银行转账');
  const alert = Object.values((await readState(page)).alerts).find(
    ({ title }) => title.zh === '母亲要去银行转账',
  );
  expect(alert).toMatchObject({
    source: '110',
    state: 'acknowledged',
    amount: { fen: 12_500_000 },
    subject: { name: '欧阳娜娜', phone: '13800138000', plate: '鲁A12345' },
    clock: { kind: 'stated' },
  });
  // The same words find it again.
  for (const query of ['12.5万', '8000', '鲁A12345', '欧阳**']) {
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type(query);
    await expect(page.locator('[role="dialog"] li').first()).toContainText('母亲要去银行转账');
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-command="accepted"]').last()).toBeVisible();
  expect(faults).toEqual([]);
  await context.close();
  await app.stop();
});

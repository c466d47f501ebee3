import { expect, test } from '@playwright/test';
import { startApp } from './app-process.ts';
import { openConsole, seatContext } from './browser.ts';

const MONEY_ON_THE_ROAD = '携现金驶向高速口';

test('closes the exits by a plan: left out, ruled out, sent once, judged again', async ({ browser }) => {
  test.setTimeout(120_000);
  const app = await startApp(['--drill', 'race', '--speed', '4']);
  try {
    const context = await seatContext(browser);
    const { page, faults } = await openConsole(context, app.ready.url);
    await page.locator('[data-row]', { hasText: MONEY_ON_THE_ROAD }).click({ timeout: 60_000 });
    await page.keyboard.press('KeyL');
    await expect(page.locator('[data-dock="exits"] [data-exit]').first()).toBeVisible({ timeout: 30_000 });

    await page.keyboard.press('KeyS');
    const seal = page.locator('[data-dock="seal"]');
    const rows = seal.locator('[data-exit]');
    await expect(seal.locator('[data-verdict]')).toBeVisible({ timeout: 20_000 });
    const planned = await rows.count();
    expect(planned).toBeGreaterThan(2);
    const unitOf = (nth: number) => rows.nth(nth).locator('td').nth(3);
    await expect(unitOf(0)).not.toHaveText('—');

    // leave the second out, keep the best unit away from the first
    await page.keyboard.press('Digit2');
    await expect(rows.nth(1)).toHaveAttribute('data-state', 'left-out');
    const best = (await unitOf(0).textContent()) ?? '';
    await page.keyboard.press('KeyK');
    await page.keyboard.press('KeyX');
    await expect(unitOf(0)).not.toHaveText(best);
    await expect(unitOf(0)).not.toHaveText('—');

    // one key sends them all, and no second order comes of pressing it again
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const orders = page.locator('[data-panel="orders"] [data-order]');
    await expect(orders).toHaveCount(planned - 1, { timeout: 20_000 });
    await expect(seal.locator('[data-exit][data-state="left-out"]')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-command="rejected"]')).toHaveCount(0);
    await expect(orders).toHaveCount(planned - 1);
    await expect(seal.locator('[data-verdict]')).toBeVisible();
    expect(faults).toEqual([]);
    await context.close();
  } finally {
    await app.stop();
  }
});

import { type Browser, expect, test } from '@playwright/test';
import { startApp } from './app-process.ts';
import { launchWithoutGraphics, openConsole, seatContext } from './browser.ts';
import { watchFor } from './shown.ts';

test.describe('somebody on the road', () => {
  /** The vehicle drives on while a page opens, and the map is most of what opening one costs; none of it is looked at here. */
  let browser: Browser;

  test.beforeAll(async () => {
    browser = await launchWithoutGraphics();
  });
  test.afterAll(async () => {
    await browser.close();
  });

  test('a ride-hail driver is diverted and met, by keys alone', async () => {
    const app = await startApp(['--drill', 'script-e', '--speed', '24']);
    try {
      const context = await seatContext(browser);
      const { page, faults } = await openConsole(context, app.ready.url);
      await expect(page.locator('[data-row]', { hasText: '网约车' })).toBeVisible();
      await page.keyboard.press('KeyJ');
      await page.keyboard.press('KeyE');
      await expect(page.locator('[data-dock="exits"]')).toContainText('最后目击');
      await page.keyboard.press('KeyB');
      await expect(page.locator('[data-meeting]').first()).toBeVisible();
      await expect(page.locator('[data-sentence]')).toContainText('96110');
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-receipt="confirmed"]')).toBeVisible();
      const order = page.locator('[data-order]').first();
      await expect(order).toHaveAttribute('data-state', /met|fed-back|closed/, { timeout: 240_000 });
      expect(faults).toEqual([]);
      await context.close();
    } finally {
      await app.stop();
    }
  });

  test('nobody answers: the exits open by themselves, and the coach is stopped at the toll plaza', async () => {
    const app = await startApp(['--drill', 'script-c', '--seed', '17', '--speed', '12']);
    try {
      const context = await seatContext(browser);
      const { page, faults } = await openConsole(context, app.ready.url);
      await expect(page.locator('[data-row]', { hasText: '班车' })).toBeVisible();
      await page.keyboard.press('KeyJ');
      await page.keyboard.press('KeyB');
      await expect(page.locator('[data-meeting]').first()).toBeVisible();
      const sent = await watchFor(page, '[data-dock="meeting"] [data-receipt="sent"]');
      await page.keyboard.press('Enter');
      await sent();
      // ninety seconds of drill time later, without a key
      const exits = page.locator('[data-dock="exits"]');
      await expect(exits.locator('[data-receipt="silent"]')).toBeVisible();
      const plaza = exits.locator('[data-exit][data-status="open"]').first();
      await expect(plaza).toContainText('高速口');
      // the Enter that was meant for the meeting sends nobody; the next one does
      const orders = page.locator('[data-panel="orders"] [data-order]');
      await expect(orders).toHaveCount(1);
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-command="rejected"]')).toHaveCount(0);
      await page.keyboard.press('Enter');
      await expect(exits.locator('[data-exit][data-status="en-route"]').first()).toContainText('高速口');
      await expect(orders).toHaveCount(2);
      await expect(
        page.locator('[data-order][data-state="met"], [data-order][data-state="fed-back"]'),
      ).toHaveCount(1, {
        timeout: 240_000,
      });
      expect(faults).toEqual([]);
      await context.close();
    } finally {
      await app.stop();
    }
  });
});

import { expect, test } from '@playwright/test';
import { startApp } from './app-process.ts';
import { openConsole, seatContext } from './browser.ts';

test.describe('somebody on the road', () => {
  test.setTimeout(180_000);

  test('a ride-hail driver is diverted and met, by keys alone', async ({ browser }) => {
    const app = await startApp(['--drill', 'script-e', '--speed', '24']);
    try {
      const context = await seatContext(browser);
      const { page, faults } = await openConsole(context, app.ready.url);
      await expect(page.locator('[data-row]', { hasText: '网约车' })).toBeVisible({ timeout: 30_000 });
      await page.keyboard.press('KeyJ');
      await page.keyboard.press('KeyE');
      await expect(page.locator('[data-dock="exits"]')).toContainText('最后目击', { timeout: 30_000 });
      await page.keyboard.press('KeyB');
      await expect(page.locator('[data-meeting]').first()).toBeVisible();
      await expect(page.locator('[data-sentence]')).toContainText('96110');
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-receipt="confirmed"]')).toBeVisible({ timeout: 30_000 });
      const order = page.locator('[data-order]').first();
      await expect(order).toHaveAttribute('data-state', /met|fed-back|closed/, { timeout: 120_000 });
      expect(faults).toEqual([]);
      await context.close();
    } finally {
      await app.stop();
    }
  });

  test('nobody answers: the exits open by themselves, and the coach is stopped at the toll plaza', async ({
    browser,
  }) => {
    const app = await startApp(['--drill', 'script-c', '--seed', '17', '--speed', '16']);
    try {
      const context = await seatContext(browser);
      const { page, faults } = await openConsole(context, app.ready.url);
      await expect(page.locator('[data-row]', { hasText: '班车' })).toBeVisible({ timeout: 30_000 });
      await page.keyboard.press('KeyJ');
      await page.keyboard.press('KeyB');
      await expect(page.locator('[data-meeting]').first()).toBeVisible({ timeout: 30_000 });
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-dock="meeting"] [data-receipt="sent"]')).toBeVisible();
      // ninety seconds of drill time later, without a key
      const exits = page.locator('[data-dock="exits"]');
      await expect(exits.locator('[data-receipt="silent"]')).toBeVisible({ timeout: 30_000 });
      const plaza = exits.locator('[data-exit][data-status="open"]').first();
      await expect(plaza).toContainText('高速口');
      // the Enter that was meant for the meeting sends nobody; the next one does
      const orders = page.locator('[data-panel="orders"] [data-order]');
      await expect(orders).toHaveCount(1);
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-command="rejected"]')).toHaveCount(0);
      await page.keyboard.press('Enter');
      await expect(exits.locator('[data-exit][data-status="en-route"]').first()).toContainText('高速口', {
        timeout: 20_000,
      });
      await expect(orders).toHaveCount(2);
      await expect(
        page.locator('[data-order][data-state="met"], [data-order][data-state="fed-back"]'),
      ).toHaveCount(1, {
        timeout: 90_000,
      });
      expect(faults).toEqual([]);
      await context.close();
    } finally {
      await app.stop();
    }
  });
});

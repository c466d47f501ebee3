import { expect, test } from '@playwright/test';
import { startApp } from './app-process.ts';
import { openConsole, seatContext } from './browser.ts';

test.describe('somebody on the road', () => {
  test.setTimeout(180_000);

  test('a ride-hail driver is diverted and met, by keys alone', async ({ browser }) => {
    const app = await startApp(['--drill', 'script-e', '--speed', '16']);
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
});

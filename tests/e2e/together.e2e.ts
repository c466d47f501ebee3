import { expect, test } from '@playwright/test';
import { startApp } from './app-process.ts';
import { openConsole, seatContext } from './browser.ts';

test('decides about two that wait at once, by keys alone; then sends a free car to wait', async ({
  browser,
}) => {
  const app = await startApp(['--drill', 'warm', '--speed', '2']);
  try {
    const context = await seatContext(browser);
    const { page, faults } = await openConsole(context, app.ready.url);
    await expect(page.locator('[data-strip="joint"]')).toBeVisible();

    await page.keyboard.press('KeyH');
    const lines = page.locator('[data-dock="joint"] [data-line]');
    await expect(lines).toHaveCount(2);
    // struck out and taken in again; equals wait for a person
    await page.keyboard.press('Digit2');
    await expect(lines.nth(1)).toHaveAttribute('data-state', 'struck');
    await page.keyboard.press('Digit2');
    for (const [nth, key] of [
      [0, 'KeyK'],
      [1, 'KeyJ'],
    ] as const) {
      await page.keyboard.press(key);
      if ((await lines.nth(nth).getAttribute('data-state')) === 'choose') await page.keyboard.press('KeyC');
      await expect(lines.nth(nth)).toHaveAttribute('data-state', 'ready');
    }
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-dock="joint"] [data-line][data-state="ordered"]')).toHaveCount(2);
    await expect(page.locator('[data-row][data-alone="true"]')).toHaveCount(0);
    await expect(page.locator('[data-strip="joint"]')).toHaveCount(0);

    // nothing waits: free cars may be moved, and let go again
    await page.keyboard.press('KeyI');
    const moves = page.locator('[data-dock="standby"] [data-move]');
    // the orders just given change who is free: read what is proposed when that has come to rest
    let proposed: readonly string[] = [];
    await expect
      .poll(
        async () => {
          const before = proposed;
          proposed = await moves.evaluateAll((all) => all.map((row) => row.getAttribute('data-move') ?? ''));
          return proposed.length > 0 && String(proposed) === String(before);
        },
        { intervals: [500] },
      )
      .toBe(true);
    const [unitId = ''] = proposed;
    await page.keyboard.press('Enter');
    const posted = page.locator(`[data-posted="${unitId}"]`);
    await expect(posted).toBeVisible();
    await posted.getByRole('button').click();
    await expect(posted).toHaveCount(0);
    expect(faults).toEqual([]);
    await context.close();
  } finally {
    await app.stop();
  }
});

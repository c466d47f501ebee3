import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { textsZh } from '../../renderer/i18n/texts-zh.ts';
import { startApp } from './app-process.ts';
import { ask } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';
import { goTo } from './keys.ts';
import { watchFor } from './shown.ts';

test('a leader tries one rule on made-up nights, by keys alone; a wall may not', async ({ browser }) => {
  const app = await startApp(['--drill', 'quiet']);
  try {
    const context = await seatContext(browser);
    const { page, faults } = await openConsole(context, app.ready.url);
    await expect(page.locator('[data-feed="fresh"]')).toBeVisible();
    await goTo(page, 'KeyF');
    const results = page.locator('[data-panel="wind-results"]');
    await expect(results).toContainText(textsZh['wind.none']);
    await expect(page.locator('[data-panel="wind-limits"]')).toContainText(textsZh['wind.limit.made-up']);

    // twelve cars today, four instead: nobody can take that for noise
    await page.getByRole('spinbutton', { name: textsZh['wind.cars.to'] }).fill('4');
    await page.getByRole('combobox', { name: textsZh['wind.nights'] }).selectOption('50');
    await page.keyboard.press('Enter');
    const run = results.locator('[data-state]');
    await expect(run).toHaveAttribute('data-state', 'done', { timeout: 180_000 });
    await expect(run).toHaveAttribute('data-played', '50');
    await expect(results.locator('[role="status"]')).toHaveAttribute('data-verdict', 'worse');
    await expect(results.locator('[data-group="all"] [data-measure="lost"]')).toHaveAttribute(
      'data-verdict',
      'worse',
    );
    await expect(results).toContainText(textsZh['wind.pays']);

    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: textsZh['status.theme'] }).click();
    expect(await findings(page)).toEqual([]);

    // the same number of cars: exactly nothing, and no arrow for it
    await page.getByRole('spinbutton', { name: textsZh['wind.cars.to'] }).fill('12');
    await page.keyboard.press('Enter');
    await expect(results.locator('[role="status"]')).toHaveAttribute('data-verdict', 'same', {
      timeout: 180_000,
    });

    // opened before the long run begins: opening takes longer than the run where others load the machine
    const { page: second } = await openConsole(context, app.ready.url);
    await goTo(second, 'KeyF');
    const secondResults = second.locator('[data-panel="wind-results"]');
    await expect(secondResults).toContainText(textsZh['wind.none']);
    await page.bringToFront();

    // left in the middle, it says that there is no verdict
    await page.getByRole('combobox', { name: textsZh['wind.nights'] }).selectOption('1000');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Digit4');
    // another window waits for it, is told how long, and starts by itself
    const waited = await watchFor(
      second,
      '[data-panel="wind-results"] [data-state="waiting"] [role="status"]',
    );
    await page.keyboard.press('Enter');
    await second.keyboard.press('Enter');
    await expect(run).toHaveAttribute('data-state', 'running');
    expect((await waited()).html).toMatch(/前面还有 \d+ 夜/u);
    const secondRun = secondResults.locator('[data-state]');
    await page.getByRole('button', { name: textsZh['wind.stop'] }).click();
    await expect(secondRun).not.toHaveAttribute('data-state', 'waiting');
    await second.close();
    await expect(run).toHaveAttribute('data-state', 'stopped');
    await expect(results.locator('[role="status"]')).toHaveAttribute('data-verdict', 'pending');

    await expect(ask(page, 'wind/open', {}, { view: 'wall' })).rejects.toThrow('a wall shows');
    await goTo(page, 'KeyD');
    await expect(page.locator('[data-workspace="dispatch"]')).toBeVisible();
    expect(faults).toEqual([]);
    await context.close();
  } finally {
    await app.stop();
  }
});

/** Serious and critical findings of accessibility on the page as it stands. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html.slice(0, 200)}`));
}

/** A seat and a wall without WebGL, and one whose graphics device fails at work: everything but the map goes on. */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type AppProcess, startApp } from './app-process.ts';
import { launchWithoutGraphics, openConsole, seatContext } from './browser.ts';
import { goTo } from './keys.ts';
import { sendAlert } from './send-alert.ts';
import { watchFor } from './shown.ts';

let app: AppProcess;
let bare: Browser;

test.beforeAll(async () => {
  app = await startApp(['--drill', 'quiet']);
  bare = await launchWithoutGraphics();
});

test.afterAll(async () => {
  await bare.close();
  await app.stop();
});

const problem = (page: Page) => page.locator('[data-map-problem]');

/** From the queue to an accepted order with the keyboard alone. */
async function dispatchFirst(page: Page, title: string): Promise<void> {
  const row = page.locator('[data-row]', { hasText: title });
  await expect(row).toBeVisible();
  await row.click();
  await page.keyboard.press('KeyA');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-command="accepted"]').last()).toBeVisible();
}

test('without WebGL the map says why, and queue, races, orders and the wall work', async () => {
  const context = await seatContext(bare);
  const { page } = await openConsole(context, app.ready.url);
  await expect(page.locator('[data-feed="fresh"]')).toBeVisible();
  expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl2'))).toBeNull();
  await expect(problem(page)).toHaveAttribute('data-map-problem', 'noWebGl');
  await expect(problem(page)).toContainText('WebGL 2');
  await expect(problem(page)).toContainText('F5');

  await sendAlert(app, page, { title: '没有显卡', dueInMin: 40 });
  await dispatchFirst(page, '没有显卡');
  await goTo(page, 'KeyW');
  const wall = page.locator('[data-workspace="wall"]');
  await expect(wall).toContainText('没有显卡');
  await expect(problem(page)).toHaveAttribute('data-map-problem', 'noWebGl');
  await context.close();
});

test('a graphics device that fails at work is drawn anew, and orders go on meanwhile', async ({
  browser,
}) => {
  const context = await seatContext(browser);
  const { page } = await openConsole(context, app.printUrl());
  // Few pixels: the processor draws them, and what is tested is not how many.
  await page.setViewportSize({ width: 960, height: 540 });
  const canvas = page.locator('.map-canvas canvas').first();
  await expect(canvas).toBeVisible();
  await sendAlert(app, page, { title: '显卡坏了', dueInMin: 35 });
  await expect(page.locator('[data-row]', { hasText: '显卡坏了' })).toBeVisible();
  // Said for a second only.
  const said = await watchFor(page, '[data-map-problem]');
  await canvas.evaluate((element) => {
    // Asked again for the same kind of context, a canvas gives the one the map draws with.
    const gl = element instanceof HTMLCanvasElement ? element.getContext('webgl2') : null;
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
  });
  expect((await said()).html).toContain('data-map-problem="contextLost"');
  await dispatchFirst(page, '显卡坏了');
  await expect(problem(page)).toHaveCount(0);
  await context.close();
});

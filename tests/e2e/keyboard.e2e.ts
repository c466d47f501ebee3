import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { textsEn } from '../../renderer/i18n/texts-en.ts';
import { textsZh } from '../../renderer/i18n/texts-zh.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { readState } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';
import { goTo } from './keys.ts';
import { sendAlert } from './send-alert.ts';

let app: AppProcess;
let context: BrowserContext;
let page: Page;
let faults: readonly string[];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  app = await startApp(['--drill', 'quiet']);
  context = await seatContext(browser);
  ({ page, faults } = await openConsole(context, app.ready.url));
  await expect(page.locator('[data-panel="queue"]')).toBeVisible();
});

test.afterAll(async () => {
  await context.close();
  await app.stop();
});

const go = (code: string): Promise<void> => goTo(page, code);
const dialog = () => page.getByRole('dialog');
const selected = () => page.locator('[data-row][aria-current="true"]');
const row = (index: number) => page.locator('[data-row]').nth(index);
const workspace = (name: string) => page.locator(`[data-workspace="${name}"]`);
const orders = async () => Object.values((await readState(page)).orders);

test('? shows every key, Esc closes it', async () => {
  await page.keyboard.press('Shift+Slash');
  await expect(dialog()).toHaveAccessibleName(textsZh['keys.title']);
  await expect(dialog()).toContainText(textsZh['keys.r']);
  await go('KeyB');
  await expect(workspace('dispatch')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog()).toHaveCount(0);
});

test('Ctrl+K finds a unit by its callsign', async () => {
  const unit = Object.values((await readState(page)).units).at(-1);
  const callsign = unit?.callsign ?? 'no units';
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type(callsign);
  await expect(dialog().locator('li[aria-current]')).toContainText(callsign);
  await page.keyboard.press('Enter');
  await expect(dialog()).toHaveCount(0);
  await expect(page.locator('[data-panel="incident"]')).toContainText(`${callsign} · `);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-panel="incident"]')).toContainText(textsZh['incident.none']);
});

test('G and a letter go from workspace to workspace', async () => {
  await go('KeyB');
  await expect(workspace('briefing')).toBeVisible();
  // A wall is another view: the page loads anew on the way there and back, and a key pressed before it has is lost.
  const loadedAsWall = page.waitForEvent('load');
  await go('KeyW');
  await loadedAsWall;
  await expect(workspace('wall')).toBeVisible();
  const loadedAsSeat = page.waitForEvent('load');
  await page.goBack();
  await loadedAsSeat;
  await expect(workspace('briefing')).toBeVisible();
  await go('KeyD');
  await expect(workspace('dispatch')).toBeVisible();
});

test('G T shows the townships: J walks them, nothing on them is dispatched, an alert that names one is counted', async () => {
  await go('KeyT');
  await expect(workspace('townships')).toContainText(textsZh['board.schematic']);
  await expect(page.locator('[data-township]')).toHaveCount(52);
  await expect(page.getByRole('status').filter({ hasText: textsZh['board.empty'] })).toBeVisible();
  await sendAlert(app, page, { title: '分水镇的一起', placeLabel: '万州区分水镇' });
  const first = page.locator('[data-township]').first();
  await expect(first).toContainText('分水镇');
  await page.keyboard.press('KeyJ');
  await expect(page.locator('[data-panel="township"]')).toContainText('分水镇的一起');
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
  expect(await orders()).toEqual([]);
  // a board has no roads, so no time of arrival
  await expect(page.locator('[data-board]')).not.toContainText(/\d+ 分钟?到|ETA|到场/u);
  await page.locator('[data-panel="township"] li button').click();
  await expect(workspace('dispatch')).toBeVisible();
  await expect(selected()).toContainText('分水镇的一起');
  await page.keyboard.press('Escape');
});

test('the selection stays with its alert while the queue sorts itself anew', async () => {
  await sendAlert(app, page, { title: '四十分后', dueInMin: 40 });
  await expect(row(0)).toContainText('四十分后');
  await page.keyboard.press('KeyJ');
  await expect(selected()).toContainText('四十分后');
  await sendAlert(app, page, { title: '二十分后', dueInMin: 20 });
  await expect(row(0)).toContainText('二十分后');
  await expect(row(1)).toContainText('四十分后');
  await expect(selected()).toHaveCount(1);
  await expect(selected()).toContainText('四十分后');
  await expect(page.locator('[data-panel="incident"] h2').filter({ hasText: '四十分后' })).toBeVisible();
});

test('a digit sends another unit than the first', async () => {
  await page.keyboard.press('Enter');
  const units = page.locator('[data-unit]');
  await expect(units.nth(1)).toBeVisible();
  const first = await units.nth(0).getAttribute('data-unit');
  const second = await units.nth(1).getAttribute('data-unit');
  await page.keyboard.press('Digit2');
  expect(await orders()).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-command="accepted"]')).toBeVisible();
  const [order] = await orders();
  expect(order?.unitId).toBe(second);
  expect(order?.unitId).not.toBe(first);
});

test('letters in the note field are letters', async () => {
  await page.keyboard.press('KeyN');
  const note = page.locator('[data-field="note"]');
  await expect(note).toBeFocused();
  const before = await selected().getAttribute('data-row');
  await page.keyboard.type('jka rr uu gb 12?');
  await expect(note).toHaveValue('jka rr uu gb 12?');
  await expect(dialog()).toHaveCount(0);
  expect(await selected().getAttribute('data-row')).toBe(before);
  await expect(workspace('dispatch')).toBeVisible();
  expect((await orders()).map((order) => order.state)).not.toContain('recalled');
  await page.keyboard.press('Escape');
  await expect(note).not.toBeFocused();
  await expect(selected()).toHaveCount(1);
});

test('R recalls only when pressed twice, Esc disarms', async () => {
  const order = page.locator('[data-order]').first();
  const armed = page.getByText(textsZh['orders.recall.confirm'].split('{')[0] ?? '');
  await page.keyboard.press('KeyR');
  await expect(armed).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(armed).toHaveCount(0);
  await page.keyboard.press('KeyR');
  await expect(armed).toBeVisible();
  expect((await orders()).map(({ state }) => state)).not.toContain('recalled');
  await page.keyboard.press('KeyR');
  await expect(order).toHaveAttribute('data-state', 'recalled');
});

test('a road is closed by the name of its place, shown, and opened again', async () => {
  await page.keyboard.press('KeyO');
  const road = page.locator('[data-dock="road"]');
  await expect(road).toBeVisible();
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type('高速口 04');
  await expect(dialog().getByRole('listitem').first()).toContainText('高速口 04');
  // what was found before the region's names were read is held: the place then stands above it
  const chosen = dialog().locator('li[aria-current]');
  await expect(async () => {
    if (!((await chosen.textContent()) ?? '').includes('高速口 04')) await page.keyboard.press('ArrowUp');
    await expect(chosen).toContainText('高速口 04', { timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(dialog()).toHaveCount(0);
  await page.keyboard.press('Digit2');
  await expect(road).toContainText('高速口 04');
  await expect(road.getByRole('button', { name: textsZh['road.close'] })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(road.locator('[data-closure]')).toContainText(textsZh['closure.crash']);
  await expect(page.locator('[data-target^="closure:"]')).toContainText(textsZh['closure.crash']);
  await page.keyboard.press('KeyR');
  await expect(road.locator('[data-closure]')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(road).toHaveCount(0);
});

test('the language changes and is remembered', async () => {
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type(textsZh['palette.lang']);
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('[data-panel="queue"]')).toContainText(textsEn['queue.title']);
  await page.reload();
  await expect(page.locator('[data-panel="queue"]')).toContainText(textsEn['queue.title']);
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.locator('[data-panel="queue"]')).toContainText(textsZh['queue.title']);
  expect(faults).toEqual([]);
});

import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { textsZh } from '../../renderer/i18n/texts-zh.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { openConsole, seatContext } from './browser.ts';

const MONEY_ON_THE_ROAD = '携现金驶向高速口';
const LEFT_HOME = '携存折离家';

/** The toll plaza at the end of this money's way: on the board from first to last, while others come up and fall away. */
const KEPT = 'exit-03';

test.describe.configure({ mode: 'serial' });
let app: AppProcess;
let context: BrowserContext;
let page: Page;
let faults: readonly string[];

test.beforeAll(async ({ browser }) => {
  app = await startApp(['--drill', 'race', '--speed', '4']);
  context = await seatContext(browser);
  ({ page, faults } = await openConsole(context, app.ready.url));
});
test.afterAll(async () => {
  await context.close();
  await app.stop();
});

test('closes the exits by a plan: left out, ruled out, sent once, judged again', async () => {
  await page.locator('[data-row]', { hasText: MONEY_ON_THE_ROAD }).click();
  await page.keyboard.press('KeyL');
  await expect(page.locator('[data-dock="exits"] [data-exit]').first()).toBeVisible();

  await page.keyboard.press('KeyS');
  const seal = page.locator('[data-dock="seal"]');
  const rows = seal.locator('[data-exit]');
  await expect(seal.locator('[data-verdict]')).toBeVisible();
  const exit = (id: string) => seal.locator(`[data-exit="${id}"]`);
  const unitOf = (id: string) => exit(id).locator('td').nth(3);
  const digitOf = async (id: string) => (await exit(id).locator('td').first().textContent()) ?? '';
  // what came up after the first answer is planned for when somebody asks
  await page.keyboard.press('KeyR');
  await expect(unitOf(KEPT)).not.toHaveText('—');
  expect(await rows.count()).toBeGreaterThan(2);

  // leave one out, keep the best unit away from another
  let leftOut = '';
  await expect(async () => {
    const other = seal.locator(`[data-exit]:not([data-exit="${KEPT}"]):not([data-state="left-out"])`).first();
    leftOut = (await other.getAttribute('data-exit')) ?? '';
    await page.keyboard.press(`Digit${await digitOf(leftOut)}`);
    await expect(exit(leftOut)).toHaveAttribute('data-state', 'left-out', { timeout: 5000 });
    await expect(unitOf(leftOut)).toHaveText('—', { timeout: 5000 });
  }).toPass();
  const chosen = seal.locator('tr[aria-selected="true"]');
  const lines = (): Promise<string[]> =>
    seal
      .locator('[data-exit], [data-gone]')
      .evaluateAll((all) => all.map((line) => line.dataset['exit'] ?? line.dataset['gone'] ?? ''));
  const order = await lines();
  const steps = order.indexOf(KEPT) - order.indexOf(leftOut);
  for (let step = 0; step < Math.abs(steps); step += 1)
    await page.keyboard.press(steps > 0 ? 'KeyJ' : 'KeyK');
  await expect(chosen).toHaveAttribute('data-exit', KEPT);
  const best = (await unitOf(KEPT).textContent()) ?? '';
  expect(best).not.toBe('—');
  await page.keyboard.press('KeyX');
  await expect(unitOf(KEPT)).not.toHaveText(best);
  await expect(unitOf(KEPT)).not.toHaveText('—');

  // one key sends them all, and no second order comes of pressing it again
  await page.keyboard.press('Enter');
  const isSent = seal.getByText(textsZh['seal.sent']);
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(isSent).toBeVisible({ timeout: 5000 });
  }).toPass();
  const orders = page.locator('[data-panel="orders"] [data-order]');
  const sent = (): Promise<string[]> => orders.locator('p:first-child > span').allTextContents();
  await expect
    .poll(async () => [
      (await sent()).length > 1,
      (await sent()).includes((await unitOf(KEPT).textContent()) ?? ''),
    ])
    .toEqual([true, true]);
  await expect(unitOf(KEPT)).not.toHaveText(best);
  // still left out, as long as it is listed
  await expect(seal.locator(`[data-exit="${leftOut}"]:not([data-state="left-out"])`)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-command="rejected"]')).toHaveCount(0);
  // an exit that has come up meanwhile may have got its own: nobody has two
  const all = await sent();
  expect(new Set(all).size).toBe(all.length);
  await expect(seal.locator('[data-verdict]')).toBeVisible();
  expect(faults).toEqual([]);
});

test('looks for somebody nobody knows the whereabouts of: sent to look, not here, found', async () => {
  await page.locator('[data-row]', { hasText: LEFT_HOME }).click();
  await page.keyboard.press('KeyQ');
  const board = page.locator('[data-dock="find"]');
  const rows = board.locator('tr[data-find]');
  await expect(rows.first()).toBeVisible();
  const chances = (): Promise<number[]> =>
    rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-chance'))));
  const all = await chances();
  expect(all.length).toBeGreaterThan(5);
  expect(all.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 2);

  // what a relative says goes in by one line; what cannot be placed stays typed and is said so
  await page.keyboard.press('Control+KeyK');
  const palette = page.getByRole('dialog').getByRole('textbox');
  await palette.fill('家属说 天涯海角');
  await expect(page.getByRole('dialog').getByRole('listitem').first()).toContainText('查不到“天涯海角”');
  await palette.press('Enter');
  await expect(palette).toHaveValue('家属说 天涯海角');
  const teahouse = board.locator('tr[data-find="teahouse-03"]', { hasText: '亲属所说' });
  await expect(teahouse).toHaveCount(0);
  await palette.fill('家属说 演练茶楼（和平路）');
  const line = page.getByRole('dialog').getByRole('listitem').first();
  await expect(line).toContainText('线索：亲属告知');
  await palette.press('Enter');
  await expect(teahouse).toHaveCount(1);

  // one key sends the suggested unit to the suggested place
  const chosen = board.locator('tr[aria-selected="true"]');
  await page.keyboard.press('Digit1');
  await expect(chosen).toHaveCount(1);
  const sentTo = (await chosen.getAttribute('data-find')) ?? '';
  const reading = (): Promise<{ facts: string; lines: string[] }> =>
    board.locator('table').evaluate((list) => ({
      facts: list.dataset['facts'] ?? '',
      lines: [...list.querySelectorAll('tbody tr')].map(
        (row) => row.getAttribute('data-find') ?? row.getAttribute('data-gone') ?? '',
      ),
    }));
  const read = await reading();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-panel="orders"] [data-order]')).toHaveCount(1);
  await expect(board.locator(`tr[data-find="${sentTo}"]`)).toContainText('途中');
  // nothing new is known: every line is where it was read, though the alert is an incident by now
  const later = await reading();
  if (later.facts === read.facts) expect(later.lines).toEqual(read.lines);

  // looked, not here: less likely than before, crossed out, and the keys are on the next look
  const before = Number(await chosen.getAttribute('data-chance'));
  await page.keyboard.press('KeyX');
  const searched = board.locator(`tr[data-find="${sentTo}"]`);
  await expect(searched).toHaveAttribute('data-searched', 'true');
  expect(Number(await searched.getAttribute('data-chance'))).toBeLessThan(before / 2);
  await expect(chosen).not.toHaveAttribute('data-find', sentTo);

  const suggested = (await chosen.getAttribute('data-find')) ?? '';
  await page.keyboard.press('KeyJ');
  await expect(chosen).not.toHaveAttribute('data-find', suggested);
  const foundAt = (await chosen.getAttribute('data-find')) ?? '';
  await page.keyboard.press('KeyY');
  await expect(board.locator(`[data-found="${foundAt}"]`)).toBeVisible();
  await expect(page.locator('[data-command="rejected"]')).toHaveCount(0);
  expect(faults).toEqual([]);
});

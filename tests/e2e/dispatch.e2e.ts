import { type Browser, expect, type Page, test } from '@playwright/test';
import { type AppProcess, startApp } from './app-process.ts';
import { ask, readState } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';

const ALARM = '携现金驶向高速口';

/** How a physical key reaches the page: as itself, or as keydown 229 while a Chinese input method is on. */
type Press = (page: Page, code: string) => Promise<void>;

/** How far a journey is watched: what comes after rolling does not depend on how the keys came. */
type Until = 'rolling' | 'met';

const plain: Press = (page, code) => page.keyboard.press(code);

const throughIme: Press = async (page, code) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    windowsVirtualKeyCode: 229,
    key: 'Process',
    code,
  });
  await session.send('Input.dispatchKeyEvent', {
    type: 'keyUp',
    windowsVirtualKeyCode: 229,
    key: 'Process',
    code,
  });
  await session.detach();
};

/** From alarm to order without a mouse; returns how many keys it took. */
async function dispatchByKeyboard(page: Page, press: Press): Promise<number> {
  let keys = 0;
  const key = async (code: string): Promise<void> => {
    keys++;
    await press(page, code);
  };
  // The gold race may have come first by now: the tightest stands on top, the alarm at most one below it.
  const current = page.locator('[data-row][aria-current="true"]');
  for (let walked = 0; walked < 2; walked++) {
    await key('KeyJ');
    await expect(current).toHaveCount(1);
    if ((await current.textContent())?.includes(ALARM) === true) break;
  }
  await expect(current).toContainText(ALARM);
  await key('KeyA');
  await key('Enter');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await key('Digit1');
  await key('Enter');
  return keys;
}

async function playJourney(browser: Browser, app: AppProcess, press: Press, until: Until): Promise<void> {
  const context = await browser.newContext();
  await context.addInitScript(() =>
    localStorage.setItem('rampart.preferences', JSON.stringify({ hasSeenTour: true })),
  );
  const { page, faults } = await openConsole(context, app.ready.url);
  await expect(page.locator('[data-row]', { hasText: ALARM })).toBeVisible({ timeout: 30_000 });
  const keys = await dispatchByKeyboard(page, press);
  expect(keys).toBeLessThanOrEqual(6);
  await expect(page.locator('[data-command="accepted"]').first()).toBeVisible();
  const order = page.locator('[data-order]').first();
  await expect(order).toHaveAttribute('data-state', /signed|rolling/);
  await expect(order).toHaveAttribute('data-state', /rolling|on-scene/, { timeout: 60_000 });
  if (until === 'met') {
    await expect(order).toHaveAttribute('data-state', /met|fed-back|closed/, { timeout: 180_000 });
    await expect(page.locator('[data-panel="incident"]')).toContainText('¥14.0 万');
  }
  expect(faults).toEqual([]);
  await context.close();
}

test.describe('a dispatcher without a mouse', () => {
  test.setTimeout(300_000);

  for (const [name, press, until] of [
    ['takes the alarm to the meeting: plain keys', plain, 'met'],
    ['has a unit rolling: keys through a Chinese input method (keydown 229)', throughIme, 'rolling'],
  ] as const) {
    test(name, async ({ browser }) => {
      const app = await startApp(['--drill', 'race', '--speed', '8']);
      try {
        await playJourney(browser, app, press, until);
        expect(app.log()).not.toMatch(/"level":(50|60)/);
      } finally {
        await app.stop();
      }
    });
  }

  test('sends another than the first with one key, and the log says why', async ({ browser }) => {
    const app = await startApp(['--drill', 'race', '--speed', '8']);
    try {
      const context = await seatContext(browser);
      const { page, faults } = await openConsole(context, app.ready.url);
      await expect(page.locator('[data-row]', { hasText: ALARM })).toBeVisible({ timeout: 30_000 });
      await page.keyboard.press('KeyJ');
      await page.keyboard.press('Enter');
      const units = page.locator('[data-unit]');
      await expect(units.nth(1)).toBeVisible();
      // not one of several equals: a unit the list ranks below the first
      const ranked = await units.evaluateAll((rows) =>
        rows.map((row) => ({
          unitId: row.getAttribute('data-unit') ?? '',
          rank: Number(row.getAttribute('data-rank')),
        })),
      );
      const lowest = Math.max(...ranked.map(({ rank }) => rank));
      const at = ranked.findIndex(({ rank }) => rank === lowest);
      const unitId = ranked[at]?.unitId;
      expect(lowest).toBeGreaterThan(1);
      await page.keyboard.press(`Digit${at + 1}`);
      await expect(page.locator('[data-override]')).toBeVisible();
      await page.keyboard.press('KeyC');
      await expect(page.locator('[data-order]').first()).toBeVisible({ timeout: 30_000 });
      await expect(page.locator('[data-panel="log"]')).toContainText('理由：电台确认更近');
      const sent = Object.values((await readState(page)).orders).filter((order) => order.unitId === unitId);
      expect(sent).toHaveLength(1);
      const { events } = await ask(page, 'events/read', { incidentId: sent[0]?.incidentId ?? '' });
      expect(events.find(({ kind }) => kind === 'order/issued')?.data).toMatchObject({
        unitId,
        overrideReason: { zh: '电台确认更近' },
      });
      expect(faults).toEqual([]);
      await context.close();
    } finally {
      await app.stop();
    }
  });
});

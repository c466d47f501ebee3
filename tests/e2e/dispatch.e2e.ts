import { type Browser, expect, type Page, test } from '@playwright/test';
import { type AppProcess, startApp } from './app-process.ts';
import { ask, readState } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';
import { walkTo } from './walk.ts';

const ALARM = '携现金驶向高速口';

/** How a physical key reaches the page: as itself, or as keydown 229 while a Chinese input method is on. */
type Press = (page: Page, code: string) => Promise<void>;

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

/** From alarm to order without a mouse; returns how many keys it took beside those to the alarm's row. */
async function dispatchByKeyboard(page: Page, press: Press): Promise<number> {
  let keys = 0;
  const key = async (code: string): Promise<void> => {
    keys++;
    await press(page, code);
  };
  // How many stand above it by now is up to the machine.
  await walkTo(page, ALARM, (code) => press(page, code));
  await expect(page.locator('[data-row][aria-current="true"]')).toContainText(ALARM);
  await key('KeyA');
  await key('Enter');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await key('Digit1');
  await key('Enter');
  return keys;
}

/** A console with the race drill, and a dispatcher's page in it. */
interface Room {
  readonly app: AppProcess;
  readonly page: Page;
  readonly faults: readonly string[];
  close(): Promise<void>;
}

async function openRoom(browser: Browser, speed: number): Promise<Room> {
  const app = await startApp(['--drill', 'race', '--speed', String(speed)]);
  const context = await seatContext(browser);
  const { page, faults } = await openConsole(context, app.ready.url);
  return {
    app,
    page,
    faults,
    close: async () => {
      await context.close();
      await app.stop();
    },
  };
}

const orderIn = (page: Page) => page.locator('[data-order]').first();

async function rollByKeyboard(page: Page, press: Press): Promise<void> {
  const keys = await dispatchByKeyboard(page, press);
  expect(keys).toBe(4);
  await expect(page.locator('[data-command="accepted"]').first()).toBeVisible();
  const [order] = Object.values((await readState(page)).orders);
  // a slow page may be shown the meeting before it has been shown the drive: what came in between is in the ledger
  const advanced = async (): Promise<string[]> => {
    const { events } = await ask(page, 'events/read', { incidentId: order?.incidentId ?? '' });
    return events.flatMap((event) => (event.kind === 'order/advanced' ? event.data.state : []));
  };
  await expect.poll(advanced, { timeout: 120_000 }).toEqual(expect.arrayContaining(['signed', 'rolling']));
  await expect(orderIn(page)).toHaveAttribute('data-state', /rolling|on-scene|met|fed-back|closed/);
}

test.describe('a dispatcher without a mouse', () => {
  // The first unit needs a minute to get there: the other journeys do not wait for it.
  test.describe.configure({ mode: 'serial', timeout: 480_000 });
  let first: Room | undefined;

  test.afterAll(async () => {
    await first?.close();
  });

  test('has a unit rolling: plain keys', async ({ browser }) => {
    first = await openRoom(browser, 8);
    await rollByKeyboard(first.page, plain);
  });

  test('has a unit rolling: keys through a Chinese input method (keydown 229)', async ({ browser }) => {
    const room = await openRoom(browser, 8);
    try {
      await rollByKeyboard(room.page, throughIme);
      expect(room.faults).toEqual([]);
      expect(room.app.log()).not.toMatch(/"level":(50|60)/);
    } finally {
      await room.close();
    }
  });

  test('sends another than the first with one key, and the log says why', async ({ browser }) => {
    // nobody has to arrive here
    const room = await openRoom(browser, 2);
    try {
      const { page } = room;
      await walkTo(page, ALARM, (code) => page.keyboard.press(code));
      await page.keyboard.press('Enter');
      const units = page.locator('[data-unit]');
      await expect(units.nth(1)).toBeVisible();
      // the first one below the equals on top, once there is one
      const below = async (): Promise<{ readonly at: number; readonly unitId: string } | undefined> => {
        const ranked = await units.evaluateAll((rows) =>
          rows.map((row) => ({
            digit: Number(row.querySelector('kbd')?.textContent),
            unitId: row.getAttribute('data-unit') ?? '',
            rank: Number(row.getAttribute('data-rank')),
          })),
        );
        const found = ranked.findLast(({ rank }) => rank > 1);
        return found === undefined ? undefined : { at: found.digit, unitId: found.unitId };
      };
      let picked: Awaited<ReturnType<typeof below>>;
      await expect.poll(async () => (picked = await below())).toBeDefined();
      const unitId = picked?.unitId;
      await page.keyboard.press(`Digit${picked?.at}`);
      await expect(page.locator('[data-override]')).toBeVisible();
      await page.keyboard.press('KeyC');
      await expect(orderIn(page)).toBeVisible();
      await expect(page.locator('[data-panel="log"]')).toContainText('理由：电台确认更近');
      const sent = Object.values((await readState(page)).orders).filter((order) => order.unitId === unitId);
      expect(sent).toHaveLength(1);
      const { events } = await ask(page, 'events/read', { incidentId: sent[0]?.incidentId ?? '' });
      expect(events.find(({ kind }) => kind === 'order/issued')?.data).toMatchObject({
        unitId,
        overrideReason: { zh: '电台确认更近' },
      });
      expect(room.faults).toEqual([]);
    } finally {
      await room.close();
    }
  });

  test('took the alarm to the meeting', async () => {
    if (first === undefined) throw new Error('the first journey has no room');
    const { app, page, faults } = first;
    await expect(orderIn(page)).toHaveAttribute('data-state', /met|fed-back|closed/, { timeout: 300_000 });
    await expect(page.locator('[data-panel="incident"]')).toContainText('¥14.0 万');
    expect(faults).toEqual([]);
    expect(app.log()).not.toMatch(/"level":(50|60)/);
  });
});

import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { textsZh } from '../../renderer/i18n/texts-zh.ts';
import { wordsZh } from '../../renderer/i18n/words-zh.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { ask, readState } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';
import { recordFrames } from './frames.ts';

let app: AppProcess;
let context: BrowserContext;
let page: Page;
let wall: Page;
let seatFrames: readonly string[];
let wallFrames: readonly string[];

test.describe.configure({ mode: 'serial' });

// The script of the drill: a person with a name, a phone and a car carries cash; the wall watches from before the alarm.
test.beforeAll(async ({ browser }) => {
  app = await startApp(['--drill', 'race', '--speed', '2']);
  context = await seatContext(browser);
  ({ page } = await openConsole(context, app.ready.url, (opened) => {
    seatFrames = recordFrames(opened, 'seat');
  }));
  wall = await context.newPage();
  wallFrames = recordFrames(wall, 'wall');
  await wall.goto(`${new URL(app.ready.url).origin}/#/wall`);
});

test.afterAll(async () => {
  await context.close();
  await app.stop();
});

async function takeSeat(digit: string, seat: keyof typeof wordsZh): Promise<void> {
  await page.getByTitle(textsZh['seat.change']).click();
  await expect(page.getByRole('dialog')).toHaveAccessibleName(textsZh['seat.title']);
  await page.keyboard.press(digit);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: wordsZh[seat], exact: true })).toBeVisible();
}

const alarm = (text = '携现金驶向高速口') => page.locator('[data-row]', { hasText: text });

test('a leader sees everything and orders nothing', async () => {
  await expect(alarm()).toBeVisible();
  await takeSeat('Digit3', 'seat.leader');
  await expect(alarm()).toBeVisible();
  await alarm().click();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
  const refused = page.locator('[data-command="rejected"]');
  await expect(refused).toContainText(textsZh['kind.order/assign']);
  await expect(refused).toContainText(textsZh['reject.not-allowed']);

  // Nor by going around the page.
  const incidentId = (await alarm().getAttribute('data-row')) ?? '';
  const unitId = (await page.locator('[data-unit]').first().getAttribute('data-unit')) ?? '';
  const order = { target: { incidentId }, unitId, approach: 'plain' as const };
  for (const [as, seat] of [
    [{ seat: 'leader' }, 'leader'],
    [{ seat: 'trainer' }, 'trainer'],
    [{ view: 'wall' }, 'wall'],
  ] as const) {
    const forced = ask(page, 'command/submit', { kind: 'order/assign', payload: order }, as);
    await expect(forced).rejects.toThrow(new RegExp(seat, 'u'));
  }

  await takeSeat('Digit1', 'seat.dispatcher');
  // A seat that nobody held is empty at first.
  await expect.poll(async () => Object.keys((await readState(page)).units).length).toBeGreaterThan(0);
  expect((await readState(page)).orders).toEqual({});
});

test('a dispatcher may, and the wall never learns who the person is', async () => {
  await alarm().click();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-command="accepted"]')).toBeVisible();
  await expect(page.locator('[data-order]')).toHaveCount(1);

  const order = Object.values((await readState(page)).orders)[0];
  const incidentId = order?.incidentId ?? '';
  const { events } = await ask(page, 'events/read', { incidentId });
  const raised = events.find((event) => event.kind === 'alert/raised');
  const subject = raised?.kind === 'alert/raised' ? raised.data.subject : undefined;
  const secrets = [subject?.name, subject?.phone, subject?.plate].filter((text) => text !== undefined);
  expect(secrets).toHaveLength(3);

  // What somebody writes down about them stays off the wall as well.
  const note = { incidentId, text: { zh: `家属称 ${secrets.join(' ')} 仍在途中` } };
  await ask(page, 'command/submit', { kind: 'incident/note', payload: note });
  await expect(page.locator('[data-panel="log"]')).toContainText('仍在途中');
  const { notes } = (await readState(page)).incidents[incidentId] ?? { notes: [] };

  const lastNote = notes.at(-1)?.noteId ?? 'no note';
  await expect.poll(() => wallFrames.some((frame) => frame.includes(lastNote))).toBe(true);
  await expect(wall.locator('[data-panel="wall-races"]')).toContainText('携现金驶向高速口');
  await wall.reload();
  await expect(wall.locator('[data-panel="wall-races"]')).toContainText('携现金驶向高速口');
  const read = JSON.stringify(await ask(page, 'events/read', { incidentId }, { view: 'wall' }));
  expect(read).toContain(lastNote);
  const shown = await wall.content();
  for (const secret of secrets) {
    expect(seatFrames.some((frame) => frame.includes(secret))).toBe(true);
    expect(wallFrames.filter((frame) => frame.includes(secret))).toEqual([]);
    expect(read).not.toContain(secret);
    expect(shown).not.toContain(secret);
  }
  expect(wallFrames.filter((frame) => frame.includes('仍在途中'))).toEqual([]);
});

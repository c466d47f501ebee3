import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { textsZh } from '../../renderer/i18n/texts-zh.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { ask, readState } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';
import { sendAlert } from './send-alert.ts';
import { watchFor } from './shown.ts';

let app: AppProcess;
let context: BrowserContext;
let page: Page;

// One console through its states, in order: empty, at work, data service gone, feed gone.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  app = await startApp(['--drill', 'quiet']);
  context = await seatContext(browser);
  ({ page } = await openConsole(context, app.ready.url));
});

test.afterAll(async () => {
  await context.close();
  await app.stop();
});

const panel = (name: string) => page.locator(`[data-panel="${name}"]`);

test('a quiet console says that nothing is open and what will happen', async () => {
  await expect(panel('queue')).toContainText(textsZh['queue.empty']);
  await expect(panel('queue')).toContainText(textsZh['queue.empty.hint']);
  await expect(panel('incident')).toContainText(textsZh['incident.none']);
  await expect(page.locator('[data-feed="fresh"]')).toBeVisible();
  const wall = await context.newPage();
  await wall.goto(`${new URL(app.ready.url).origin}/#/wall`);
  await expect(wall.locator('[data-workspace="wall"]')).toContainText(textsZh['wall.calm']);
  await wall.close();
});

test('a killed data service comes back into the same page with the same state', async () => {
  await sendAlert(app, page, { title: '重启前', dueInMin: 40 });
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await page.keyboard.press('KeyJ');
  await expect(page.locator('[data-row][aria-current="true"]')).toContainText('重启前');
  await page.evaluate(() => Reflect.set(window, 'isSamePage', true));
  const before = await ask(page, 'state/hash', {});

  const reconnected = page.waitForEvent('websocket');
  app.killDataService();
  await reconnected;
  await expect(page.locator('[data-band="line"]')).toHaveCount(0);
  await expect(page.locator('[data-feed="fresh"]')).toBeVisible();
  await expect
    .poll(async () => {
      const { hash, seq } = await ask(page, 'state/hash', {});
      return { hash, seq };
    })
    .toEqual({ hash: before.hash, seq: before.seq });
  await expect(page.locator('[data-row][aria-current="true"]')).toContainText('重启前');
  expect(await page.evaluate(() => Reflect.has(window, 'isSamePage'))).toBe(true);
});

test('a silent feed is late, then lost; what is ordered meanwhile waits and happens once or not at all', async () => {
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-command="accepted"]')).toBeVisible();
  const incidentId = Object.keys((await readState(page)).incidents)[0] ?? '';

  const [late, lost] = [
    await watchFor(page, '[data-feed="late"]'),
    await watchFor(page, '[data-feed="lost"]'),
  ];
  app.freezeGateway();
  const frozenAtMs = Date.now();
  await expect(page.locator('[data-feed="late"]')).toBeVisible();
  await expect(page.getByText(/^数据延迟 \d+ 秒$/u).first()).toBeVisible();
  await expect(page.locator('[data-feed="lost"]')).toBeVisible();
  const lateAfterMs = (await late()).atMs - frozenAtMs;
  const lostAfterMs = (await lost()).atMs - frozenAtMs;
  expect(lateAfterMs).toBeGreaterThan(1500);
  expect(lateAfterMs).toBeLessThan(6000);
  expect(lostAfterMs).toBeGreaterThan(8500);
  expect(lostAfterMs).toBeLessThan(14_000);
  await expect(page.locator('[data-feed="lost"]')).toContainText(/中断\s*\d+ 秒/u);
  for (const name of ['queue', 'incident'])
    await expect(panel(name).getByRole('status')).toContainText(/数据停在 \d\d:\d\d:\d\d（\d+ 秒前）/u);

  await expect(page.locator('[data-veil="lost"]')).toContainText(/数据停在 \d\d:\d\d:\d\d/u);

  await page.keyboard.press('KeyN');
  await page.keyboard.type('wait for it');
  await page.keyboard.press('Enter');
  const note = panel('commands').locator('li', { hasText: 'wait for it' });
  await expect(note).toHaveAttribute('data-command', /^(queued|sent)$/u);
  await expect(panel('log')).not.toContainText('wait for it');

  app.thawGateway();
  await expect(page.locator('[data-feed="fresh"]')).toBeVisible();
  await expect(panel('queue').getByRole('status')).toHaveCount(0);
  await expect(page.locator('[data-veil]')).toHaveCount(0);
  await expect(note).toHaveAttribute('data-command', /^(accepted|expired)$/u);
  const isAccepted = (await note.getAttribute('data-command')) === 'accepted';
  const { events } = await ask(page, 'events/read', { incidentId });
  const effects = events.filter(
    (event) => event.kind === 'incident/noted' && event.data.text.zh === 'wait for it',
  );
  expect(effects).toHaveLength(isAccepted ? 1 : 0);
  await expect(panel('log').getByText('wait for it')).toHaveCount(isAccepted ? 1 : 0);
});

test('a killed gateway takes its drill along, and the page says that another one began', async () => {
  app.killGateway();
  const said = page.locator('[data-storage="drill-restarted"]');
  await expect(said).toContainText('演练已从头开始');
  await expect(page.locator('[data-feed="fresh"]')).toBeVisible();
  await expect(panel('queue')).toContainText(textsZh['queue.empty']);
  // what was selected belonged to the drill that ended
  await expect(panel('incident')).toContainText(textsZh['incident.none']);
  await said.getByRole('button').click();
  await expect(said).toHaveCount(0);
});

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type AppProcess, startApp } from './app-process.ts';
import { openConsole, seatContext } from './browser.ts';
import { sendAlert } from './send-alert.ts';

let app: AppProcess;
let origin: string;

// Every kind of row stands in the queue: racing, unknown, unacknowledged L0, grouped.
test.beforeAll(async ({ browser }) => {
  app = await startApp(['--drill', 'quiet']);
  origin = new URL(app.ready.url).origin;
  const context = await seatContext(browser);
  const { page } = await openConsole(context, app.ready.url);
  await expect(page.locator('[data-panel="queue"]')).toBeVisible();
  await sendAlert(app, page, { title: '五十分后', dueInMin: 50 });
  await sendAlert(app, page, { title: '三十分后', level: 'L0', dueInMin: 30 });
  await sendAlert(app, page, { title: '已不及', dueInMin: 0.5 });
  await sendAlert(app, page, { title: '不知何时' });
  for (const title of ['甲', '乙', '丙', '丁']) await sendAlert(app, page, { title, level: 'L2' });
  await page.locator('[data-row]', { hasText: '五十分后' }).click();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-order]')).toBeVisible();
  await context.close();
});

test.afterAll(async () => {
  await app.stop();
});

/** A theme changes colours only: the rest was looked at in the other one. */
type Rules = 'all' | 'colours';

/** Serious and critical findings of the page as it stands, one line each. */
async function findings(page: Page, screen: string, rules: Rules): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === 'all' ? axe : axe.withRules(['color-contrast'])).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${screen}: ${id} ${html.slice(0, 200)} ${failureSummary ?? ''}`,
      ),
    );
}

async function openRow(page: Page, title: string): Promise<void> {
  await page.locator('[data-row]', { hasText: title }).click();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-panel="incident"] h2').filter({ hasText: title })).toBeVisible();
}

async function openSheet(page: Page, keys: string): Promise<void> {
  await page.keyboard.press(keys);
  await expect(page.getByRole('dialog')).toBeVisible();
}

async function openSeats(page: Page): Promise<void> {
  await page.locator('[data-panel="header"] button').last().click();
  await expect(page.getByRole('dialog')).toBeVisible();
}

async function goTo(page: Page, hash: string, panel: string): Promise<void> {
  await page.goto(`${origin}/${hash}`);
  await expect(page.locator(`[data-panel="${panel}"]`)).toBeVisible();
}

async function findingsEverywhere(page: Page, rules: Rules): Promise<string[]> {
  const found: string[] = [];
  const look = async (screen: string, at = page): Promise<void> => {
    found.push(...(await findings(at, screen, rules)));
  };
  await goTo(page, '#/dispatch', 'queue');
  await openRow(page, '三十分后');
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await look('dispatch, an alert open');
  await openRow(page, '五十分后');
  await expect(page.locator('[data-order]')).toBeVisible();
  await look('dispatch, an order out');
  // The sheets are built alike: looking at them once is enough.
  for (const [screen, open] of rules === 'all'
    ? ([
        ['key sheet', (): Promise<void> => openSheet(page, 'Shift+Slash')],
        ['palette', (): Promise<void> => openSheet(page, 'Control+KeyK')],
        ['seat chooser', (): Promise<void> => openSeats(page)],
      ] as const)
    : []) {
    await open();
    await look(screen);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  const incident = (await page.locator('[data-row][aria-current="true"]').getAttribute('data-row')) ?? '';
  await goTo(page, `#/briefing?incident=${encodeURIComponent(incident)}`, 'timeline');
  await expect(page.locator('[data-panel="chapters"] li').first()).toBeVisible();
  await look('briefing');
  await page.close();
  // A window of its own, as a wall is: a seat's window that goes there loads itself anew.
  const wall = await page.context().newPage();
  await goTo(wall, '#/wall', 'wall-races');
  await look('wall', wall);
  return found;
}

for (const [lang, theme, rules] of [
  ['zh-CN', 'dark', 'all'],
  ['en', 'light', 'colours'],
] as const) {
  test(`nothing serious for assistive technology: ${lang}, ${theme}`, async ({ browser }) => {
    const context = await seatContext(browser, { lang, theme });
    const { page } = await openConsole(context, app.printUrl());
    expect(await findingsEverywhere(page, rules)).toEqual([]);
    await context.close();
  });
}

/** Every screen once in each language and theme: nothing serious for assistive technology, nothing untranslated, no hole in a text. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { textsEn } from '../../renderer/i18n/texts-en.ts';
import { textsZh } from '../../renderer/i18n/texts-zh.ts';
import { wordsEn } from '../../renderer/i18n/words-en.ts';
import { wordsZh } from '../../renderer/i18n/words-zh.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { readState } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';
import { sendAlert } from './send-alert.ts';

let app: AppProcess;
let origin: string;
/** Everything the data itself says in Chinese: callsigns, which are names. */
let names: readonly string[];

// Every kind of row stands in the queue: racing, lost, unknown, unacknowledged L0, grouped; one has an order out.
test.beforeAll(async ({ browser }) => {
  app = await startApp(['--drill', 'quiet']);
  origin = new URL(app.ready.url).origin;
  const context = await seatContext(browser);
  const { page } = await openConsole(context, app.ready.url);
  await expect(page.locator('[data-panel="queue"]')).toBeVisible();
  names = Object.values((await readState(page)).units).map((unit) => unit.callsign);
  await sendAlert(app, page, { title: '五十分后', titleEn: 'In fifty', dueInMin: 50 });
  await sendAlert(app, page, { title: '三十分后', titleEn: 'In thirty', level: 'L0', dueInMin: 30 });
  await sendAlert(app, page, { title: '已不及', titleEn: 'Too late', dueInMin: 0.5 });
  await sendAlert(app, page, { title: '不知何时', titleEn: 'Nobody knows when' });
  for (const [title, titleEn] of [
    ['甲', 'First'],
    ['乙', 'Second'],
    ['丙', 'Third'],
    ['丁', 'Fourth'],
  ] as const)
    await sendAlert(app, page, { title, titleEn, level: 'L2' });
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

/** A theme changes colours only: the rest is looked at in the other one. */
type Rules = 'all' | 'colours';

/** What was found on the screens: serious and critical findings, a line each; every text with the screen it stands on. */
interface Seen {
  readonly findings: string[];
  readonly texts: (readonly [string, string])[];
}

async function findingsOf(page: Page, screen: string, rules: Rules): Promise<string[]> {
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

/** Every text a person can read or hear on the page: text nodes and the attributes that are spoken or shown. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent !== null && !['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(parent.tagName))
        found.push(node.nodeValue ?? '');
    }
    for (const element of document.body.querySelectorAll('*')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        found.push(element.getAttribute(name) ?? '');
    }
    found.push(document.title);
    return [...new Set(found.map((text) => text.trim()).filter((text) => text !== ''))];
  });
}

async function openRow(page: Page, title: string): Promise<void> {
  await page.locator('[data-row]', { hasText: title }).click();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-panel="incident"] h2').filter({ hasText: title })).toBeVisible();
}

interface Titles {
  readonly ordered: string;
  readonly unacknowledged: string;
}

async function seeEverything(page: Page, rules: Rules, titles: Titles): Promise<Seen> {
  const seen: Seen = { findings: [], texts: [] };
  const read = async (screen: string, at = page): Promise<void> => {
    seen.texts.push(...(await textsOf(at)).map((text) => [screen, text] as const));
  };
  const look = async (screen: string, at = page): Promise<void> => {
    await read(screen, at);
    seen.findings.push(...(await findingsOf(at, screen, rules)));
  };
  await expect(page.locator('[data-panel="queue"]')).toBeVisible();
  await read('dispatch, nothing selected');
  await openRow(page, titles.unacknowledged);
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await look('dispatch, an alert open');
  await openRow(page, titles.ordered);
  await expect(page.locator('[data-order]')).toBeVisible();
  await expect(page.locator('[data-unit]').first()).toBeVisible();
  await look('dispatch, an order out');
  for (const [screen, open] of [
    ['key sheet', (): Promise<void> => page.keyboard.press('Shift+Slash')],
    ['palette', (): Promise<void> => page.keyboard.press('Control+KeyK')],
    ['outcomes', (): Promise<void> => page.keyboard.press('KeyD')],
    ['seats', (): Promise<void> => page.locator('[data-panel="header"] button').last().click()],
  ] as const) {
    await open();
    await expect(page.getByRole('dialog')).toBeVisible();
    // The sheets are built alike: their colours in one theme are enough.
    await (rules === 'all' ? look(screen) : read(screen));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  const incident = (await page.locator('[data-row][aria-current="true"]').getAttribute('data-row')) ?? '';
  await page.goto(`${origin}/#/briefing?incident=${encodeURIComponent(incident)}`);
  await expect(page.locator('[data-panel="chapters"] li').first()).toBeVisible();
  await look('briefing');
  await page.close();
  // A window of its own, as a wall is: a seat's window that goes there loads itself anew.
  const wall = await page.context().newPage();
  await wall.goto(`${origin}/#/wall`);
  await expect(wall.locator('[data-panel="wall-races"]')).toContainText(titles.ordered);
  await look('wall', wall);
  return seen;
}

test('the Chinese console in the dark: nothing serious for assistive technology, no key, no hole, no English text', async ({
  browser,
}) => {
  const context = await seatContext(browser, { lang: 'zh-CN', theme: 'dark' });
  const { page } = await openConsole(context, app.printUrl());
  const titles = { ordered: '五十分后', unacknowledged: '三十分后' };
  const { findings, texts } = await seeEverything(page, 'all', titles);
  expect.soft(findings).toEqual([]);
  const zh = { ...textsZh, ...wordsZh };
  const keys = new Set(Object.keys(zh));
  const chinese = new Set<string>(Object.values(zh));
  const english = new Set(Object.values({ ...textsEn, ...wordsEn }).filter((text) => !chinese.has(text)));
  const wrong = texts.filter(
    ([, text]) =>
      keys.has(text) || /\{\w+\}/u.test(text) || english.has(text) || /\b(undefined|NaN|null)\b/u.test(text),
  );
  expect(wrong).toEqual([]);
  await context.close();
});

test('the English console in the light: contrasts that can be read, no Chinese but in names', async ({
  browser,
}) => {
  const context = await seatContext(browser, { lang: 'en', theme: 'light' });
  const { page } = await openConsole(context, app.printUrl());
  const titles = { ordered: 'In fifty', unacknowledged: 'In thirty' };
  const { findings, texts } = await seeEverything(page, 'colours', titles);
  expect.soft(findings).toEqual([]);
  // What leads to Chinese says so in Chinese.
  const allowed = [...names, textsEn['palette.lang'], '中文'];
  const chinese = texts
    .map(([screen, text]) => `${screen}: ${allowed.reduce((rest, name) => rest.replaceAll(name, ''), text)}`)
    .filter((text) => /\p{Script=Han}/u.test(text));
  expect(chinese).toEqual([]);
  await context.close();
});

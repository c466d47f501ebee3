import { type BrowserContext, expect, type Page, test } from '@playwright/test';
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

test.beforeAll(async ({ browser }) => {
  app = await startApp(['--drill', 'quiet']);
  origin = new URL(app.ready.url).origin;
  const context = await seatContext(browser);
  const { page } = await openConsole(context, app.ready.url);
  await expect(page.locator('[data-panel="queue"]')).toBeVisible();
  names = Object.values((await readState(page)).units).map((unit) => unit.callsign);
  await sendAlert(app, page, { title: '五十分后', titleEn: 'In fifty', dueInMin: 50 });
  await sendAlert(app, page, { title: '三十分后', titleEn: 'In thirty', level: 'L0', dueInMin: 30 });
  await sendAlert(app, page, { title: '不知何时', titleEn: 'Nobody knows when' });
  await sendAlert(app, page, { title: '甲', titleEn: 'Grouped', level: 'L2' });
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

/** The texts of every screen, each with the screen it stands on. */
async function readScreens(
  context: BrowserContext,
  orderTitle: string,
): Promise<readonly (readonly [string, string])[]> {
  const { page } = await openConsole(context, app.printUrl());
  const read: [string, string][] = [];
  const look = async (screen: string, at = page): Promise<void> => {
    read.push(...(await textsOf(at)).map((text): [string, string] => [screen, text]));
  };
  await expect(page.locator('[data-panel="queue"]')).toBeVisible();
  await look('dispatch, nothing selected');
  const row = page.locator('[data-row]', { hasText: orderTitle });
  await row.click();
  await page.keyboard.press('Enter');
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
    await look(screen);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.goto(
    `${origin}/#/briefing?incident=${encodeURIComponent((await row.getAttribute('data-row')) ?? '')}`,
  );
  await expect(page.locator('[data-panel="chapters"] li').first()).toBeVisible();
  await look('briefing');
  await page.close();
  // A window of its own, as a wall is: a seat's window that goes there loads itself anew.
  const wall = await context.newPage();
  await wall.goto(`${origin}/#/wall`);
  await expect(wall.locator('[data-panel="wall-races"]')).toContainText(orderTitle);
  await look('wall', wall);
  return read;
}

test('the English console speaks no Chinese but in names', async ({ browser }) => {
  const context = await seatContext(browser, { lang: 'en' });
  const read = await readScreens(context, 'In fifty');
  // What leads to Chinese says so in Chinese.
  const allowed = [...names, textsEn['palette.lang'], '中文'];
  const chinese = read
    .map(([screen, text]) => `${screen}: ${allowed.reduce((rest, name) => rest.replaceAll(name, ''), text)}`)
    .filter((text) => /\p{Script=Han}/u.test(text));
  expect(chinese).toEqual([]);
  await context.close();
});

test('the Chinese console shows no key, no hole and no English text', async ({ browser }) => {
  const context = await seatContext(browser);
  const read = await readScreens(context, '五十分后');
  const zh = { ...textsZh, ...wordsZh };
  const keys = new Set(Object.keys(zh));
  const chinese = new Set<string>(Object.values(zh));
  const english = new Set(Object.values({ ...textsEn, ...wordsEn }).filter((text) => !chinese.has(text)));
  const wrong = read.filter(
    ([, text]) =>
      keys.has(text) || /\{\w+\}/u.test(text) || english.has(text) || /\b(undefined|NaN|null)\b/u.test(text),
  );
  expect(wrong).toEqual([]);
  await context.close();
});

import type { BrowserContext, Page } from '@playwright/test';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type AppProcess, startApp } from '../e2e/app-process.ts';
import { launchChromium, openConsole } from '../e2e/browser.ts';
import { openChapter } from './scenes.ts';
import { settle } from './shoot-scene.ts';

const MOMENT_MS = 180_000;
const PICTURE_MS = 120_000;
const FULL_HD = { width: 1920, height: 1080 };
const WALL = { width: 3840, height: 1080 };
const GRAVE = '[data-row][data-level="L0"], [data-row][data-level="L1"]';
/** The race picture shows a margin of a few seconds: sent when this much is left, taken when it is this close. */
const SEND_AT_S = 9;
const CLOSE_S = 15;
const POLL_MS = 150;
/** Time for the unit to sign and turn round. */
const ROLLING_MS = 6_000;

interface Picture {
  readonly name: string;
  readonly args: readonly string[];
  readonly lang: 'zh-CN' | 'en';
  readonly viewport: { readonly width: number; readonly height: number };
  readonly pose: (page: Page, context: BrowserContext, app: AppProcess) => Promise<Page>;
}

/** The pictures of the README, from live drills and one replay; `only` names one of them. Returns the files. */
export async function shootReadme(out: string, only?: string): Promise<string[]> {
  const pictures: readonly Picture[] = [
    {
      name: 'race-dispatch-zh',
      args: ['--drill', 'race', '--speed', '2'],
      lang: 'zh-CN',
      viewport: FULL_HD,
      pose: closeRace,
    },
    {
      name: 'wall-en',
      args: ['--drill', 'race-auto', '--speed', '2'],
      lang: 'en',
      viewport: WALL,
      pose: liveWall,
    },
    {
      name: 'briefing-replay-zh',
      args: ['--drill', 'race-auto', '--speed', '8'],
      lang: 'zh-CN',
      viewport: FULL_HD,
      pose: review,
    },
  ];
  const files: string[] = [];
  for (const one of pictures.filter(({ name }) => only === undefined || only === name))
    files.push(await take(one, out));
  return files;
}

async function take({ name, args, lang, viewport, pose }: Picture, out: string): Promise<string> {
  const app = await startApp(args);
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport });
    await context.addInitScript(
      (saved) => localStorage.setItem('rampart.preferences', saved),
      JSON.stringify({ hasSeenTour: true, lang }),
    );
    const { page, faults } = await openConsole(context, app.ready.url);
    await page.waitForFunction((query) => document.querySelectorAll(query).length >= 3, GRAVE, {
      timeout: MOMENT_MS,
    });
    const shown = await pose(page, context, app);
    const path = join(out, `${name}.png`);
    await shown.screenshot({ path, timeout: PICTURE_MS });
    if (faults.length > 0) throw new Error(`${name}: ${faults.slice(0, 5).join(' | ')}`);
    return path;
  } finally {
    await browser.close();
    await app.stop();
  }
}

/** Seconds of a margin as written: `+2:05`, `−0:09`; undefined for words. */
function seconds(text: string | undefined): number | undefined {
  const found = /^([+−])(\d+):(\d\d)$/u.exec((text ?? '').trim());
  if (found === null) return undefined;
  const [, sign, minutes, rest] = found;
  return (sign === '+' ? 1 : -1) * (Number(minutes) * 60 + Number(rest));
}

const marginOf = async (page: Page, within: string): Promise<number | undefined> => {
  const words = await page.locator(`${within} span`).allInnerTexts();
  return words.map(seconds).find((value) => value !== undefined);
};

/** Sends the others at once and the tightest one late, then waits until its margin is a matter of seconds. Live throughout. */
async function closeRace(page: Page): Promise<Page> {
  const ids = await page
    .locator(GRAVE)
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
  const [tight, ...others] = ids.filter((id) => id !== null);
  if (tight === undefined) throw new Error('nothing to race for');
  for (const id of others) await send(page, id);
  const row = `[data-row="${tight}"]`;
  await page.locator(row).click();
  await until(page, async () => ((await marginOf(page, row)) ?? Infinity) <= SEND_AT_S);
  await send(page, tight);
  await page.waitForSelector('[data-order]', { timeout: MOMENT_MS });
  // Until the race with this unit is worked out, the margin is still the one of sending it now.
  await page.waitForFunction(
    () => !/若现在派出/u.test(document.querySelector('[data-panel="race"]')?.textContent ?? ''),
    undefined,
    { timeout: MOMENT_MS },
  );
  await pause(ROLLING_MS);
  await until(
    page,
    async () => Math.abs((await marginOf(page, '[data-panel="race"]')) ?? Infinity) <= CLOSE_S,
  );
  return page;
}

async function send(page: Page, id: string): Promise<void> {
  await page.locator(`[data-row="${id}"]`).click();
  await page.waitForSelector('[data-unit]', { timeout: MOMENT_MS });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
}

async function until(page: Page, isSo: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + MOMENT_MS;
  while (performance.now() < endMs) {
    if (await isSo()) return;
    await pause(POLL_MS);
  }
  throw new Error(`the moment did not come: ${await page.locator('[data-panel="queue"]').innerText()}`);
}

async function liveWall(page: Page, context: BrowserContext, app: AppProcess): Promise<Page> {
  await page.close();
  const { page: wall } = await openConsole(context, `${new URL(app.ready.url).origin}/#/wall`);
  await wall.waitForSelector(GRAVE.replaceAll(/\[data-level="L\d"\]/gu, ''), { timeout: MOMENT_MS });
  await settle(wall);
  return wall;
}

/** The oldest incident while its unit was on the road, as it was known then. */
async function review(page: Page): Promise<Page> {
  await page.waitForFunction(
    () => /已见面/u.test(document.querySelector('[data-panel="queue"]')?.textContent ?? ''),
    undefined,
    { timeout: MOMENT_MS },
  );
  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyB');
  await openChapter(page, 0.72);
  await settle(page);
  return page;
}

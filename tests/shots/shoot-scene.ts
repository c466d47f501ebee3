import type { BrowserContext, Page } from '@playwright/test';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../e2e/app-process.ts';
import { launchChromium, openConsole } from '../e2e/browser.ts';
import type { Scene, Size, View } from './scenes.ts';

const LANGS = ['zh-CN', 'en'] as const;

/** A rasteriser in software may need long for a wall; what is above the map gets a moment of its own after that. */
const DRAWN_MS = 120_000;
const REST_MS = 2_500;
const PICTURE_MS = 120_000;

/** Fonts in, tiles drawn in the window's present size, the camera at rest. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  if ((await page.locator('[data-testid="map"]').count()) > 0)
    await page.waitForFunction(isMapDrawn, undefined, { timeout: DRAWN_MS });
  await pause(REST_MS);
}

/** In the page: a busy map hears late of a new size, and what was drawn before it does not count. */
function isMapDrawn(): boolean {
  const map = document.querySelector('[data-testid="map"] [data-drawn="true"]');
  const canvas = map?.querySelector('.maplibregl-canvas');
  if (!map || !canvas) return false;
  return canvas.clientWidth === map.clientWidth && canvas.clientHeight === map.clientHeight;
}

async function shootView(
  context: BrowserContext,
  base: string,
  view: View,
  lang: string,
  prefix: string,
): Promise<string[]> {
  const [path = '/', hash = ''] = view.route.split('#');
  const { page, faults } = await openConsole(context, `${base}${path}?lang=${lang}#${hash}`);
  const files: string[] = [];
  for (const [index, size] of view.sizes.entries()) {
    await page.setViewportSize(size);
    if (index === 0) {
      await page.waitForSelector('header', { timeout: 30_000 });
      await view.pose?.(page);
    }
    await settle(page);
    const file = `${prefix}-${view.name}-${lang}-${label(size)}.png`;
    await page.screenshot({ path: file, timeout: PICTURE_MS });
    files.push(file);
  }
  // All windows share one playhead: the next view starts live again.
  await page.keyboard.press('Home');
  await page.close();
  if (faults.length > 0) throw new Error(`${view.name} ${lang}: ${faults.slice(0, 5).join(' | ')}`);
  return files;
}

const label = (size: Size): string => `${size.width}x${size.height}`;

/** Runs one scene and writes its pictures; a page that reports any fault fails the scene. */
export async function shootScene(scene: Scene, out: string, only?: string): Promise<string[]> {
  const files: string[] = [];
  // One run a language: both then show the same moments.
  for (const lang of LANGS.filter((one) => only === undefined || one === only))
    files.push(...(await shootLanguage(scene, lang, out)));
  return files;
}

async function shootLanguage(scene: Scene, lang: string, out: string): Promise<string[]> {
  const app = await startApp(scene.args);
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    const preferences = JSON.stringify({ hasSeenTour: true, ...scene.preferences });
    await context.addInitScript((saved) => localStorage.setItem('rampart.preferences', saved), preferences);
    const watch = await openConsole(context, app.ready.url);
    const base = new URL(app.ready.url).origin;
    // A view nobody looks at ends with its window: what a silent gateway could not send again is kept open.
    for (const route of scene.keptOpen ?? []) {
      const kept = await openConsole(context, `${base}${route}`);
      await kept.page.waitForSelector('[data-feed="fresh"]', { timeout: PICTURE_MS });
    }
    await scene.moment(watch.page, app);
    if (scene.keptOpen === undefined) await watch.page.close();
    const files: string[] = [];
    for (const view of scene.views)
      files.push(...(await shootView(context, base, view, lang, join(out, scene.name))));
    return files;
  } finally {
    await browser.close();
    await app.stop();
  }
}

import type { Page } from '@playwright/test';
import type { AppProcess } from '../e2e/app-process.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const DESKS: readonly Size[] = [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
const WALLS: readonly Size[] = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 1080 },
];

/** One workspace to photograph once the scene's moment has come. */
export interface View {
  readonly name: string;
  readonly route: string;
  readonly sizes: readonly Size[];
  /** Brings the page into the wanted state. */
  readonly pose?: (page: Page) => Promise<void>;
}

/** One run of the program, brought to a moment, seen from several workspaces. */
export interface Scene {
  readonly name: string;
  readonly args: readonly string[];
  /** Resolves when the moment has come, watched on a dispatch page. */
  readonly moment: (page: Page, app: AppProcess) => Promise<void>;
  readonly views: readonly View[];
}

const MOMENT_MS = 180_000;

async function waitForRows(page: Page, selector: string, count: number): Promise<void> {
  await page.waitForFunction(
    ([query, least]) => document.querySelectorAll(query).length >= least,
    [selector, count] as const,
    {
      timeout: MOMENT_MS,
    },
  );
}

/** Selects the first row of the queue and waits for what it brings. */
async function selectFirst(page: Page): Promise<void> {
  await page.locator('[data-row]').first().click();
  await page.keyboard.press('KeyF');
}

async function replayFromMiddle(page: Page): Promise<void> {
  await page.keyboard.press('Comma');
  await page.keyboard.press('Comma');
  await page.waitForFunction(
    () =>
      document.body.textContent?.includes('REPLAY') === true ||
      document.body.textContent?.includes('回放') === true,
  );
}

const dispatch = (name: string, pose?: View['pose'], sizes = DESKS): View => ({
  name,
  route: '/#/dispatch',
  sizes,
  ...(pose === undefined ? {} : { pose }),
});
const wall: View = { name: 'wall', route: '/#/wall', sizes: WALLS };

/** Every workspace and state of the console. */
export const SCENES: readonly Scene[] = [
  {
    name: 'race',
    args: ['--drill', 'race-auto', '--speed', '4'],
    moment: (page) => waitForRows(page, '[data-row][data-level="L0"], [data-row][data-level="L1"]', 3),
    views: [
      dispatch('dispatch', selectFirst),
      wall,
      { name: 'briefing', route: '/#/briefing', sizes: DESKS, pose: selectFirst },
    ],
  },
  {
    name: 'replay',
    args: ['--drill', 'race-auto', '--speed', '8'],
    moment: (page) => waitForRows(page, '[data-row][data-level="L0"], [data-row][data-level="L1"]', 3),
    views: [
      { name: 'briefing', route: '/#/briefing', sizes: DESKS, pose: replayFromMiddle },
      dispatch('dispatch', replayFromMiddle),
      wall,
    ],
  },
  {
    name: 'empty',
    args: ['--drill', 'quiet'],
    moment: (page) =>
      page.waitForSelector('[data-feed="fresh"]', { timeout: MOMENT_MS }).then(() => undefined),
    views: [dispatch('dispatch'), wall, { name: 'briefing', route: '/#/briefing', sizes: DESKS }],
  },
  {
    name: 'many',
    args: ['--drill', 'burst', '--speed', '8'],
    moment: (page) => waitForRows(page, '[data-row]', 30),
    views: [dispatch('dispatch', selectFirst), wall],
  },
  {
    name: 'feed-lost',
    args: ['--drill', 'race-auto', '--speed', '4'],
    moment: async (page, app) => {
      await waitForRows(page, '[data-row]', 2);
      app.freezeGateway();
      await page.waitForSelector('[data-feed="lost"]', { timeout: MOMENT_MS });
    },
    views: [dispatch('dispatch', selectFirst), wall],
  },
];

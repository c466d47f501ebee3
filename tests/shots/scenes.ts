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
  /** What the person at the window had chosen before; the tour counts as seen unless said otherwise. */
  readonly preferences?: Readonly<Record<string, unknown>>;
  /** Resolves when the moment has come, watched on a dispatch page. */
  readonly moment: (page: Page, app: AppProcess) => Promise<void>;
  /** Routes whose windows stay open for the whole scene, beside the one that watches for the moment. */
  readonly keptOpen?: readonly string[];
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
  await page.waitForSelector('[data-unit], [data-order]', { timeout: MOMENT_MS });
}

/** Selects the first alarm nobody is on: its recommendation is what the dispatcher reads next. */
async function selectAlone(page: Page): Promise<void> {
  const alone = page.locator('[data-row][data-alone="true"]');
  await ((await alone.count()) === 0 ? page.locator('[data-row]') : alone).first().click();
  await page.waitForSelector('[data-unit]', { timeout: MOMENT_MS });
}

/** On the briefing: opens the chapters of the oldest incident and goes to the one `share` of the way through. */
export async function openChapter(page: Page, share = 0.5): Promise<void> {
  const chapters = page.locator('[data-panel="chapters"] li button');
  await chapters.last().click();
  await page.waitForSelector('[data-panel="chapters"] li time');
  await page.waitForFunction(
    () => document.querySelectorAll('[data-panel="chapters"] li').length > 3,
    undefined,
    { timeout: MOMENT_MS },
  );
  const count = await chapters.count();
  await chapters.nth(Math.floor(count * share)).click();
  await waitForReplay(page);
}

/** A leader's order: this seat may not give one, and the console says so. */
async function orderAsLeader(page: Page): Promise<void> {
  await page.keyboard.press('KeyJ');
  await page.locator('[data-panel="header"] button').last().click();
  await page.keyboard.press('Digit3');
  await page.waitForSelector('[data-unit]', { timeout: MOMENT_MS });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-command="rejected"]', { timeout: MOMENT_MS });
}

/** The find board of whoever left home: one unit on the way, one place searched, more leads come in. */
async function searchFor(page: Page): Promise<void> {
  await page
    .locator('[data-row]', { hasText: /离家|Left home/u })
    .first()
    .click();
  await page.keyboard.press('KeyQ');
  await page.waitForSelector('tr[data-find][aria-selected="true"]', { timeout: MOMENT_MS });
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-panel="orders"] [data-order]', { timeout: MOMENT_MS });
  await page.keyboard.press('KeyJ');
  await page.keyboard.press('KeyX');
  await page.waitForSelector('tr[data-searched="true"]', { timeout: MOMENT_MS });
  await page.waitForSelector('[data-testid="map"] [data-drawn="true"]', { timeout: MOMENT_MS });
  await page.keyboard.press('KeyF');
}

/** A board of whoever is on the road, over the map. */
async function openBoard(page: Page, key: 'KeyE' | 'KeyB' | 'KeyS' | 'KeyO', content: string): Promise<void> {
  await page.locator('[data-row]').first().click();
  await page.keyboard.press(key);
  await page.waitForSelector(content, { timeout: MOMENT_MS });
}

async function replayFromMiddle(page: Page): Promise<void> {
  await page.keyboard.press('Comma');
  await page.keyboard.press('Comma');
  await waitForReplay(page);
}

async function waitForReplay(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.body.textContent.includes('REPLAY') || document.body.textContent.includes('回放'),
    undefined,
    { timeout: MOMENT_MS },
  );
}

const dispatch = (name: string, pose?: View['pose'], sizes = DESKS): View => ({
  name,
  route: '/#/dispatch',
  sizes,
  ...(pose === undefined ? {} : { pose }),
});
const wall: View = { name: 'wall', route: '/#/wall', sizes: WALLS };
const briefing = (pose?: View['pose']): View => ({
  name: 'briefing',
  route: '/#/briefing',
  sizes: DESKS,
  ...(pose === undefined ? {} : { pose }),
});
const FULL_HD: readonly Size[] = [{ width: 1920, height: 1080 }];
/** 1366x768 at 200 % zoom. */
const ZOOMED: readonly Size[] = [{ width: 683, height: 384 }];
const LAPTOP: readonly Size[] = [{ width: 1366, height: 768 }];

const manyGrave = (page: Page): Promise<void> =>
  waitForRows(page, '[data-row][data-level="L0"], [data-row][data-level="L1"]', 3);
const feedIsThere = (page: Page): Promise<void> =>
  page.waitForSelector('[data-feed="fresh"]', { timeout: MOMENT_MS }).then(() => undefined);

/** Every workspace and state of the console. */
export const SCENES: readonly Scene[] = [
  {
    name: 'race',
    args: ['--drill', 'race-auto', '--speed', '4'],
    moment: manyGrave,
    views: [
      dispatch('dispatch', selectFirst),
      dispatch('alone', selectAlone, LAPTOP),
      dispatch('zoomed', selectFirst, ZOOMED),
      wall,
      { name: 'races', route: '/#/wall?role=races', sizes: FULL_HD },
      briefing((page) => openChapter(page)),
    ],
  },
  {
    name: 'light',
    args: ['--drill', 'race-auto', '--speed', '4'],
    preferences: { theme: 'light' },
    moment: manyGrave,
    views: [
      dispatch('dispatch', selectFirst, FULL_HD),
      { ...briefing((page) => openChapter(page)), sizes: FULL_HD },
      { ...wall, sizes: FULL_HD },
    ],
  },
  {
    name: 'overlays',
    args: ['--drill', 'race-auto', '--speed', '4'],
    moment: manyGrave,
    views: [
      dispatch('tour', (page) => openOverlay(page, 'tour'), LAPTOP),
      dispatch('seats', (page) => openOverlay(page, 'seat'), LAPTOP),
      dispatch('keys', (page) => page.keyboard.press('Shift+Slash'), LAPTOP),
      dispatch('rejected', orderAsLeader, LAPTOP),
    ],
  },
  {
    name: 'find',
    args: ['--drill', 'race', '--speed', '4'],
    moment: (page) => waitForRows(page, '[data-row][data-level="L1"]', 3),
    views: [dispatch('board', searchFor)],
  },
  {
    name: 'road',
    args: ['--drill', 'script-c', '--seed', '17', '--speed', '4'],
    moment: (page) => waitForRows(page, '[data-row]', 1),
    views: [
      dispatch('exits', (page) => openBoard(page, 'KeyE', '[data-exit]')),
      dispatch('meeting', (page) => openBoard(page, 'KeyB', '[data-meeting]'), LAPTOP),
      dispatch('seal', (page) => openBoard(page, 'KeyS', '[data-verdict]'), LAPTOP),
      dispatch('closing', (page) => openBoard(page, 'KeyO', '[data-dock="road"]'), LAPTOP),
    ],
  },
  {
    name: 'replay',
    args: ['--drill', 'race-auto', '--speed', '8'],
    moment: manyGrave,
    views: [briefing(replayFromMiddle), dispatch('dispatch', replayFromMiddle), wall],
  },
  {
    name: 'empty',
    args: ['--drill', 'quiet'],
    moment: feedIsThere,
    views: [dispatch('dispatch'), wall, briefing()],
  },
  {
    name: 'wind',
    args: ['--drill', 'quiet'],
    moment: feedIsThere,
    views: [
      { name: 'cars', route: '/#/wind', sizes: DESKS, pose: (page) => runWind(page, 'cars') },
      { name: 'post', route: '/#/wind', sizes: LAPTOP, pose: (page) => runWind(page, 'post') },
      { name: 'together', route: '/#/wind', sizes: LAPTOP, pose: (page) => runWind(page, 'together') },
      {
        name: 'running',
        route: '/#/wind',
        sizes: LAPTOP,
        pose: async (page) => {
          await page.locator('[data-rule="hold"]').click({ timeout: MOMENT_MS });
          await page.keyboard.press('Enter');
          await page.waitForSelector('[data-state="running"]', { timeout: MOMENT_MS });
        },
      },
    ],
  },
  {
    name: 'many',
    args: ['--drill', 'burst', '--speed', '8'],
    moment: (page) => waitForRows(page, '[data-row]', 30),
    views: [dispatch('dispatch', selectFirst), wall],
  },
  {
    name: 'together',
    args: ['--drill', 'warm'],
    moment: (page) =>
      page.waitForSelector('[data-strip="joint"]', { timeout: MOMENT_MS }).then(() => undefined),
    views: [
      dispatch('queue', selectFirst, LAPTOP),
      dispatch('joint', (page) => openDock(page, 'KeyH', '[data-line]')),
      dispatch('standby', (page) => openDock(page, 'KeyI', '[data-move], [data-dock="standby"] section')),
    ],
  },
  {
    name: 'feed-lost',
    args: ['--drill', 'race-auto', '--speed', '4'],
    moment: async (page, app) => {
      await waitForRows(page, '[data-row]', 2);
      app.freezeGateway();
      await page.waitForSelector('[data-feed="lost"]', { timeout: MOMENT_MS });
    },
    keptOpen: ['/#/wall'],
    views: [dispatch('dispatch', (page) => page.locator('[data-row]').first().click()), wall],
  },
];

/** Opens what is about everybody at once and waits until it says something. */
async function openDock(page: Page, key: 'KeyH' | 'KeyI', content: string): Promise<void> {
  await page.waitForSelector(key === 'KeyH' ? '[data-strip="joint"]' : '[data-row]', { timeout: MOMENT_MS });
  await page.keyboard.press(key);
  await page.waitForSelector(content, { timeout: MOMENT_MS });
}

/** Tries a rule of the wind tunnel to the end. */
async function runWind(page: Page, rule: string): Promise<void> {
  await page.locator(`[data-rule="${rule}"]`).click({ timeout: MOMENT_MS });
  if (rule === 'post') await page.locator('svg g').nth(40).click();
  await page.locator('[data-panel="wind-rule"] form button').last().click();
  await page.waitForSelector('[data-state="done"]', { timeout: MOMENT_MS });
}

/** Opens a sheet by its name in the palette. */
async function openOverlay(page: Page, query: 'tour' | 'seat'): Promise<void> {
  await page.waitForSelector('[data-row]');
  await page.keyboard.press('Control+KeyK');
  const isEnglish = (await page.locator('html').getAttribute('lang')) === 'en';
  await page
    .locator('[role="dialog"] input')
    .fill({ tour: ['导览', 'tour'], seat: ['更换席位', 'seat'] }[query][isEnglish ? 1 : 0] ?? '');
  await page.keyboard.press('Enter');
}

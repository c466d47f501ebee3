import { readFileSync } from 'node:fs';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { createIngestClient } from '../../gateway/drill/ingest-client.ts';
import type { AlertRow } from '../../shared/contract/ingest.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { type AppProcess, startApp } from './app-process.ts';
import { ask } from './ask.ts';
import { openConsole, seatContext } from './browser.ts';

/** Every text that a sender may fill, filled with what must stay a text. None of it may become an element or a request. */
const TITLE = '<img src=x onerror="window.hostile=1">退款<script>window.hostile=1</script>';
const REASON =
  '<svg data-hostile onload="window.hostile=1"/><a href="javascript:window.hostile=1">https://hostile.example/p</a>';
const LABEL = '<iframe src="https://hostile.example/"></iframe>{{7*7}}${7*7}';
const NAME = '<b data-hostile>张三</b>';
const WHAT = '<style>*{display:none}</style>[x](javascript:window.hostile=1)';

async function sendHostileAlert(app: AppProcess, page: Page): Promise<string> {
  const nowMs = Math.floor((await ask(page, 'state/hash', {})).atMs);
  const dueAtMs = nowMs + 25 * 60_000;
  const row: AlertRow = {
    source: 'bank-alarm',
    sourceId: '"><img src=x data-hostile>',
    level: 'L1',
    scamType: 'impersonating-authority',
    // Hidden marks that would show the rest of the line in the opposite order.
    title: { zh: `\u202e${TITLE}\u2066\u200b`, en: TITLE },
    reason: { zh: REASON, en: REASON },
    subject: {
      personId: '<i data-hostile>',
      role: 'presumed-victim',
      name: NAME,
      phone: '"onfocus=x',
      plate: '<u>',
    },
    place: {
      kind: 'branch',
      lon: 117.02,
      lat: 36.665,
      radiusM: 30,
      datum: 'wgs84',
      label: { zh: LABEL, en: LABEL },
    },
    clock: {
      kind: 'stated',
      earliestMs: dueAtMs,
      dueAtMs,
      latestMs: dueAtMs,
      source: '<s data-hostile>',
      what: { zh: WHAT, en: WHAT },
      setAtMs: nowMs,
    },
  };
  const client = createIngestClient(
    {
      url: app.ready.ingest.url,
      key: readFileSync(app.ready.ingest.keyFile, 'utf8').trim(),
      ca: readFileSync(app.ready.caFile, 'utf8'),
    },
    silentLog,
    () => Promise.reject(new Error('the ingest asks to slow down')),
  );
  try {
    const { status, id } = await client.alert(row);
    if (status !== 'accepted' || id === undefined) throw new Error(`the ingest answered ${status}`);
    return id;
  } finally {
    client.close();
  }
}

/** Elements, scripts and styles that only hostile text could have brought. */
function traces(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = [
      ...document.querySelectorAll('[data-hostile], iframe, img[src="x"], a[href^="javascript:"]'),
    ].map((element) => element.outerHTML);
    for (const script of document.scripts) if (script.src === '') found.push(script.outerHTML);
    if (Reflect.has(window, 'hostile')) found.push('a script ran');
    return found;
  });
}

let app: AppProcess;
let context: BrowserContext;

test.beforeAll(async ({ browser }) => {
  app = await startApp(['--drill', 'quiet']);
  context = await seatContext(browser);
});
test.afterAll(async () => {
  await context.close();
  await app.stop();
});

test('what a sender writes stays text on every page, and nothing leaves the machine', async () => {
  const { origin } = new URL(app.ready.url);
  const strangers: string[] = [];
  context.on('request', (request) => {
    const { protocol, origin: from } = new URL(request.url());
    if (from !== origin && protocol !== 'blob:' && protocol !== 'data:') strangers.push(request.url());
  });
  const { page, faults } = await openConsole(context, app.ready.url);
  await expect(page.locator('[data-feed="fresh"]')).toBeVisible();
  const alertId = await sendHostileAlert(app, page);

  const row = page.locator(`[data-row="${alertId}"]`);
  await expect(row).toContainText(TITLE);
  expect(await row.textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/);
  await row.click();
  await expect(page.locator('[data-panel="incident"]')).toContainText(REASON);
  await page.keyboard.press('Enter');
  expect(await traces(page)).toEqual([]);

  for (const hash of ['#/wall', '#/wall?role=races']) {
    const { page: wall, faults: more } = await openConsole(context, `${origin}/${hash}`);
    await expect(wall.locator('body')).toContainText('<img src=x');
    expect(await traces(wall)).toEqual([]);
    expect(more).toEqual([]);
    await wall.close();
  }
  await page.goto(`${origin}/#/briefing?incident=${alertId}`);
  await expect(page.locator('[data-workspace="briefing"]')).toContainText('<img src=x');
  expect(await traces(page)).toEqual([]);
  expect(faults).toEqual([]);
  expect(strangers).toEqual([]);
  expect(app.log()).not.toContain('张三');

  // The search itself must be able to find something.
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('img'), { src: 'x' })));
  expect(await traces(page)).toHaveLength(1);
});

import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { WebSocket } from 'ws';
import { type AppProcess, startApp } from './app-process.ts';
import { launchWithoutGraphics, openConsole, seatContext } from './browser.ts';

let app: AppProcess;
/** Links and cookies are none of the map's business, and drawing it for every page took most of the time. */
let browser: Browser;
let origin: string;
/** The browser that spent the first link. */
let owner: BrowserContext;

test.beforeAll(async () => {
  browser = await launchWithoutGraphics();
  app = await startApp(['--drill', 'quiet']);
  origin = new URL(app.ready.url).origin;
  owner = await seatContext(browser);
});

test.afterAll(async () => {
  await browser.close();
  await app.stop();
});

const queue = (page: Page) => page.locator('[data-panel="queue"]');

/** The status an upgrade of /port is answered with; 101 = the port opened. */
function portStatus(headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/port?view=seat`, { headers });
    socket.once('open', () => {
      socket.close();
      resolve(101);
    });
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.once('error', reject);
  });
}

async function cookieHeader(context: BrowserContext): Promise<string> {
  const cookies = await context.cookies(origin);
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

test('a link opens the console, which then survives F5, a second window and the same link', async () => {
  const { page, faults } = await openConsole(owner, app.ready.url);
  await expect(queue(page)).toBeVisible();
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(queue(page)).toBeVisible();

  const second = await openConsole(owner, origin);
  await expect(queue(second.page)).toBeVisible();
  await expect(queue(page)).toBeVisible();
  await second.page.goto(app.ready.url);
  await expect(queue(second.page)).toBeVisible();
  expect([...faults, ...second.faults]).toEqual([]);

  const cookies = await owner.cookies(origin);
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.close();
  await second.page.close();
});

test('a used or invented link says in both languages how to get a new one', async () => {
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  for (const link of [app.ready.url, `${origin}/?token=invented`, origin]) {
    const response = await page.goto(link);
    expect(response?.status()).toBe(401);
    await expect(page.getByRole('heading', { name: '链接已失效' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible();
    await expect(page.getByText('npm start -- --print-url')).toHaveCount(2);
  }
  expect(await stranger.cookies()).toEqual([]);
  await stranger.close();
});

test('--print-url gives the running console one more link, good once', async () => {
  const link = app.printUrl();
  expect(new URL(link).origin).toBe(origin);
  const invited = await seatContext(browser);
  const { page, faults } = await openConsole(invited, link);
  await expect(queue(page)).toBeVisible();
  expect(faults).toEqual([]);
  await invited.close();

  const late = await browser.newContext();
  expect((await (await late.newPage()).goto(link))?.status()).toBe(401);
  await late.close();
});

test('without the cookie there is no port and no region', async () => {
  const stranger = await browser.newContext();
  for (const path of ['/region/manifest.json', '/region/tiles.pmtiles', '/index.html']) {
    const answer = await stranger.request.get(origin + path);
    expect(answer.status(), path).toBe(401);
    expect(await answer.text(), path).toContain('链接已失效');
    expect((await owner.request.get(origin + path)).status(), path).toBe(200);
  }
  await stranger.close();
  expect(await portStatus({ origin })).toBe(401);
  const cookie = await cookieHeader(owner);
  expect(await portStatus({ origin, cookie })).toBe(101);
  expect(await portStatus({ origin: 'http://127.0.0.1:9', cookie })).toBe(403);
});

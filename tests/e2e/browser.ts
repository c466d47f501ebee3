import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../tools/chromium.ts';

/** Real Chromium with software GL; the same browser and flags as the end-to-end tests. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('no Chromium found: install it (Debian: apt-get install chromium) or set CHROME_PATH');
  const softwareGl = [
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
  ];
  return chromium.launch({ executablePath, args: [...chromiumArgs(), ...softwareGl] });
}

/** The browser of a machine without a graphics device: no map is drawn, which is most of what opening a page costs. */
export function launchWithoutGraphics(): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    args: [...chromiumArgs(), '--disable-3d-apis', '--disable-gpu', '--disable-software-rasterizer'],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
}

/** A browser profile of its own in which somebody has worked before: the tour was seen, other choices as given. */
export async function seatContext(
  browser: Browser,
  choices: { readonly lang?: 'zh-CN' | 'en'; readonly theme?: 'dark' | 'light' } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext();
  await context.addInitScript(
    ([text]) => {
      // Only at first: what the page saves later must survive a reload.
      if (localStorage.getItem('rampart.preferences') === null)
        localStorage.setItem('rampart.preferences', text);
    },
    [JSON.stringify({ hasSeenTour: true, ...choices })] as const,
  );
  return context;
}

/** What went wrong inside a page: exceptions, console errors, refused resources, policy violations. */
export interface PageFaults {
  readonly faults: readonly string[];
}

/** Opens the console's page and collects every fault from its first moment on. `watch` sees the page before it loads anything. */
export async function openConsole(
  context: BrowserContext,
  url: string,
  watch?: (page: Page) => void,
): Promise<{ page: Page } & PageFaults> {
  const faults: string[] = [];
  const page = await context.newPage();
  watch?.(page);
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    if (reason !== 'net::ERR_ABORTED') faults.push(`request: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`status ${response.status()}: ${response.url()}`);
  });
  await page.exposeFunction('reportViolation', (text: string) => {
    faults.push(`policy: ${text}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report: unknown = Reflect.get(window, 'reportViolation');
      if (typeof report === 'function')
        Reflect.apply(report, window, [`${event.violatedDirective} ${event.blockedURI} ${event.sample}`]);
    });
  });
  await page.goto(url);
  return { page, faults };
}

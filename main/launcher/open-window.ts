/** Opens the console in a Chromium-family browser, as a window of its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { hasDisplay } from './display.ts';
import type { Lang } from './flags-text.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface OpenWindowInput {
  readonly url: string;
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  /** `--headless`: nothing is opened and nothing is said. */
  readonly headless: boolean;
  readonly lang: Lang;
  /** Browser profile of our own, so that the session of the window is not mixed with the user's. */
  readonly profileDir: string;
  /** Receives the one line when no window could be opened (stderr). */
  readonly say: (line: string) => void;
  /** Whether a file exists; the real one unless a test says otherwise. */
  readonly exists?: (path: string) => boolean;
  /** A browser that fails within this time did not open; 2 s unless a test says otherwise. */
  readonly settleMs?: number;
}

export type OpenWindowOutcome = 'opened' | 'headless' | 'no-display' | 'no-browser' | 'failed';

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
  'uos-browser-stable',
  'qaxbrowser-safe-stable',
  'browser360-cn-stable',
];
const LINUX_DIRS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
const WINDOWS_PLACES = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'],
];

/** The first Chromium-family browser found. CHROME_PATH wins. Undefined: none. */
export function findBrowser(
  env: Env,
  platform: NodeJS.Platform,
  exists: (path: string) => boolean,
): string | undefined {
  const asked = env['CHROME_PATH'];
  const candidates = asked === undefined || asked === '' ? browserPlaces(env, platform) : [asked];
  return candidates.find(exists);
}

function browserPlaces(env: Env, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (x) => x !== undefined,
    );
    return WINDOWS_PLACES.flatMap((place) => roots.map((root) => win32.join(root, ...place)));
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', posix.join(env['HOME'] ?? '/', 'Applications')];
    return MAC_APPS.flatMap((app) =>
      roots.map((root) => posix.join(root, `${app}.app`, 'Contents/MacOS', app)),
    );
  }
  const dirs = new Set([...(env['PATH'] ?? '').split(':').filter((x) => x.startsWith('/')), ...LINUX_DIRS]);
  return LINUX_NAMES.flatMap((name) => [...dirs].map((dir) => posix.join(dir, name)));
}

/** Opens the window, or says in one line how to open the page. Resolves, never rejects. */
export async function openWindow(input: OpenWindowInput): Promise<OpenWindowOutcome> {
  if (input.headless) return 'headless';
  if (!hasDisplay(input.env, input.platform)) return tell(input, 'no-display');
  const browser = findBrowser(input.env, input.platform, input.exists ?? existsSync);
  if (browser === undefined) return tell(input, 'no-browser');
  return (await startBrowser(browser, input)) ? 'opened' : tell(input, 'failed');
}

function startBrowser(browser: string, input: OpenWindowInput): Promise<boolean> {
  const args = [
    `--app=${input.url}`,
    `--user-data-dir=${input.profileDir}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
  ];
  return new Promise((resolve) => {
    const child = spawn(browser, args, { detached: true, stdio: 'ignore', env: { ...input.env } });
    const settled = setTimeout(() => resolve(true), input.settleMs ?? 2_000);
    child.on('error', () => {
      clearTimeout(settled);
      resolve(false);
    });
    // A browser that hands the page to a running instance ends at once with 0.
    child.on('exit', (code) => {
      clearTimeout(settled);
      resolve(code === 0);
    });
    child.unref();
  });
}

function tell(input: OpenWindowInput, outcome: 'no-display' | 'no-browser' | 'failed'): OpenWindowOutcome {
  const zh = {
    'no-display': '没有显示环境，未打开窗口',
    'no-browser': '没有找到 Chromium 系浏览器（可安装 Chromium、Chrome 或 Edge，或设置 CHROME_PATH）',
    failed:
      '浏览器未能打开窗口（请检查显示环境；浏览器拒绝以 root 运行；没有任何字体时会立即退出，请安装 fonts-dejavu-core）',
  };
  const en = {
    'no-display': 'No display, so no window was opened',
    'no-browser': 'No Chromium-family browser found (install Chromium, Chrome or Edge, or set CHROME_PATH)',
    failed:
      'The browser did not open a window (check the display; browsers refuse to run as root, and end at once without any font: install fonts-dejavu-core)',
  };
  const hint =
    input.lang === 'en' ? `${en[outcome]}; open ${input.url}` : `${zh[outcome]}；请自行打开 ${input.url}`;
  input.say(hint);
  return outcome;
}

import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../tools/chromium.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: '.',
  testMatch: /[.]e2e[.]ts$/,
  outputDir: '../../test-results',
  // One at a time: every journey runs a whole console, and two cores are the reference machine.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 360_000,
  // A limit for what hangs, not a judge of speed: others may be loading the machine.
  expect: { timeout: 60_000 },
  use: {
    browserName: 'chromium',
    headless: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1366, height: 768 },
    screenshot: 'only-on-failure',
    launchOptions: { args: [...chromiumArgs()], ...(executablePath === undefined ? {} : { executablePath }) },
  },
});

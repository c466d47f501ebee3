import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../e2e/app-process.ts';
import { launchChromium, openConsole } from '../e2e/browser.ts';

const SECONDS = 40;
const SIZE = { width: 1920, height: 1080 };

/** Records forty seconds of the race, dispatched by the drill's own dispatcher; returns the file. */
export async function recordRace(out: string): Promise<string> {
  const app = await startApp(['--drill', 'race-auto', '--speed', '12']);
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: SIZE, recordVideo: { dir: out, size: SIZE } });
    await context.addInitScript(() =>
      localStorage.setItem('rampart.preferences', JSON.stringify({ hasSeenTour: true })),
    );
    const { page, faults } = await openConsole(context, app.ready.url);
    await page.waitForSelector('[data-row][data-level="L1"], [data-row][data-level="L0"]', {
      timeout: 120_000,
    });
    await page.locator('[data-row]').first().click();
    await pause(SECONDS * 1000);
    const video = page.video();
    await page.close();
    await context.close();
    if (faults.length > 0) throw new Error(faults.slice(0, 5).join(' | '));
    if (video === null) throw new Error('the browser recorded nothing');
    const file = join(out, 'race.webm');
    renameSync(await video.path(), file);
    return file;
  } finally {
    await browser.close();
    await app.stop();
  }
}

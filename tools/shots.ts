/** `npm run shots`: the pictures, taken of the built page in a real Chromium. */
import { join } from 'node:path';
import { buildRenderer } from './build-renderer.ts';
import { ensureChromium } from './chromium.ts';
import { REPO_ROOT, runNode } from './spawn.ts';

/** Builds the page, finds the browser and takes the pictures. Answers an exit code. */
export async function runShots(args: readonly string[]): Promise<number> {
  const browser = await ensureChromium((line) => process.stderr.write(`rampart: ${line}\n`));
  if ('problem' in browser) {
    process.stderr.write(`rampart: ${browser.problem}\n`);
    return 1;
  }
  const failed = await buildRenderer();
  if (failed !== 0) return failed;
  const script = join(REPO_ROOT, 'tests', 'shots', 'shots.ts');
  return runNode([script, ...args], { env: { ...process.env, CHROME_PATH: browser.path } });
}

/** The real Electron runtime, where it is installed. Without it these are reported as skipped, never as passed. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { electronPath } from '../../main/launcher/launch-electron.ts';

const repo = resolve(import.meta.dirname, '../..');
const executablePath = electronPath(repo, process.env, process.platform);
const isPossible = existsSync(executablePath) && process.getuid?.() !== 0;

test.describe('real Electron', () => {
  test.skip(!isPossible, 'no Electron runtime here (npm run electron fetches it), or running as root');

  test('opens a sandboxed console window without Node', async () => {
    const app = await _electron.launch({ executablePath, args: [repo, '--drill', 'warm'], cwd: repo });
    try {
      const window = await app.firstWindow();
      await expect(window).toHaveTitle(/壁垒/);
      expect(new URL(window.url()).protocol).toBe('app:');
      expect(await window.evaluate(() => 'process' in globalThis || 'require' in globalThis)).toBe(false);
    } finally {
      await app.close();
    }
  });
});

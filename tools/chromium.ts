/** The real browser of the end-to-end tests and of the pictures. */
import { existsSync, readFileSync } from 'node:fs';
import { findBrowser } from '../main/launcher/open-window.ts';
import { capture } from './spawn.ts';

/** Flags a test browser gets: quiet on the network; without the sandbox only where it cannot run, as root. */
export function chromiumArgs(): readonly string[] {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ];
  return process.getuid?.() === 0
    ? [...quiet, '--no-first-run', '--no-sandbox']
    : [...quiet, '--no-first-run'];
}

/** Path of an installed Chromium-family browser, CHROME_PATH first. */
export function findChromium(): string | undefined {
  return findBrowser(process.env, process.platform, existsSync);
}

/**
 * Answers the browser's path. As root on Debian a missing one is installed; elsewhere the answer is a sentence
 * that says what to install.
 */
export async function ensureChromium(
  say: (line: string) => void,
): Promise<{ path: string } | { problem: string }> {
  const found = findChromium();
  if (found !== undefined) return { path: found };
  const hint =
    'install Chromium, Chrome or Edge (Debian: "apt-get install chromium"), or set CHROME_PATH to one';
  if (process.getuid?.() !== 0 || !isDebian())
    return { problem: `no Chromium-family browser was found: ${hint}` };
  say('installing Debian chromium (once) ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A Chromium that finds no font at all dies at once; the page brings its own, the browser's own menus need one.
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
  ]) {
    const { exitCode, output } = await capture('apt-get', args, env);
    if (exitCode !== 0)
      return { problem: `apt-get ${args[0]} failed: ${output.trim().split('\n').at(-1)}; ${hint}` };
  }
  const installed = findChromium();
  return installed === undefined
    ? { problem: `chromium was installed but not found: ${hint}` }
    : { path: installed };
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** `npm start`: builds what this start will show, and nothing more, then runs the composition root. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseFlags } from '../main/launcher/flags.ts';
import { electronPath } from '../main/launcher/launch-electron.ts';
import { buildRenderer } from './build-renderer.ts';
import { REPO_ROOT, runNode } from './spawn.ts';

/** What a start needs built. `page`: somebody may look at it. `app`: Electron may run it. */
export interface Needs {
  readonly page: boolean;
  readonly app: boolean;
}

/** Decides from the command line alone; bad flags and --help need nothing, main says what is wrong. */
export function needsOf(args: readonly string[], isElectronPossible: boolean): Needs {
  const parsed = parseFlags(args, {});
  if (parsed.kind !== 'run' || parsed.flags.check || parsed.flags.printUrl)
    return { page: false, app: false };
  const { host, headless } = parsed.flags;
  return { page: true, app: isElectronPossible && host !== 'browser' && !headless };
}

/** Runs the application on our terminal. Answers its exit code. */
export async function start(args: readonly string[]): Promise<number> {
  const isRoot = process.getuid?.() === 0;
  const needs = needsOf(args, !isRoot && existsSync(electronPath(REPO_ROOT, process.env, process.platform)));
  if (needs.page) {
    const failed = await buildRenderer();
    if (failed !== 0) return failed;
  }
  // Loaded only where Electron is: everybody else starts without the bundler. A failed bundle is said there,
  // and the browser host needs none.
  if (needs.app) await (await import('./build-app.ts')).buildApp();
  return runNode([join(REPO_ROOT, 'main', 'index.ts'), ...args]);
}

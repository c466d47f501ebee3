/** `npm start`: builds what this start will show, and nothing more, then runs the composition root. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseFlags } from '../main/launcher/flags.ts';
import { buildRenderer } from './build-renderer.ts';
import { type Provided, provideElectron } from './electron/provide.ts';
import { REPO_ROOT, exitCodeOf, runNode } from './spawn.ts';

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
  const { provided, stoppedBy } = await provide(args, isRoot);
  if (stoppedBy !== undefined) return exitCodeOf(null, stoppedBy);
  const needs = needsOf(args, !isRoot && provided === 'present');
  if (needs.page) {
    const failed = await buildRenderer();
    if (failed !== 0) return failed;
  }
  // Loaded only where Electron is: everybody else starts without the bundler. A failed bundle is said there,
  // and the browser host needs none.
  if (needs.app) await (await import('./build-app.ts')).buildApp();
  // Why there is no Electron has been said; the last --host wins.
  const host = provided === 'failed' ? ['--host', 'browser'] : [];
  return runNode([join(REPO_ROOT, 'main', 'index.ts'), ...args, ...host]);
}

/** Fetches the Electron runtime where this start wants it. A signal ends the download and is then ours to pass on. */
async function provide(
  args: readonly string[],
  isRoot: boolean,
): Promise<{ readonly provided: Provided; readonly stoppedBy: NodeJS.Signals | undefined }> {
  const parsed = parseFlags(args, process.env);
  if (parsed.kind !== 'run') return { provided: 'untried', stoppedBy: undefined };
  const stopping = new AbortController();
  let stoppedBy: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    stoppedBy = signal;
    stopping.abort();
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  const provided = await provideElectron({
    repoRoot: REPO_ROOT,
    flags: parsed.flags,
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    homeDir: homedir(),
    isRoot,
    nowMs: Date.now(),
    say: (line) => void process.stderr.write(`rampart: ${line}\n`),
    draw: (text) => void (process.stderr.isTTY && process.stderr.write(text)),
    signal: stopping.signal,
  });
  for (const signal of signals) process.off(signal, stop);
  return { provided, stoppedBy };
}

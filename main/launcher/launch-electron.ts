/**
 * Starts the Electron runtime and supervises it until it ends. The `electron` package is never loaded: its
 * index.js downloads the runtime when it is missing.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hasDisplay } from './display.ts';
import { type ElectronFailure, electronFailureLine } from './electron-text.ts';
import type { Lang } from './flags-text.ts';

/** Electron's main process prints this line on stdout once its windows can be opened. */
export const HELLO_LINE = 'rampart-hello';

const HELLO_TIMEOUT_MS = 15_000;
const KILL_AFTER_MS = 2_000;

export interface LaunchElectronInput {
  /** Folder that holds node_modules. */
  readonly repoRoot: string;
  /** What Electron runs: a folder with package.json, or a script. */
  readonly app: string;
  /** Passed on after `app`. Nothing is added, least of all --no-sandbox. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** True when running as uid 0, where Chromium's sandbox refuses to start. */
  readonly isRoot: boolean;
  readonly lang: Lang;
  /** Receives the one line for the operator (stderr). */
  readonly say: (line: string) => void;
  /** Receives every stdout line of Electron but the hello (the ready line is one of them). */
  readonly forward: (line: string) => void;
  /** Aborting ends Electron; the answer is then 'closed'. */
  readonly signal: AbortSignal;
  /** How long to wait for the hello; 15 s unless a test says otherwise. */
  readonly helloTimeoutMs?: number;
}

/** `closed`: Electron ran and was closed; we are done. `use-browser`: the line was said, open the other host. */
export type LaunchOutcome = 'closed' | 'use-browser';

/** Path of the runtime's executable, whether it exists or not. ELECTRON_OVERRIDE_DIST_PATH wins. */
export function electronPath(
  repoRoot: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const usual =
    platform === 'win32'
      ? 'electron.exe'
      : platform === 'darwin'
        ? 'Electron.app/Contents/MacOS/Electron'
        : 'electron';
  if (override !== undefined && override !== '') return join(override, usual);
  const home = join(repoRoot, 'node_modules', 'electron');
  const pathFile = join(home, 'path.txt');
  return join(home, 'dist', existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : usual);
}

/**
 * Runs Electron until it ends. Resolves, never rejects: a runtime that is missing, exits, traps, hangs or dies
 * after its hello costs one line and answers 'use-browser'.
 */
export async function launchElectron(input: LaunchElectronInput): Promise<LaunchOutcome> {
  const failure = await superviseElectron(input);
  if (failure === undefined) return 'closed';
  input.say(electronFailureLine(input.lang, failure));
  return 'use-browser';
}

async function superviseElectron(input: LaunchElectronInput): Promise<ElectronFailure | undefined> {
  if (input.isRoot) return { kind: 'root' };
  if (!hasDisplay(input.env, input.platform)) return { kind: 'no-display' };
  const path = electronPath(input.repoRoot, input.env, input.platform);
  if (!existsSync(path)) return { kind: 'missing', path };

  const env = { ...input.env };
  delete env['ELECTRON_RUN_AS_NODE']; // it would turn the runtime into a plain Node that never says hello
  let child: ChildProcess;
  try {
    child = spawn(path, [input.app, ...input.args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    return { kind: 'unstartable', path, message: String(error) };
  }
  return watch(child, path, input);
}

function watch(
  child: ChildProcess,
  path: string,
  input: LaunchElectronInput,
): Promise<ElectronFailure | undefined> {
  const waitMs = input.helloTimeoutMs ?? HELLO_TIMEOUT_MS;
  return new Promise((resolve) => {
    let saidHello = false;
    let hung = false;
    let killer: NodeJS.Timeout | undefined;
    const end = (): void => {
      child.kill('SIGTERM');
      killer ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    const patience = setTimeout(() => {
      hung = true;
      end();
    }, waitMs);
    const settle = (failure: ElectronFailure | undefined): void => {
      clearTimeout(patience);
      clearTimeout(killer);
      input.signal.removeEventListener('abort', end);
      child.stdout?.destroy(); // a grandchild may still hold the pipe open
      resolve(failure);
    };
    input.signal.addEventListener('abort', end, { once: true });
    if (input.signal.aborted) end();

    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.trim() !== HELLO_LINE) return input.forward(line);
        saidHello = true;
        clearTimeout(patience);
      });
    }
    child.on('error', (error) => settle({ kind: 'unstartable', path, message: error.message }));
    child.on('exit', (code, signal) => {
      if (input.signal.aborted) return settle(undefined);
      if (hung) return settle({ kind: 'hung', waitedMs: waitMs });
      // One turn later: a hello written just before the end is still in the pipe.
      setImmediate(() => {
        const isClosed = saidHello && (code === 0 || signal === 'SIGINT' || signal === 'SIGTERM');
        const how = signal ?? `exit ${code ?? 'unknown'}`;
        settle(isClosed ? undefined : { kind: 'ended', saidHello, how });
      });
    });
  });
}

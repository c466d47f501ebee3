/** Runs the electron package's installer and watches that it gets on. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface InstallerInput {
  /** The installer's script; it is run by this Node. */
  readonly script: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Scratch folder of the download: made, watched and removed here. */
  readonly scratchDir: string;
  /** Where the installer unpacks: watched, and removed when it does not finish. */
  readonly distDir: string;
  /** The installer is ended when nothing grows for this long; the first growth has to come within `startMs`. */
  readonly startMs: number;
  readonly stallMs: number;
  /** Told the bytes on disk whenever they have grown. */
  readonly progress: (bytes: number) => void;
  readonly signal: AbortSignal;
  /** How often the folders are looked at; 500 ms unless a test says otherwise. */
  readonly pollMs?: number;
}

export type InstallerOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'stalled'; readonly waitedMs: number }
  | { readonly kind: 'stopped' };

/** Resolves when the installer has ended, never rejects. A half-unpacked runtime is removed: it would be taken for a whole one. */
export async function runInstaller(input: InstallerInput): Promise<InstallerOutcome> {
  rmSync(input.scratchDir, { recursive: true, force: true });
  mkdirSync(input.scratchDir, { recursive: true });
  const outcome = await watchInstaller(input);
  rmSync(input.scratchDir, { recursive: true, force: true });
  if (outcome.kind !== 'done') rmSync(input.distDir, { recursive: true, force: true });
  return outcome;
}

function watchInstaller(input: InstallerInput): Promise<InstallerOutcome> {
  const { scratchDir, distDir, signal } = input;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [input.script], {
      // Its own progress bar would be drawn over our dots.
      env: { ...input.env, ...temporaryIn(scratchDir), ELECTRON_GET_NO_PROGRESS: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    let bytes = 0;
    let waitMs = input.startMs;
    let isStalled = false;
    const end = (): void => void child.kill('SIGKILL');
    const onStall = (): void => {
      isStalled = true;
      end();
    };
    let patience = setTimeout(onStall, waitMs);
    const poll = setInterval(() => {
      const now = bytesIn(scratchDir) + bytesIn(distDir);
      if (now <= bytes) return;
      bytes = now;
      waitMs = input.stallMs;
      clearTimeout(patience);
      patience = setTimeout(onStall, waitMs);
      input.progress(bytes);
    }, input.pollMs ?? 500);
    const settle = (outcome: InstallerOutcome): void => {
      clearTimeout(patience);
      clearInterval(poll);
      signal.removeEventListener('abort', end);
      resolve(outcome);
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (complaint = (complaint + text).slice(0, 4_000)));
    child.on('error', (error) => settle({ kind: 'failed', reason: error.message }));
    child.on('close', (code, killedBy) => {
      if (code === 0) settle({ kind: 'done' });
      else if (signal.aborted) settle({ kind: 'stopped' });
      else if (isStalled) settle({ kind: 'stalled', waitedMs: waitMs });
      else
        settle({ kind: 'failed', reason: firstLine(complaint) ?? killedBy ?? `exit ${code ?? 'unknown'}` });
    });
  });
}

/** The variables that choose the folder of temporary files, on every system. */
function temporaryIn(dir: string): Record<string, string> {
  return { TMPDIR: dir, TMP: dir, TEMP: dir };
}

/** Size of everything in a folder; what vanishes meanwhile counts as nothing. */
function bytesIn(dir: string): number {
  try {
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return files.reduce(
      (sum, file) => sum + (statSync(join(file.parentPath, file.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  } catch {
    return 0;
  }
}

function firstLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '');
}

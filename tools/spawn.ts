/** Child processes of the tools: always this Node, never a shell, so that any path works on any system. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';

/** The root of the repository. */
export const REPO_ROOT = resolve(import.meta.dirname, '..');

/** Exit code as a shell would give it: 128 + n for a signal. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** Path of a file in an installed package. */
export function packageFile(...parts: readonly string[]): string {
  return join(REPO_ROOT, 'node_modules', ...parts);
}

export interface Captured {
  readonly exitCode: number;
  /** stdout and stderr, interleaved as they came. */
  readonly output: string;
}

/** Runs a script with this Node in the repository and keeps what it says. */
export function captureNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Captured> {
  return capture(process.execPath, args, env);
}

/** Runs a program in the repository and keeps what it says. */
export function capture(file: string, args: readonly string[], env = process.env): Promise<Captured> {
  return new Promise((done) => {
    const child = spawn(file, args, { cwd: REPO_ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => done({ exitCode: 127, output: error.message }));
    child.on('close', (code, signal) =>
      done({ exitCode: exitCodeOf(code, signal), output: Buffer.concat(chunks).toString('utf8') }),
    );
  });
}

/**
 * Runs a script with this Node, on our own terminal, and answers its exit code. Signals sent to us are passed
 * on; we stay until the child has ended.
 */
export function runNode(args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', ...options });
    const pass = (signal: NodeJS.Signals): void => {
      // Ctrl-C reaches the whole terminal group by itself; twice would cut a graceful end short.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const settle = (code: number): void => {
      for (const signal of signals) process.off(signal, pass);
      done(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`rampart: ${error.message}\n`);
      settle(127);
    });
    child.on('exit', (code, signal) => settle(exitCodeOf(code, signal)));
  });
}

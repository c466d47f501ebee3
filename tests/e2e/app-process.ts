import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The ready line as the outside contract promises it. */
const readySchema = z.object({
  url: z.url(),
  host: z.enum(['electron', 'browser']),
  mode: z.enum(['drill', 'live']),
  region: z.string(),
  ingest: z.object({ url: z.url(), keyFile: z.string() }),
  feed: z.object({ url: z.url() }),
  caFile: z.string(),
  dataDir: z.string(),
  pid: z.number().int(),
});
export type Ready = z.infer<typeof readySchema>;

/** A running console started as a user would, with its own data folder and free ports. */
export interface AppProcess {
  readonly ready: Ready;
  readonly child: ChildProcess;
  /** Everything it said on stderr so far. */
  log(): string;
  /** Stops the gateway's process in its tracks (SIGSTOP): the line stays up and says nothing. Linux only. */
  freezeGateway(): void;
  /** Lets a frozen gateway go on (SIGCONT). */
  thawGateway(): void;
  /** Ends the gateway's process without a word (SIGKILL), and with it its drill; the console is to start both again. */
  killGateway(): void;
  /** Ends the data service's process without a word (SIGKILL); the console is to start it again. */
  killDataService(): void;
  /** One more link, as `npm start -- --print-url` gives it. */
  printUrl(): string;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

/** Starts `npm start -- --host browser --headless --port 0 <args>`; rejects with its log when no ready line comes in time. */
export async function startApp(args: readonly string[], timeoutMs = 240_000): Promise<AppProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rampart-e2e-'));
  const command = [
    join(root, 'tools', 'bootstrap.mjs'),
    'start',
    '--host',
    'browser',
    '--headless',
    '--port',
    '0',
  ];
  const child = spawn(process.execPath, [...command, '--data-dir', dataDir, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const lines = createInterface({ input: child.stdout });
  const ready = await new Promise<Ready>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no ready line within ${timeoutMs} ms\n${log}`)),
      timeoutMs,
    );
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the app stopped with ${code} before it was ready\n${log}`));
    });
    lines.on('line', (line) => {
      if (!line.startsWith('ready ')) return;
      clearTimeout(timer);
      try {
        resolve(readySchema.parse(JSON.parse(line.slice('ready '.length))));
      } catch (error) {
        reject(new Error(`bad ready line: ${line}`, { cause: error }));
      }
    });
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    ready,
    child,
    log: () => log,
    freezeGateway: () => process.kill(childRunning(ready.pid, 'gateway'), 'SIGSTOP'),
    thawGateway: () => process.kill(childRunning(ready.pid, 'gateway'), 'SIGCONT'),
    killGateway: () => process.kill(childRunning(ready.pid, 'gateway'), 'SIGKILL'),
    killDataService: () => process.kill(childRunning(ready.pid, 'data-service'), 'SIGKILL'),
    printUrl: () =>
      execFileSync(
        process.execPath,
        [join(root, 'tools', 'bootstrap.mjs'), 'start', '--print-url', '--data-dir', dataDir],
        { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
      ).trim(),
    stop,
  };
}

/** The pid of the child of `parent` whose command line names `program`. */
function childRunning(parent: number, program: string): number {
  const listed = execFileSync('ps', ['--ppid', String(parent), '-o', 'pid=,args='], { encoding: 'utf8' });
  const line = listed.split('\n').find((row) => row.includes(program));
  if (line === undefined) throw new Error(`no ${program} among the children of ${parent}:\n${listed}`);
  return Number.parseInt(line, 10);
}

/** `npm start`: the composition root on Node. It decides on a host, runs the console in it and stays until told to stop. */
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCheck } from './check.ts';
import type { DataFolders } from './data-folder.ts';
import { findBoard } from './find-region.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { createBrowserHost } from './host/browser/browser-host.ts';
import { isProcessAlive, readInstance, removeInstance, writeInstance } from './instance-file.ts';
import { hasDisplay } from './launcher/display.ts';
import { type LaunchFlags, parseFlags } from './launcher/flags.ts';
import { launchElectron } from './launcher/launch-electron.ts';
import { openWindow } from './launcher/open-window.ts';
import { createStderrLog } from './log.ts';
import { sweepRuns } from './old-runs.ts';
import { diskRoom, glibcVersion, homeFolder, isClockWrong, isOldGlibc, writtenAtMs } from './machine.ts';
import { assertPortsFree } from './ports.ts';
import { requestLink } from './print-url.ts';
import { makePrivateFolder } from './private-folder.ts';
import { programsBeside } from './programs.ts';
import { readyLine } from './ready-line.ts';
import { runConsole } from './run-console.ts';
import { planStart, prepareStart, type PreparedStart } from './start-plan.ts';
import { startNote } from './start-note.ts';
import { exitCodeOf, problemOf, StartError, type StartProblem, startText } from './start-text.ts';
import { createStopSignals } from './stop-signals.ts';

const entry = fileURLToPath(import.meta.url);
const root = dirname(dirname(entry));
const { env } = process;
const logLevel = env['RAMPART_LOG'] ?? 'warn';
const log = createStderrLog('main', logLevel);
const sayLine = (line: string): void => void process.stderr.write(`rampart: ${line}\n`);

/** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
const stopping = new AbortController();
const onSignal = createStopSignals({
  monoMs: () => performance.now(),
  stop: () => stopping.abort(),
  exitNow: () => process.exit(1),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

const parsed = parseFlags(process.argv.slice(2), env);
if (parsed.kind === 'help') {
  process.stdout.write(`${parsed.text}\n`);
} else if (parsed.kind === 'error') {
  sayLine(parsed.message);
  process.exitCode = parsed.exitCode;
} else {
  try {
    process.exitCode = await run(parsed.flags);
  } catch (error) {
    const problem = explained(problemOf(error));
    sayLine(startText(parsed.flags.messageLang, problem));
    process.exitCode = exitCodeOf(problem);
  }
}
// Nothing may keep a finished start alive: a browser's kept connection, a child that will not go.
if (parsed.kind === 'run') process.exit();

async function run(flags: LaunchFlags): Promise<number> {
  const programs = programsBeside(entry);
  const callerDir = env['INIT_CWD'] ?? process.cwd();
  const plan = planStart({
    flags,
    platform: process.platform,
    env,
    homeDir: homeFolder(),
    callerDir,
    runName: `${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${process.pid}`,
  });
  const { folders } = plan;
  if (flags.printUrl) {
    process.stdout.write(`${await requestLink(folders.home)}\n`);
    return 0;
  }
  const prepare = (): Promise<PreparedStart> =>
    prepareStart({
      plan,
      code: flags.enrol,
      callerDir,
      shippedRegions: programs.regions,
      nowMs: () => Date.now(),
      say: ({ aheadMs }) => sayLine(startNote(flags.messageLang, { kind: 'clock-ahead', aheadMs })),
    });
  // A code is good once, so that only the process which then runs may use it: Electron's, or this one.
  const early = plan.gateway.kind === 'remote' ? undefined : await prepare();
  if (flags.check)
    return runCheck({
      flags,
      programs,
      regionDir: (early ?? (await prepare())).regionDir,
      log,
      signal: stopping.signal,
      print: (line) => process.stdout.write(`${line}\n`),
    });
  const lock = prepareFolders(folders);
  sayNotes(flags, folders.run);
  try {
    return await runPrograms(flags, folders, async () => early ?? (await prepare()));
  } finally {
    lock.release();
  }
}

async function runPrograms(
  flags: LaunchFlags,
  folders: DataFolders,
  prepare: () => Promise<PreparedStart>,
): Promise<number> {
  // The programs' code compiled once: a killed one is back sooner. In a folder that only its owner can write.
  env['NODE_COMPILE_CACHE'] ??= join(folders.home, 'compiled');
  // Nobody asked for Electron and it could show nothing: the line that says where to look instead is enough.
  const isElectronWanted =
    flags.host === 'electron' || (flags.host === undefined && hasDisplay(env, process.platform));
  if (isElectronWanted && !flags.headless) {
    const outcome = await launchElectron({
      repoRoot: root,
      app: root,
      args: process.argv.slice(2),
      env: { ...env, RAMPART_DATA_DIR: folders.run, RAMPART_DATA_HOME: folders.home },
      platform: process.platform,
      isRoot: process.getuid?.() === 0,
      lang: flags.messageLang,
      say: sayLine,
      forward: (line) => void process.stdout.write(`${line}\n`),
      signal: stopping.signal,
    });
    if (outcome === 'closed') return 0;
  }
  return runInBrowser(flags, await prepare());
}

/** A gateway that cannot run for want of its database says so only in its own words. */
function explained(problem: StartProblem): StartProblem {
  if (problem.kind !== 'gateway-failed' || process.platform !== 'linux') return problem;
  const found = glibcVersion();
  return isOldGlibc(found) ? { kind: 'glibc-old', found } : problem;
}

/** What about this machine costs something but does not stop the start. */
function sayNotes({ messageLang, headless }: LaunchFlags, folder: string): void {
  const nowMs = Date.now();
  const { room, freeBytes } = diskRoom(folder);
  if (!headless && process.getuid?.() === 0) sayLine(startNote(messageLang, { kind: 'as-root' }));
  if (room === 'low') sayLine(startNote(messageLang, { kind: 'disk-low', folder, freeBytes }));
  if (isClockWrong(nowMs, writtenAtMs(entry)))
    sayLine(startNote(messageLang, { kind: 'clock-wrong', nowMs }));
}

/** The folder of this start, made, and held until it ends: two starts at the same moment do not share one. */
function prepareFolders(folders: DataFolders): FolderLock {
  let lock: FolderLock | undefined;
  try {
    makePrivateFolder(folders.run);
    lock = lockFolder(folders.run);
  } catch (error) {
    throw new StartError({ kind: 'folder-unusable', folder: folders.run, reason: String(error) });
  }
  const { room, freeBytes } = diskRoom(folders.run);
  if (room === 'full') throw new StartError({ kind: 'disk-full', folder: folders.run, freeBytes });
  // The file of a console that is only just starting is not there yet.
  const pid = readInstance(folders.home, () => true)?.pid;
  if (lock === undefined) throw new StartError({ kind: 'folder-in-use', folder: folders.run, pid });
  if (!folders.isNamed) sweepRuns(folders.home, folders.run, isProcessAlive);
  return lock;
}

async function runInBrowser(flags: LaunchFlags, start: PreparedStart): Promise<number> {
  const { folders, ports, regionDir } = start;
  const programs = programsBeside(entry);
  await assertPortsFree(ports);
  const secret = randomBytes(32).toString('base64url');
  const host = await createBrowserHost({
    folders: {
      renderer: programs.renderer,
      region: regionDir,
      board: findBoard(regionDir, [...folders.regions, programs.regions]),
      glyphs: programs.glyphs,
    },
    port: ports.page,
    controlSecret: secret,
    openPage: async (url) => {
      await openWindow({
        url,
        env,
        platform: process.platform,
        headless: flags.headless,
        lang: flags.messageLang,
        profileDir: join(folders.home, 'browser'),
        say: sayLine,
      });
    },
    log: log.child('host'),
  });
  const running = await runConsole({
    host,
    programs,
    flags,
    start,
    dataDir: folders.run,
    keyNotKept: () => sayLine(startNote(flags.messageLang, { kind: 'key-not-kept' })),
    logLevel,
    log,
  });
  const link = (): string => `${host.mintUrl()}${running.isWallOnly ? '#/wall' : ''}`;
  writeInstance(folders.home, {
    pid: process.pid,
    host: 'browser',
    runDir: folders.run,
    controlUrl: new URL('/control/link', host.mintUrl()).href,
    secret,
  });
  try {
    process.stdout.write(
      `${readyLine({ url: link(), host: 'browser', gateway: running.gateway, dataDir: folders.run, pid: process.pid })}\n`,
    );
    await host.windows.openConsole();
    await untilAborted(stopping.signal);
    return 0;
  } finally {
    removeInstance(folders.home, process.pid);
    await host.close();
    await running.stop();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

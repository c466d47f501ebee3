/** Entry of the Electron application: the same console as `npm start` on Node, in Electron's own windows. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { removeInstance, writeInstance } from '../instance-file.ts';
import { findBoard } from '../find-region.ts';
import { type LaunchFlags, parseFlags } from '../launcher/flags.ts';
import { HELLO_LINE } from '../launcher/launch-electron.ts';
import { createStderrLog } from '../log.ts';
import { homeFolder } from '../machine.ts';
import { assertPortsFree } from '../ports.ts';
import { programsInBundle } from '../programs.ts';
import { readyLine } from '../ready-line.ts';
import { type RunningConsole, runConsole } from '../run-console.ts';
import { planStart, prepareStart } from '../start-plan.ts';
import { startNote } from '../start-note.ts';
import { exitCodeOf, problemOf, startText } from '../start-text.ts';
import { createElectronHost, prepareElectron } from './electron.ts';

const { env } = process;
const log = createStderrLog('main', env['RAMPART_LOG'] ?? 'warn');
const sayLine = (line: string): void => void process.stderr.write(`rampart: ${line}\n`);

prepareElectron();
// The launcher passes our flags on after the path of the application; a packaged start has none.
const parsed = parseFlags(process.argv.slice(app.isPackaged ? 1 : 2), env);
if (parsed.kind !== 'run') {
  if (parsed.kind === 'error') sayLine(parsed.message);
  else process.stdout.write(`${parsed.text}\n`);
  app.exit(parsed.kind === 'error' ? parsed.exitCode : 0);
} else {
  // Not awaited: Electron becomes ready only after this module has been evaluated.
  start(parsed.flags).catch((error: unknown) => {
    const problem = problemOf(error);
    sayLine(startText(parsed.flags.messageLang, problem));
    app.exit(exitCodeOf(problem));
  });
}

async function start(flags: LaunchFlags): Promise<void> {
  const callerDir = env['INIT_CWD'] ?? process.cwd();
  const plan = planStart({
    flags,
    platform: process.platform,
    env,
    homeDir: homeFolder(),
    callerDir,
    runName: `${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${process.pid}`,
  });
  const home = env['RAMPART_DATA_HOME'] ?? plan.folders.home;
  const dataDir = env['RAMPART_DATA_DIR'] ?? plan.folders.run;
  app.setPath('userData', join(home, 'electron'));
  // One console a data folder: a second start brings the first to the front.
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  await app.whenReady();
  process.stdout.write(`${HELLO_LINE}\n`);

  const dist = dirname(dirname(fileURLToPath(import.meta.url)));
  const programs = programsInBundle(dist, join(dirname(dist), 'regions'));
  const prepared = await prepareStart({
    plan: { ...plan, folders: { ...plan.folders, home, run: dataDir } },
    code: flags.enrol,
    callerDir,
    shippedRegions: programs.regions,
    nowMs: () => Date.now(),
    say: ({ aheadMs }) => sayLine(startNote(flags.messageLang, { kind: 'clock-ahead', aheadMs })),
  });
  const host = createElectronHost({
    folders: {
      renderer: programs.renderer,
      region: prepared.regionDir,
      board: findBoard(prepared.regionDir, [...prepared.folders.regions, programs.regions]),
      glyphs: programs.glyphs,
    },
    preload: programs.preload,
    log: log.child('host'),
  });
  let running: RunningConsole | undefined;
  let isQuitting = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (isQuitting) return;
    isQuitting = true;
    event.preventDefault();
    removeInstance(home, process.pid);
    void (running?.stop() ?? Promise.resolve()).finally(() => app.exit(0));
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  try {
    await assertPortsFree(prepared.ports);
    running = await runConsole({
      host,
      programs,
      flags,
      start: prepared,
      dataDir,
      keyNotKept: () => sayLine(startNote(flags.messageLang, { kind: 'key-not-kept' })),
      logLevel: env['RAMPART_LOG'] ?? 'warn',
      log,
    });
  } catch (error) {
    const problem = problemOf(error);
    sayLine(startText(flags.messageLang, problem));
    return app.exit(exitCodeOf(problem));
  }
  writeInstance(home, { pid: process.pid, host: 'electron', secret: 'none' });
  await host.windows.openConsole();
  const line = readyLine({
    url: host.mintUrl(),
    host: 'electron',
    gateway: running.gateway,
    dataDir,
    pid: process.pid,
  });
  process.stdout.write(`${line}\n`);
}

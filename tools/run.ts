/** The sub-commands of tools/bootstrap.mjs, on Node 24. */
import { join } from 'node:path';
import { buildRenderer } from './build-renderer.ts';
import { completeLockfile } from './complete-lockfile.ts';
import { fetchElectron } from './fetch-electron.ts';
import { packageApp } from './package.ts';
import { runCheck } from './check.ts';
import { REPO_ROOT, packageFile, runNode } from './spawn.ts';
import { runTests } from './test.ts';

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start,
  test: runTests,
  check: runCheck,
  rampart: (args) => runNode([join(REPO_ROOT, 'gateway', 'cli.ts'), ...args]),
  shots: async (args) =>
    (await buildRenderer()) || runNode([join(REPO_ROOT, 'tests', 'shots', 'shots.ts'), ...args]),
  fmt: (args) =>
    runNode([packageFile('@biomejs', 'biome', 'bin', 'biome'), 'format', '--write', ...orAll(args)]),
  electron: fetchElectron,
  lock: completeLockfile,
  package: packageApp,
};

/** A page is drawn only when somebody may look at it. */
const PAGELESS = new Set(['--check', '--help', '-h', '--print-url']);

async function start(args: readonly string[]): Promise<number> {
  const failed = args.some((arg) => PAGELESS.has(arg)) ? 0 : await buildRenderer();
  return failed === 0 ? runNode([join(REPO_ROOT, 'main', 'index.ts'), ...args]) : failed;
}

function orAll(args: readonly string[]): readonly string[] {
  return args.length > 0 ? args : ['.'];
}

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) {
  process.stderr.write(`rampart: unknown command "${name}"; known: ${Object.keys(COMMANDS).join(' ')}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await command(args);
}

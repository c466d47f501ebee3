/** The sub-commands of tools/bootstrap.mjs, on Node 24. Each loads only its own tools: a start stays fast. */

import { join } from 'node:path';
import { packageFile, REPO_ROOT, runNode } from './spawn.ts';

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start: async (args) => (await import('./start.ts')).start(args),
  test: async (args) => (await import('./test.ts')).runTests(args),
  faults: (args) => runNode([join(REPO_ROOT, 'tests', 'faults', 'run-faults.ts'), ...args]),
  check: async (args) => (await import('./check.ts')).runCheck(args),
  rampart: async (args) => (await import('./rampart.ts')).runRampart(args),
  bench: async (args) => (await import('./bench.ts')).runBench(args),
  shots: async (args) => (await import('./shots.ts')).runShots(args),
  fmt: (args) =>
    runNode([packageFile('@biomejs', 'biome', 'bin', 'biome'), 'format', '--write', ...orAll(args)]),
  lock: async () => (await import('./complete-lockfile.ts')).completeLockfile(),
  electron: async () => (await import('./fetch-electron.ts')).fetchElectron(),
  bundle: async (args) => (await import('./bundle/bundle.ts')).bundleApp(args),
  package: async (args) => (await import('./package.ts')).packageApp(args),
};

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

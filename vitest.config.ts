import { defineConfig } from 'vitest/config';

const ALL = ['shared', 'gateway', 'main', 'renderer', 'regions', 'tools', 'tests'];
/** Folders whose tests touch nothing but memory and files of their own: one process may run many of them. */
const SHARING = [
  'shared',
  'renderer',
  'gateway',
  'tests/bench',
  'tests/contract',
  'tests/property',
  'tests/rivers',
];
const NEVER = ['**/node_modules/**', 'tests/e2e/**', 'tests/fixtures/**', '**/*.browser.test.tsx'];

const testsIn = (folders: readonly string[]): string[] =>
  folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`);

export default defineConfig({
  test: {
    environment: 'node',
    // Forks, not threads: a native module that dies takes one process with it and the run says so.
    pool: 'forks',
    // The default leaves a core idle, which on the reference machine of two is half of it: much of a test is waiting.
    maxWorkers: 2,
    // A limit for what hangs, not a judge of speed: others may be loading the machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A test must never reach for the network through the electron package's own downloader.
    env: { ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' },
    allowOnly: false,
    reporters: ['default'],
    projects: [
      {
        // What starts programs, mocks modules or judges a process: a new process for every file.
        extends: true,
        test: { name: 'apart', include: testsIn(ALL), exclude: [...NEVER, ...testsIn(SHARING)] },
      },
      {
        // A process and all imports again for each of these cost a sixth of the whole run.
        extends: true,
        test: { name: 'sharing', include: testsIn(SHARING), exclude: NEVER, isolate: false },
      },
    ],
  },
});

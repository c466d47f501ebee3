import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{shared,gateway,main,renderer,regions,tools,tests}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'tests/e2e/**', 'tests/fixtures/**', '**/*.browser.test.tsx'],
    // Forks, not threads: a native module that dies takes one file with it and the run says so.
    pool: 'forks',
    // The default leaves a core idle, which on the reference machine of two is half of it: much of a test is waiting.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A test must never reach for the network through the electron package's own downloader.
    env: { ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' },
    allowOnly: false,
    reporters: ['default'],
  },
});

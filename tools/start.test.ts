import { expect, it } from 'vitest';
import { needsOf } from './start.ts';

it.each([
  [[], true, { page: true, app: true }],
  [[], false, { page: true, app: false }],
  [['--host', 'electron'], true, { page: true, app: true }],
  [['--host', 'browser'], true, { page: true, app: false }],
  [['--headless'], true, { page: true, app: false }],
  [['--check'], true, { page: false, app: false }],
  [['--check', '--drill', 'warm'], true, { page: false, app: false }],
  [['--print-url'], true, { page: false, app: false }],
  [['--help'], true, { page: false, app: false }],
  [['--port', 'x'], true, { page: false, app: false }],
])('builds for %j with Electron %s: %j', (args, isElectronPossible, expected) => {
  expect(needsOf(args, isElectronPossible)).toEqual(expected);
});

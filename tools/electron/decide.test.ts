import { describe, expect, it } from 'vitest';
import { type FetchFacts, RETRY_AFTER_MS, shouldFetch } from './decide.ts';

const NOW_MS = 1_800_000_000_000;

/** A desk where Electron is wanted and only its runtime is missing. */
const desk: FetchFacts = {
  flags: { host: undefined, headless: false, check: false, printUrl: false },
  env: { DISPLAY: ':0' },
  platform: 'linux',
  isRoot: false,
  isPresent: false,
  lastTryAtMs: undefined,
  nowMs: NOW_MS,
};
const withFlags = (flags: Partial<FetchFacts['flags']>): FetchFacts => ({
  ...desk,
  flags: { ...desk.flags, ...flags },
});
const withEnv = (env: FetchFacts['env']): FetchFacts => ({ ...desk, env: { ...desk.env, ...env } });

describe('shouldFetch', () => {
  it.each<[string, FetchFacts]>([
    ['X11', desk],
    ['Wayland', { ...desk, env: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['Windows, which always has a display', { ...desk, platform: 'win32', env: {} }],
    ['macOS, which always has a display', { ...desk, platform: 'darwin', env: {} }],
    ['--host electron', withFlags({ host: 'electron' })],
    ['CI that is off', withEnv({ CI: 'false' })],
    ['a try a day ago', { ...desk, lastTryAtMs: NOW_MS - RETRY_AFTER_MS }],
    ['a try in the future, before the clock was put right', { ...desk, lastTryAtMs: NOW_MS + 1 }],
  ])('fetches: %s', (_, facts) => {
    expect(shouldFetch(facts)).toBe(true);
  });

  it.each<[string, FetchFacts]>([
    ['the runtime is there', { ...desk, isPresent: true }],
    ['root', { ...desk, isRoot: true }],
    ['--headless', withFlags({ headless: true })],
    ['--check', withFlags({ check: true })],
    ['--print-url', withFlags({ printUrl: true })],
    ['--host browser', withFlags({ host: 'browser' })],
    ['CI', withEnv({ CI: 'true' })],
    ['CI=1', withEnv({ CI: '1' })],
    ['no display on Linux', { ...desk, env: {} }],
    ["a folder of the user's choice", withEnv({ ELECTRON_OVERRIDE_DIST_PATH: '/opt/electron' })],
    ['a try a moment ago', { ...desk, lastTryAtMs: NOW_MS }],
    ['a try within the day', { ...desk, lastTryAtMs: NOW_MS - RETRY_AFTER_MS + 1 }],
  ])('does not: %s', (_, facts) => {
    expect(shouldFetch(facts)).toBe(false);
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { programsInBundle } from '../main/programs.ts';
import { APP_PROGRAMS, bundledStarts, bundlePath } from './build-app.ts';
import { REPO_ROOT } from './spawn.ts';

it('bundles sources that exist to the files that main starts', () => {
  expect(APP_PROGRAMS.filter(({ source }) => !existsSync(join(REPO_ROOT, source)))).toEqual([]);
  const { gateway, dataService, planner, preload } = programsInBundle('dist', 'regions');
  const written = APP_PROGRAMS.map(bundlePath);
  for (const file of [gateway, dataService, planner, preload])
    expect(written).toContain(file.replaceAll('\\', '/'));
});

it('points a start by path at the bundle, and refuses one that is not bundled', () => {
  const source = `const WORKER = new URL('./planner.worker.ts', import.meta.url);`;
  expect(bundledStarts(source)).toBe(`const WORKER = new URL('./planner.worker.js', import.meta.url);`);
  expect(() => bundledStarts(`new URL('../x/other.ts', import.meta.url)`)).toThrow(
    'other.ts is started by path',
  );
});

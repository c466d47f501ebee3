import { dirname, join } from 'node:path';

/** Where the programs and files of the product are; source tree and package differ only here. */
export interface Programs {
  readonly gateway: string;
  readonly dataService: string;
  readonly planner: string;
  readonly preload: string;
  readonly renderer: string;
  readonly regions: string;
  readonly glyphs: string;
}

/** Run from the source tree: TypeScript entries, the page as built into dist/renderer. */
export function programsInSource(root: string): Programs {
  return {
    gateway: join(root, 'gateway', 'cli.ts'),
    dataService: join(root, 'main', 'data', 'data-service.ts'),
    planner: join(root, 'gateway', 'planner', 'planner.worker.ts'),
    preload: join(root, 'dist', 'main', 'preload.cjs'),
    renderer: join(root, 'dist', 'renderer'),
    regions: join(root, 'regions'),
    glyphs: join(root, 'regions', 'glyphs'),
  };
}

/** Run from the bundles that tools/build-app.ts writes, beside the built page: Electron, and the folder of `npm run bundle`. */
export function programsInBundle(dist: string, regions: string): Programs {
  const main = join(dist, 'main');
  return {
    gateway: join(main, 'gateway.js'),
    dataService: join(main, 'data-service.js'),
    planner: join(main, 'planner.worker.js'),
    preload: join(main, 'preload.cjs'),
    renderer: join(dist, 'renderer'),
    regions,
    glyphs: join(regions, 'glyphs'),
  };
}

/** The programs beside the entry that runs: in the source tree it is TypeScript, in a bundle it is not. */
export function programsBeside(entryFile: string): Programs {
  const above = dirname(dirname(entryFile));
  return entryFile.endsWith('.ts')
    ? programsInSource(above)
    : programsInBundle(above, join(dirname(above), 'regions'));
}

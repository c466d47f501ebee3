import { join } from 'node:path';

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

/** Run from the bundle that main/vite.config.ts writes, beside the built page: what Electron runs. */
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

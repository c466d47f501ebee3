/** Bundles the programs that run inside Electron: one file each, at its own place in the tree under dist/. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { hashInputs } from './build-renderer.ts';
import { REPO_ROOT } from './spawn.ts';

interface Program {
  /** Source file; `dist/` plus the same path, as .js or .cjs, is what is written. */
  readonly source: string;
  /** A sandboxed preload cannot be an ES module. */
  readonly format: 'es' | 'cjs';
}

/** Every program of the packaged application but the page. */
export const APP_PROGRAMS: readonly Program[] = [
  { source: 'main/index.ts', format: 'es' },
  { source: 'main/data/run-service.ts', format: 'es' },
  { source: 'main/preload/index.ts', format: 'cjs' },
  { source: 'gateway/embedded.ts', format: 'es' },
  { source: 'gateway/planner/planner.worker.ts', format: 'es' },
];

/** Comes with the runtime, is native, or is an optional speed-up nobody installs. */
const EXTERNAL = ['electron', 'better-sqlite3-multiple-ciphers', 'bufferutil', 'utf-8-validate'];
const INPUTS = ['main', 'gateway', 'shared', 'package-lock.json', 'tools/build-app.ts'];
const STAMP = join(REPO_ROOT, '.cache', 'app');

/** Where a program's bundle is written, relative to the root. */
export function bundlePath({ source, format }: Program): string {
  return `dist/${source.replace(/[.]ts$/, format === 'cjs' ? '.cjs' : '.js')}`;
}

/** Writes every bundle unless they are what the inputs give. Answers an exit code; all words on stderr. */
export async function buildApp(): Promise<number> {
  const hash = hashInputs(REPO_ROOT, INPUTS);
  const isBuilt = APP_PROGRAMS.every((program) => existsSync(join(REPO_ROOT, bundlePath(program))));
  if (isBuilt && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return 0;
  process.stderr.write('rampart: bundling the programs ...\n');
  for (const program of APP_PROGRAMS) {
    try {
      await bundle(program);
    } catch (error) {
      process.stderr.write(`rampart: ${program.source} could not be bundled: ${String(error)}\n`);
      return 1;
    }
  }
  writeFileSync(STAMP, hash);
  return 0;
}

async function bundle(program: Program): Promise<void> {
  const path = bundlePath(program);
  const cut = path.lastIndexOf('/');
  await build({
    configFile: false,
    root: REPO_ROOT,
    logLevel: 'error',
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: join(REPO_ROOT, program.source),
      outDir: join(REPO_ROOT, path.slice(0, cut)),
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      minify: false,
      rollupOptions: {
        output: { format: program.format, entryFileNames: path.slice(cut + 1), codeSplitting: false },
      },
    },
  });
}

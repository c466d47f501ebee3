/** Bundles the programs that run inside Electron: one file each, in dist/main. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, build } from 'vite';
import { hashInputs } from './build-renderer.ts';
import { REPO_ROOT } from './spawn.ts';

export interface Program {
  readonly source: string;
  /** File name under dist/main; .cjs for a sandboxed preload, which cannot be an ES module. */
  readonly file: string;
}

/** Every program of the packaged application but the page; main/programs.ts names the same files. */
export const APP_PROGRAMS: readonly Program[] = [
  { source: 'main/host/electron-main.ts', file: 'index.js' },
  { source: 'main/data/data-service.ts', file: 'data-service.js' },
  { source: 'main/preload/preload.ts', file: 'preload.cjs' },
  { source: 'gateway/cli.ts', file: 'gateway.js' },
  { source: 'gateway/planner/planner.worker.ts', file: 'planner.worker.js' },
  { source: 'main/data/wind/wind.worker.ts', file: 'wind.worker.js' },
  { source: 'gateway/planner/mip.worker.ts', file: 'mip.worker.js' },
];

/** What a program reads beside itself, copied as it is: the solver of mip.worker.js looks for its code there. */
export const PROGRAM_DATA: readonly Program[] = [
  { source: 'node_modules/highs/build/highs.wasm', file: 'highs.wasm' },
];

/** The programs of the folder that runs without Electron: `npm run bundle`. */
export const BUNDLE_PROGRAMS: readonly Program[] = [
  { source: 'main/index.ts', file: 'console.js' },
  { source: 'tools/bundle/rampart.ts', file: 'rampart.js' },
  ...APP_PROGRAMS.filter(({ file }) => !['index.js', 'preload.cjs'].includes(file)),
];

/** Comes with the runtime, is native, or is an optional speed-up nobody installs. */
const EXTERNAL = ['electron', 'better-sqlite3-multiple-ciphers', 'bufferutil', 'utf-8-validate'];
const INPUTS = ['main', 'gateway', 'shared', 'package-lock.json', 'tools/build-app.ts'];
const BUNDLE_INPUTS = [...INPUTS, 'tools/bundle', 'tools/doctor'];

/** Where a program's bundle is written, relative to the root. */
export function bundlePath({ file }: Program): string {
  return `dist/main/${file}`;
}

/** Writes what Electron runs unless it is what the inputs give. Answers an exit code; all words on stderr. */
export function buildApp(): Promise<number> {
  return buildPrograms(APP_PROGRAMS, 'app', INPUTS);
}

/** Writes what the bundled folder runs, likewise. */
export function buildBundlePrograms(): Promise<number> {
  return buildPrograms(BUNDLE_PROGRAMS, 'bundle-programs', BUNDLE_INPUTS);
}

async function buildPrograms(
  programs: readonly Program[],
  stampName: string,
  inputs: readonly string[],
): Promise<number> {
  const stamp = join(REPO_ROOT, '.cache', stampName);
  const hash = hashInputs(REPO_ROOT, inputs);
  const isBuilt = [...programs, ...PROGRAM_DATA].every((program) =>
    existsSync(join(REPO_ROOT, bundlePath(program))),
  );
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 0;
  process.stderr.write('rampart: bundling the programs ...\n');
  for (const program of programs) {
    try {
      await bundle(program);
    } catch (error) {
      process.stderr.write(`rampart: ${program.source} could not be bundled: ${String(error)}\n`);
      return 1;
    }
  }
  for (const data of PROGRAM_DATA) {
    copyFileSync(join(REPO_ROOT, data.source), join(REPO_ROOT, bundlePath(data)));
  }
  mkdirSync(join(REPO_ROOT, '.cache'), { recursive: true });
  writeFileSync(stamp, hash);
  return 0;
}

/** A program that starts another one beside its source file finds it beside its bundle. */
export function bundledStarts(code: string): string {
  return code.replaceAll(/new URL\('[./\w-]*?([\w.-]+)[.]ts', import[.]meta[.]url\)/g, (_, name: string) => {
    const file = `${name}.js`;
    if (!APP_PROGRAMS.some((program) => program.file === file)) {
      throw new Error(`${name}.ts is started by path but is not in APP_PROGRAMS`);
    }
    return `new URL('./${file}', import.meta.url)`;
  });
}

const startsPlugin: Plugin = {
  name: 'rampart-starts',
  enforce: 'pre',
  transform: (code, id) =>
    id.startsWith(REPO_ROOT) && !id.includes('node_modules') ? bundledStarts(code) : undefined,
};

async function bundle({ source, file }: Program): Promise<void> {
  await build({
    configFile: false,
    root: REPO_ROOT,
    logLevel: 'error',
    plugins: [startsPlugin],
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: join(REPO_ROOT, source),
      outDir: join(REPO_ROOT, 'dist', 'main'),
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      minify: false,
      rollupOptions: {
        output: { format: file.endsWith('.cjs') ? 'cjs' : 'es', entryFileNames: file, codeSplitting: false },
      },
    },
  });
}

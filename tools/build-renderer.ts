/** Builds the page with Vite when its inputs changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPO_ROOT, packageFile, runNode } from './spawn.ts';

const INPUTS = [
  'renderer',
  'shared',
  'package-lock.json',
  'tools/vite.renderer.config.ts',
  'tsconfig.base.json',
];
const STAMP = join(REPO_ROOT, '.cache', 'renderer');
const PAGE = join(REPO_ROOT, 'dist', 'renderer', 'index.html');

/** Writes dist/renderer unless it is already what the inputs give. Answers an exit code; all words on stderr. */
export async function buildRenderer(): Promise<number> {
  const hash = hashInputs(REPO_ROOT, INPUTS);
  if (existsSync(PAGE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return 0;
  const startedMs = performance.now();
  process.stderr.write('rampart: building the page ...\n');
  const config = join(REPO_ROOT, 'renderer', 'vite.config.ts');
  const vite = packageFile('vite', 'bin', 'vite.js');
  const code = await runNode(
    [vite, 'build', '--config', config, '--configLoader', 'native', '--logLevel', 'error'],
    {
      cwd: REPO_ROOT,
      stdio: ['ignore', 2, 2],
    },
  );
  if (code !== 0) return code;
  mkdirSync(join(REPO_ROOT, '.cache'), { recursive: true });
  writeFileSync(STAMP, hash);
  process.stderr.write(`rampart: page built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
  return 0;
}

/** One hash over names and contents of files and folders; tests do not reach the page and are left out. */
export function hashInputs(root: string, inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of listFiles(root, input)) {
      const bytes = readFileSync(join(root, file));
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest('hex');
}

/** Every file under a path, in an order that does not depend on the system. */
function listFiles(root: string, path: string): readonly string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return /[.](test|bench)[.]tsx?$/.test(path) ? [] : [path];
  const names = readdirSync(join(root, path)).toSorted((a, b) => (a < b ? -1 : 1));
  return names.flatMap((name) => listFiles(root, `${path}/${name}`));
}

/** `npm run bundle`: one folder that starts where there is no Node, no network and no installer. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBundlePrograms } from '../build-app.ts';
import { buildRenderer } from '../build-renderer.ts';
import { REPO_ROOT } from '../spawn.ts';
import { bundleFiles, type BundleMachine, bundleName, runtimePackage, runtimePath } from './bundle-files.ts';
import { posixScript, readMe, windowsScript } from './start-scripts.ts';
import { thirdPartyTexts } from './third-party.ts';

const HELP = `用法 Usage: npm run bundle -- [--out PATH]

生成一个可整体拷走的目录：运行时、程序、区域、字形与字体、许可证、启动脚本。
Makes one folder to carry away: runtime, programs, regions, glyphs and fonts, licences, start script.

  --out PATH   目录 the folder (默认 default: dist/bundle/rampart-VERSION-SYSTEM)
`;

/** Builds and writes the folder; its path on stdout. Answers an exit code: 0 done, 1 failed, 2 bad usage. */
export async function bundleApp(args: readonly string[]): Promise<number> {
  const flags = readFlags(args);
  if (typeof flags === 'string') {
    process.stderr.write(flags);
    return 2;
  }
  if (flags.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const machine: BundleMachine = { platform: process.platform, arch: process.arch };
  if (!existsSync(join(REPO_ROOT, 'node_modules', runtimePackage(machine)))) {
    say(
      `no Node comes with the packages for ${machine.platform} ${machine.arch}; bundle on Linux or Windows (x64, or Linux arm64)`,
    );
    return 1;
  }
  const failed = (await buildRenderer()) || (await buildBundlePrograms());
  if (failed !== 0) return failed;
  const { version } = manifestOf(REPO_ROOT);
  const name = bundleName(version, machine);
  const out =
    flags.out === undefined
      ? join(REPO_ROOT, 'dist', 'bundle', name)
      : resolve(process.env['INIT_CWD'] ?? process.cwd(), flags.out);
  if (flags.out !== undefined && existsSync(out)) {
    say(`${out} exists already; name a folder that does not, or remove it`);
    return 1;
  }
  const totals = writeBundle(out, name, machine);
  say(`${totals.files} files, ${(totals.bytes / 1024 ** 2).toFixed(0)} MB`);
  process.stdout.write(`${out}\n`);
  return 0;
}

/** Writes beside the place and moves it in: a bundle is whole or it is not there. */
function writeBundle(
  out: string,
  name: string,
  machine: BundleMachine,
): { readonly files: number; readonly bytes: number } {
  const draft = `${out}.partial`;
  rmSync(draft, { recursive: true, force: true });
  const sums: { readonly path: string; readonly sum: string; readonly bytes: number }[] = [];
  const note = (path: string): void => {
    const content = readFileSync(join(draft, path));
    sums.push({ path, sum: createHash('sha256').update(content).digest('hex'), bytes: content.length });
  };
  for (const { from, to } of bundleFiles(REPO_ROOT, machine)) {
    mkdirSync(dirname(join(draft, to)), { recursive: true });
    copyFileSync(from, join(draft, to));
    chmodSync(join(draft, to), to === runtimePath(machine) ? 0o755 : 0o644);
    note(to);
  }
  for (const [path, text] of Object.entries(ownTexts(name, machine))) {
    writeFileSync(join(draft, path), text);
    chmodSync(join(draft, path), path.endsWith('.sh') ? 0o755 : 0o644);
    note(path);
  }
  const list = sums.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  writeFileSync(join(draft, 'MANIFEST.sha256'), list.map(({ path, sum }) => `${sum}  ${path}\n`).join(''));
  rmSync(out, { recursive: true, force: true });
  moveFolder(draft, out);
  return { files: list.length + 1, bytes: list.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The files that are written, not copied. */
function ownTexts(name: string, { platform }: BundleMachine): Readonly<Record<string, string>> {
  const scripts: Readonly<Record<string, string>> =
    platform === 'win32'
      ? {
          'start.cmd': windowsScript('console.js', '--host browser'),
          'rampart.cmd': windowsScript('rampart.js', ''),
        }
      : {
          'start.sh': posixScript('console.js', '--host browser'),
          'rampart.sh': posixScript('rampart.js', ''),
        };
  const [start, rampart] =
    platform === 'win32' ? ['start.cmd', 'rampart.cmd'] : ['./start.sh', './rampart.sh'];
  const { version } = manifestOf(REPO_ROOT);
  return {
    ...scripts,
    'package.json': `${JSON.stringify({ name: 'rampart', version, private: true, license: 'Apache-2.0', type: 'module' }, undefined, 2)}\n`,
    'README.txt': readMe(name, start ?? '', rampart ?? ''),
    'THIRD-PARTY-LICENSES.txt': thirdPartyTexts(REPO_ROOT),
  };
}

function moveFolder(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // a virus scanner or another file system: Windows refuses now and then
    cpSync(from, to, { recursive: true });
    rmSync(from, { recursive: true, force: true });
  }
}

function manifestOf(root: string): { readonly version: string } {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return { version: String(manifest.version) };
  throw new Error('package.json states no version');
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    }).values;
  } catch (error) {
    return `${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}\n\n${HELP}`;
  }
}

function say(line: string): void {
  process.stderr.write(`rampart: ${line}\n`);
}

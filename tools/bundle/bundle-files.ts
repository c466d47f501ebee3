/** What goes into the folder of `npm run bundle`, as a list: the same inputs give the same list, in the same order. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE_PROGRAMS, bundlePath, PROGRAM_DATA } from '../build-app.ts';

/** One file to copy: where it is, and its path in the folder, with forward slashes. */
export interface BundleFile {
  readonly from: string;
  readonly to: string;
}

/** The machine the folder is for: the one it is made on, because only its Node is installed here. */
export interface BundleMachine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

const DATABASE = 'node_modules/better-sqlite3-multiple-ciphers';

/** Name of the folder. */
export function bundleName(version: string, { platform, arch }: BundleMachine): string {
  return `rampart-${version}-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** Name of Node's package for a machine. */
export function runtimePackage({ platform, arch }: BundleMachine): string {
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** Path of Node in the folder. */
export function runtimePath({ platform }: BundleMachine): string {
  return platform === 'win32' ? 'runtime/node.exe' : 'runtime/node';
}

/** Every file that is copied as it is, sorted by its path in the folder. Throws when a wanted one is missing. */
export function bundleFiles(root: string, machine: BundleMachine): readonly BundleFile[] {
  const runtime = `node_modules/${runtimePackage(machine)}`;
  const node = machine.platform === 'win32' ? 'node.exe' : 'node';
  const files: BundleFile[] = [
    { from: `${runtime}/bin/${node}`, to: runtimePath(machine) },
    { from: `${runtime}/LICENSE`, to: 'runtime/LICENSE' },
    ...['LICENSE', 'NOTICE'].map(same),
    ...[...BUNDLE_PROGRAMS, ...PROGRAM_DATA].map((file) => same(bundlePath(file))),
    ...under(root, 'dist/renderer')
      .filter((file) => !file.endsWith('.map'))
      .map(same),
    ...under(root, 'regions').filter(isShippedRegionFile).map(same),
    ...[`${DATABASE}/package.json`, `${DATABASE}/LICENSE`].map(same),
    ...under(root, `${DATABASE}/lib`).map(same),
    same(`${DATABASE}/prebuilds/${machine.platform}-${machine.arch}.node`),
  ];
  return files
    .map(({ from, to }) => ({ from: join(root, from), to }))
    .toSorted((a, b) => (a.to < b.to ? -1 : 1));
}

/** A pack is shipped without what it was built from; the builder stays at home. */
function isShippedRegionFile(file: string): boolean {
  const [, region = '', ...rest] = file.split('/');
  return rest.length > 0 && region !== 'builder' && rest[0] !== 'source' && !region.startsWith('.');
}

function same(path: string): BundleFile {
  return { from: path, to: path };
}

function under(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => statSync(join(root, file)).isFile());
}

/** A project and a runtime that stand in for the real ones, so that packaging runs without Electron and offline. */
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createPackage } from '@electron/asar';

const repo = resolve(import.meta.dirname, '../..');

/** The mark before the fuses in Electron's binary, then wire version 1, nine fuses and Electron's defaults. */
const FUSE_WIRE = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009100110011';

/** Writes a folder laid out as an unpacked Electron for Linux. */
export async function writeRuntime(dir: string): Promise<void> {
  put(join(dir, 'electron'), `stand-in for the Electron binary ${FUSE_WIRE} and what follows`);
  chmodSync(join(dir, 'electron'), 0o755);
  put(join(dir, 'chrome-sandbox'), 'stand-in');
  put(join(dir, 'version'), '45.4.1');
  put(join(dir, 'LICENSE'), 'stand-in');
  put(join(dir, 'LICENSES.chromium.html'), 'stand-in');
  put(join(dir, 'locales', 'en-US.pak'), 'stand-in');
  put(join(dir, 'default-app', 'package.json'), '{}');
  mkdirSync(join(dir, 'resources'));
  await createPackage(join(dir, 'default-app'), join(dir, 'resources', 'default_app.asar'));
}

/** Writes a project with our own manifest, configuration, hook and native module, and invented programs. */
export function writeProject(dir: string, programs: readonly string[]): void {
  mkdirSync(dir, { recursive: true });
  for (const file of ['package.json', 'electron-builder.yml', 'LICENSE', 'NOTICE', 'tools/packaging']) {
    cpSync(join(repo, file), join(dir, file), { recursive: true });
  }
  symlinkSync(join(repo, 'node_modules'), join(dir, 'node_modules'), 'junction');
  for (const file of programs) put(join(dir, file), '// stand-in\n');
}

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, 'latin1');
}

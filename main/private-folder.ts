import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and the missing ones above it, for their owner alone. Throws the system's error when that cannot be done
 * or nothing can be written there. Level by level: Node's own recursive mkdir loops for ever below /proc.
 */
export function makePrivateFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) {
    if (dirname(at) === at) break; // a drive that is not there: the first mkdir says so
    missing.unshift(at);
  }
  for (const path of missing) mkdirSync(path, { mode: 0o700 });
  if (!statSync(folder).isDirectory()) mkdirSync(folder); // throws that something else is there
  accessSync(folder, constants.W_OK);
}

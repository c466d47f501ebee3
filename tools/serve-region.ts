import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolders } from '../main/data-folder.ts';
import { findRegion } from '../main/find-region.ts';
import { REPO_ROOT } from './spawn.ts';

/** Folders that hold region packs, a user's own first, as `npm start` looks for them. */
export function regionFolders(): readonly string[] {
  const { regions } = dataFolders({
    platform: process.platform,
    env: process.env,
    homeDir: homedir(),
    callerDir: process.env['INIT_CWD'] ?? process.cwd(),
    dataDir: undefined,
    drill: undefined,
    runName: '',
  });
  return [...regions, join(REPO_ROOT, 'regions')];
}

/**
 * The words of `serve` with `--region NAME|FOLDER` turned into the `--region-dir` that the gateway takes. Throws StartError,
 * which lists what there is.
 */
export function withRegionDir(args: readonly string[], folders = regionFolders()): string[] {
  const callerDir = process.env['INIT_CWD'] ?? process.cwd();
  return args.flatMap((word, i) => {
    if (args[i - 1] === '--region') return [];
    const inline = /^--region=(.*)$/s.exec(word)?.[1];
    if (word !== '--region' && inline === undefined) return [word];
    const wanted = inline ?? args[i + 1] ?? '';
    return ['--region-dir', findRegion({ wanted, callerDir, folders })];
  });
}

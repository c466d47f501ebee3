import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { dataFolders } from '../main/data-folder.ts';
import { findRegion } from '../main/find-region.ts';
import { readLiveConfig } from '../main/live-config.ts';
import { StartError } from '../main/start-text.ts';
import { REPO_ROOT } from './spawn.ts';

/** Folders that hold region packs, a user's own first, as `npm start` looks for them. Without a home: the shipped ones. */
export function regionFolders(): readonly string[] {
  return [...usersFolders(), join(REPO_ROOT, 'regions')];
}

function usersFolders(): readonly string[] {
  try {
    return dataFolders({
      platform: process.platform,
      env: process.env,
      homeDir: homedir(),
      callerDir: process.env['INIT_CWD'] ?? process.cwd(),
      dataDir: undefined,
      drill: undefined,
      runName: '',
    }).regions;
  } catch (error) {
    if (error instanceof StartError) return [];
    throw error;
  }
}

/**
 * The words of `serve` with `--region NAME|FOLDER`, or the region of `--config DIR`, turned into the `--region-dir` that the
 * gateway takes. Throws StartError, which lists what there is.
 */
export function withRegionDir(args: readonly string[], folders = regionFolders()): string[] {
  const callerDir = process.env['INIT_CWD'] ?? process.cwd();
  const words = args.flatMap((word, i) => {
    if (args[i - 1] === '--region') return [];
    const inline = /^--region=(.*)$/s.exec(word)?.[1];
    if (word !== '--region' && inline === undefined) return [word];
    const wanted = inline ?? args[i + 1] ?? '';
    return ['--region-dir', findRegion({ wanted, callerDir, folders })];
  });
  const config = valueOf(args, '--config');
  if (config === undefined || words.some((word) => /^--region-dir(=|$)/.test(word))) return words;
  const dir = resolve(callerDir, config);
  return [
    ...words,
    '--region-dir',
    findRegion({
      wanted: readLiveConfig(dir).region,
      callerDir: dir,
      folders: [join(dir, 'regions'), ...folders],
    }),
  ];
}

function valueOf(args: readonly string[], flag: string): string | undefined {
  const inline = args.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
  return inline ?? (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
}

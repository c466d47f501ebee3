import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { StartError } from './start-text.ts';

/** The region of a start where `--region` is not given. */
export const DEFAULT_REGION = 'jinan';

export interface RegionSearch {
  /** A pack's name or folder, as typed. */
  readonly wanted: string | undefined;
  /** Folder that relative paths start from. */
  readonly callerDir: string;
  /** Folders that hold packs side by side; of two packs with one name the earlier folder's is taken. */
  readonly folders: readonly string[];
}

/**
 * The folder of the pack that was asked for. A word with a slash, or that is `.` or `..`, is a folder; another is the name of an
 * installed pack. Throws StartError, which lists what there is.
 */
export function findRegion({ wanted = DEFAULT_REGION, callerDir, folders }: RegionSearch): string {
  const isFolder = /[\\/]/.test(wanted) || wanted === '.' || wanted === '..';
  const dir = isFolder
    ? resolve(callerDir, wanted)
    : folders
        .filter(() => !wanted.startsWith('.'))
        .map((folder) => join(folder, wanted))
        .find((one) => kindOf(one) !== undefined);
  const kind = dir === undefined ? undefined : kindOf(dir);
  if (dir !== undefined && kind === 'roads') return dir;
  if (kind === 'board') throw new StartError({ kind: 'region-is-board', name: basename(dir ?? wanted) });
  const known = [...new Set(folders.flatMap((folder) => packsIn(folder, 'roads')))].toSorted();
  if (isFolder) throw new StartError({ kind: 'region-missing', folder: dir ?? wanted, known });
  throw new StartError({ kind: 'region-unknown', name: wanted, known, folders });
}

/** The board without roads that goes with a region: `<name>-board`, else the first installed one; undefined: none is. */
export function findBoard(regionDir: string, folders: readonly string[]): string | undefined {
  const own = `${basename(regionDir)}-board`;
  const boards = folders.flatMap((folder) => packsIn(folder, 'board').map((name) => ({ folder, name })));
  const found = boards.find(({ name }) => name === own) ?? boards[0];
  return found === undefined ? undefined : join(found.folder, found.name);
}

function packsIn(folder: string, kind: 'roads' | 'board'): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap(({ name }) =>
    !name.startsWith('.') && kindOf(join(folder, name)) === kind ? [name] : [],
  );
}

/** What a folder holds; undefined: no pack, or none whose manifest can be read. */
function kindOf(dir: string): 'roads' | 'board' | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
    if (typeof manifest !== 'object' || manifest === null) return undefined;
    return 'kind' in manifest && manifest.kind === 'board' ? 'board' : 'roads';
  } catch {
    return undefined;
  }
}

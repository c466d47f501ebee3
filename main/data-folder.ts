import { posix, win32 } from 'node:path';
import { StartError } from './start-text.ts';

export interface DataFolderInput {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  /** Directory the user typed the command in. */
  readonly callerDir: string;
  /** As typed; undefined = the usual place. */
  readonly dataDir: string | undefined;
  readonly drill: string | undefined;
  /** Names the gateway elsewhere that this console joins; its folder is kept and continued. */
  readonly gatewayName?: string | undefined;
  /** Names this start among others: sortable, safe in a file name. */
  readonly runName: string;
}

export interface DataFolders {
  /** Holds the instance file: the same for every start with the same flags. */
  readonly home: string;
  /** Holds ledger, keys and cache of this start. */
  readonly run: string;
  /** Folders where a user's own region packs lie side by side, the nearer first. */
  readonly regions: readonly string[];
  /** True when the user named the folder, so it is kept and continued. */
  readonly isNamed: boolean;
}

/**
 * A drill is a world of its own and every start a fresh one, unless the user names a folder to continue in. The usual place
 * follows the system: XDG, AppData, Library. Throws StartError where there is no home and none is named.
 */
export function dataFolders(input: DataFolderInput): DataFolders {
  const path = input.platform === 'win32' ? win32 : posix;
  const usual = usualPlace(input);
  const regions = usual === undefined ? [] : [path.join(usual, 'regions')];
  if (input.dataDir !== undefined) {
    const named = path.resolve(input.callerDir, input.dataDir);
    return { home: named, run: named, regions: [path.join(named, 'regions'), ...regions], isNamed: true };
  }
  if (usual === undefined) throw new StartError({ kind: 'no-home' });
  if (input.gatewayName !== undefined) {
    const joined = path.join(usual, 'joined', input.gatewayName);
    return { home: joined, run: joined, regions, isNamed: true };
  }
  const home = path.join(usual, 'drills', input.drill ?? 'default');
  return { home, run: path.join(home, `run-${input.runName}`), regions, isNamed: false };
}

/** Undefined where the system knows no home. */
function usualPlace({ platform, env, homeDir }: DataFolderInput): string | undefined {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    if (local !== undefined && local !== '') return win32.join(local, 'Rampart');
    return win32.isAbsolute(homeDir) ? win32.join(homeDir, 'AppData', 'Local', 'Rampart') : undefined;
  }
  const hasHome = posix.isAbsolute(homeDir);
  if (platform === 'darwin' && hasHome)
    return posix.join(homeDir, 'Library', 'Application Support', 'Rampart');
  const xdg = env['XDG_DATA_HOME'];
  if (xdg !== undefined && posix.isAbsolute(xdg)) return posix.join(xdg, 'rampart');
  return hasHome ? posix.join(homeDir, '.local', 'share', 'rampart') : undefined;
}

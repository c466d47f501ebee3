import { posix, win32 } from 'node:path';

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
 * follows the system: XDG, AppData, Library.
 */
export function dataFolders(input: DataFolderInput): DataFolders {
  const path = input.platform === 'win32' ? win32 : posix;
  const regions = path.join(usualPlace(input), 'regions');
  if (input.dataDir !== undefined) {
    const named = path.resolve(input.callerDir, input.dataDir);
    return { home: named, run: named, regions: [path.join(named, 'regions'), regions], isNamed: true };
  }
  if (input.gatewayName !== undefined) {
    const joined = path.join(usualPlace(input), 'joined', input.gatewayName);
    return { home: joined, run: joined, regions: [regions], isNamed: true };
  }
  const home = path.join(usualPlace(input), 'drills', input.drill ?? 'default');
  return { home, run: path.join(home, `run-${input.runName}`), regions: [regions], isNamed: false };
}

function usualPlace({ platform, env, homeDir }: DataFolderInput): string {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    return win32.join(
      local === undefined || local === '' ? win32.join(homeDir, 'AppData', 'Local') : local,
      'Rampart',
    );
  }
  if (platform === 'darwin') return posix.join(homeDir, 'Library', 'Application Support', 'Rampart');
  const xdg = env['XDG_DATA_HOME'];
  const base = xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(homeDir, '.local', 'share');
  return posix.join(base, 'rampart');
}

/**
 * Fetches the Electron runtime at a start that lacks it, at most once a day and without ever holding the start up for
 * long where the network is closed. The `electron` package is never loaded: its index.js downloads without asking.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LaunchFlags } from '../../main/launcher/flags.ts';
import { electronPath } from '../../main/launcher/launch-electron.ts';
import { shouldFetch } from './decide.ts';
import { awaitFirstByte } from './first-byte.ts';
import { type FetchFailure, fetchFailedLine, fetchingLine } from './provide-text.ts';
import { cachedZip, releaseUrl } from './release.ts';
import { type InstallerOutcome, runInstaller } from './run-installer.ts';

export interface ProvideInput {
  /** Folder that holds node_modules and .cache. */
  readonly repoRoot: string;
  readonly flags: LaunchFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly homeDir: string;
  readonly isRoot: boolean;
  readonly nowMs: number;
  /** Receives the lines for the operator. */
  readonly say: (line: string) => void;
  /** Receives a dot per 5 MB, and a line break after the last one. */
  readonly draw: (text: string) => void;
  /** Aborting ends the download; the answer is then 'stopped'. */
  readonly signal: AbortSignal;
  /** 20 s to the first byte and 60 s without progress unless a test says otherwise. */
  readonly firstByteMs?: number;
  readonly stallMs?: number;
  readonly pollMs?: number;
}

/** `untried`: it was not the moment, nothing was said. `failed`: one line was said. */
export type Provided = 'present' | 'untried' | 'failed' | 'stopped';

const FIRST_BYTE_MS = 20_000;
const STALL_MS = 60_000;
const BYTES_A_DOT = 5_000_000;

/** Resolves when the runtime is there or will not come; never rejects. */
export async function provideElectron(input: ProvideInput): Promise<Provided> {
  const { repoRoot, env, platform } = input;
  const isPresent = existsSync(electronPath(repoRoot, env, platform));
  if (isPresent) return 'present'; // the usual start: no other file is looked at
  const stampFile = join(repoRoot, '.cache', 'electron-tried');
  if (!shouldFetch({ ...input, isPresent, lastTryAtMs: readStamp(stampFile) })) return 'untried';
  const home = join(repoRoot, 'node_modules', 'electron');
  const version = installedVersion(home);
  if (version === undefined || !canWrite(home) || !writeStamp(stampFile, input.nowMs)) return 'untried';

  const url = releaseUrl({ version, env, platform, arch: input.arch });
  const host = URL.canParse(url) ? new URL(url).host : url;
  input.say(fetchingLine(input.flags.messageLang, host));
  const outcome = await fetchRuntime(input, url, home);
  if (outcome.kind === 'stopped') return 'stopped';
  if (outcome.kind === 'done') {
    rmSync(stampFile, { force: true });
    return 'present';
  }
  input.say(fetchFailedLine(input.flags.messageLang, host, outcome));
  return 'failed';
}

async function fetchRuntime(
  input: ProvideInput,
  url: string,
  home: string,
): Promise<FetchFailure | Extract<InstallerOutcome, { kind: 'done' | 'stopped' }>> {
  const { signal, firstByteMs = FIRST_BYTE_MS, stallMs = STALL_MS } = input;
  // A file fetched before (an earlier install, a cache laid down by hand) needs no network.
  const cached = cachedZip(url, input.env, input.platform, input.homeDir);
  if (cached === undefined || !existsSync(cached)) {
    const answer = await awaitFirstByte(url, firstByteMs, signal);
    if (answer.kind !== 'came') return answer;
  }
  let dots = 0;
  const outcome = await runInstaller({
    script: join(home, 'install.js'),
    env: input.env,
    scratchDir: join(input.repoRoot, '.cache', 'electron-download'),
    distDir: join(home, 'dist'),
    startMs: firstByteMs,
    stallMs,
    signal,
    progress: (bytes) => {
      const due = Math.floor(bytes / BYTES_A_DOT) - dots;
      if (due <= 0) return;
      input.draw('.'.repeat(due));
      dots += due;
    },
    ...(input.pollMs === undefined ? {} : { pollMs: input.pollMs }),
  });
  if (dots > 0) input.draw('\n');
  if (outcome.kind !== 'done' || existsSync(electronPath(input.repoRoot, input.env, input.platform)))
    return outcome;
  return { kind: 'failed', reason: 'the installer ended without a runtime' };
}

/** Version of the installed electron package; undefined when it is not installed. */
function installedVersion(home: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest
        ? manifest.version
        : undefined;
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readStamp(file: string): number | undefined {
  try {
    const atMs = Date.parse(readFileSync(file, 'utf8'));
    return Number.isNaN(atMs) ? undefined : atMs;
  } catch {
    return undefined;
  }
}

/** Written before the try, so that a try that is cut short counts too. False where nothing can be written. */
function writeStamp(file: string, atMs: number): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, new Date(atMs).toISOString());
    return true;
  } catch {
    return false;
  }
}

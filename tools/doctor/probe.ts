/** Looks at this machine. Thin: no judgement, and nothing here throws, whatever is missing or forbidden. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { arch, availableParallelism, homedir, release, totalmem, version } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { dataFolders } from '../../main/data-folder.ts';
import { hasDisplay } from '../../main/launcher/display.ts';
import { electronPath } from '../../main/launcher/launch-electron.ts';
import { findBrowser } from '../../main/launcher/open-window.ts';
import { glibcVersion } from '../../main/machine.ts';
import { portsFor } from '../../main/ports.ts';
import { decodeRegion, REGION_FILES } from '../../shared/roads/region.ts';
import type { Facts } from './facts.ts';
import { askWebgl } from './probe-webgl.ts';

/** Where to look; everything else is the machine's own. */
export interface ProbeInput {
  readonly repoRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly callerDir: string;
  /** As typed; undefined = the usual place. */
  readonly dataDir: string | undefined;
  /** First of the three ports; undefined = the usual ones. */
  readonly port: number | undefined;
  readonly nowMs: () => number;
}

const REGION = 'jinan';
/** Written by `npm run bundle`. */
const FILE_LIST = 'MANIFEST.sha256';
const PROGRAM_TIMEOUT_MS = 10_000;

/** Everything the judges want to know; takes a second or two. Leaves nothing behind. */
export async function probe(input: ProbeInput): Promise<Facts> {
  const { repoRoot, env, platform } = input;
  const linux = platform === 'linux';
  const isBundle = existsSync(join(repoRoot, FILE_LIST));
  const isRoot = process.getuid?.() === 0;
  const browser = findBrowser(env, platform, existsSync);
  const electron = attempt(() => electronPath(repoRoot, env, platform)) ?? '';
  return {
    os: { name: osName(), platform, release: release(), arch: arch() },
    node: process.versions.node,
    glibc: attempt(glibcVersion),
    sqlite: await probeSqlite(repoRoot),
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    data: probeFolder(attempt(() => dataFolder(input)) ?? input.callerDir, input.nowMs),
    nowMs: input.nowMs(),
    installedAtMs: attempt(
      () => statSync(join(repoRoot, isBundle ? FILE_LIST : 'package-lock.json')).mtimeMs,
    ),
    hasDisplay: hasDisplay(env, platform),
    isRoot,
    browser,
    electron: { path: electron, isPresent: electron !== '' && existsSync(electron) },
    fonts: linux ? await probeFonts() : undefined,
    soundCards: linux ? attempt(soundCards) : undefined,
    renderNodes: linux ? renderNodes() : undefined,
    webgl: linux && browser !== undefined ? await askWebgl(browser, isRoot) : undefined,
    ports: await probePorts(input.port),
    isBundle,
    packages: attempt(() => (isBundle ? compareFiles(repoRoot) : comparePackages(repoRoot))),
    region: { name: REGION, problem: regionProblem(join(repoRoot, 'regions', REGION)) },
  };
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

/** EROFS, EACCES, ENOSPC: shorter than the sentence around it, and what people search for. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : messageOf(error);
}

function osName(): string {
  const described = attempt(() => readFileSync('/etc/os-release', 'utf8')) ?? '';
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(described)?.[1] ?? attempt(version) ?? process.platform;
}

/** A module that does not fit the machine may end its process, so it is tried in another one. */
async function probeSqlite(repoRoot: string): Promise<Facts['sqlite']> {
  const script = "new (require('better-sqlite3-multiple-ciphers'))(':memory:').exec('select 1')";
  const { error, stderr } = await run(process.execPath, ['-e', script], repoRoot);
  if (error === undefined) return { ok: true, message: '' };
  const line = stderr.split('\n').find((one) => /^\w*Error\b|GLIBC/.test(one));
  return { ok: false, message: (line ?? error).slice(0, 200) };
}

function run(
  file: string,
  args: readonly string[],
  cwd?: string,
): Promise<{ readonly error: string | undefined; readonly stdout: string; readonly stderr: string }> {
  return new Promise((done) => {
    const options = {
      timeout: PROGRAM_TIMEOUT_MS,
      maxBuffer: 16 * 1024 ** 2,
      ...(cwd === undefined ? {} : { cwd }),
    };
    try {
      execFile(file, [...args], options, (error, stdout, stderr) =>
        done({ error: error === null ? undefined : messageOf(error), stdout, stderr }),
      );
    } catch (error) {
      done({ error: messageOf(error), stdout: '', stderr: '' });
    }
  });
}

function dataFolder({ platform, env, callerDir, dataDir }: ProbeInput): string {
  const homeDir = attempt(homedir) ?? '/';
  return dataFolders({ platform, env, homeDir, callerDir, dataDir, drill: undefined, runName: 'doctor' })
    .home;
}

/** Writes in the folder itself, or in the nearest one above that exists: the folder is not made just to be looked at. */
function probeFolder(folder: string, nowMs: () => number): Facts['data'] {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const freeBytes = attempt(() => {
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize;
  });
  let scratch: string | undefined;
  try {
    scratch = mkdtempSync(join(place, '.rampart-doctor-'));
    const file = join(scratch, 'probe');
    writeFileSync(file, 'rampart');
    const fileAheadMs = statSync(file).mtimeMs - nowMs();
    const isSame = readFileSync(file, 'utf8') === 'rampart';
    return { folder, freeBytes, writeError: isSame ? undefined : 'read back otherwise', fileAheadMs };
  } catch (error) {
    return { folder, freeBytes, writeError: codeOf(error), fileAheadMs: undefined };
  } finally {
    const made = scratch;
    if (made !== undefined) attempt(() => rmSync(made, { recursive: true, force: true }));
  }
}

async function probeFonts(): Promise<Facts['fonts']> {
  const all = await run('fc-list', []);
  if (all.error !== undefined) return undefined;
  const chinese = await run('fc-list', [':lang=zh']);
  return { all: linesOf(all.stdout), chinese: linesOf(chinese.stdout) };
}

function linesOf(output: string): number {
  return output.split('\n').filter((line) => line.trim() !== '').length;
}

function soundCards(): number {
  return readFileSync('/proc/asound/cards', 'utf8').match(/^\s*\d+ \[/gm)?.length ?? 0;
}

function renderNodes(): Facts['renderNodes'] {
  const names = (attempt(() => readdirSync('/dev/dri')) ?? []).filter((name) => name.startsWith('renderD'));
  return names.map((name) => {
    const path = `/dev/dri/${name}`;
    const isOpen = attempt(() => accessSync(path, constants.R_OK | constants.W_OK) === undefined) ?? false;
    return { path, isOpen };
  });
}

async function probePorts(first: number | undefined): Promise<Facts['ports']> {
  const { page, ingest, feed } = portsFor(first);
  const ports = [page, ingest, feed].filter((port) => port !== 0);
  return Promise.all(ports.map(async (port) => ({ port, state: await portState(port) })));
}

function portState(port: number): Promise<Facts['ports'][number]['state']> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      done(error.code === 'EACCES' ? 'forbidden' : 'taken'),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => done('free')));
  });
}

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});

/** Throws where nothing is installed. Optional packages of other systems are not wanted here. */
function comparePackages(repoRoot: string): Facts['packages'] {
  const read = (...parts: string[]) =>
    lockSchema.parse(JSON.parse(readFileSync(join(repoRoot, ...parts), 'utf8'))).packages;
  const wanted = Object.entries(read('package-lock.json')).filter(([path]) => path !== '');
  const present = read('node_modules', '.package-lock.json');
  const differing = wanted.filter(([path, { version: want, optional, devOptional }]) => {
    const have = present[path]?.version;
    return have === undefined ? optional !== true && devOptional !== true : have !== want;
  });
  return { wanted: wanted.length, differing: differing.map(([path]) => path.replace(/^node_modules\//, '')) };
}

/** Every file of a bundled folder against its list. */
function compareFiles(root: string): Facts['packages'] {
  const rows = readFileSync(join(root, FILE_LIST), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, sum, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
      return sum === undefined || path === undefined ? [] : [{ sum, path }];
    });
  const differing = rows.filter(({ sum, path }) => attempt(() => sha256(join(root, path))) !== sum);
  return { wanted: rows.length, differing: differing.map(({ path }) => path) };
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function regionProblem(dir: string): string | undefined {
  try {
    decodeRegion(Object.fromEntries(REGION_FILES.map((name) => [name, readFileSync(join(dir, name))])));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

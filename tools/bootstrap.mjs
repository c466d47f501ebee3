// The one entry of every npm script. Plain JavaScript without dependencies: it must run on Node 20 before
// anything is installed. It makes node_modules match the lockfile, finds Node 24 and hands over to tools/run.ts.
// stdout belongs to the sub-command: everything said here goes to stderr.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIRED_MAJOR = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.rampart-lock');
const isWindows = process.platform === 'win32';

const say = (line) => process.stderr.write(`rampart: ${line}\n`);

function fail(line) {
  say(line);
  process.exit(1);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  try {
    return readFileSync(stampFile, 'utf8') === lockHash();
  } catch {
    return false;
  }
}

const readLock = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** A developer's own `npm install x` leaves a tree that already matches the new lockfile: no second install. */
function adoptMatchingTree() {
  let wanted;
  let present;
  try {
    wanted = readLock(join(root, 'package-lock.json'));
    present = readLock(join(modules, '.package-lock.json'));
  } catch {
    return false;
  }
  const isSame = (path) =>
    present[path]?.version === wanted[path]?.version && present[path]?.integrity === wanted[path]?.integrity;
  const required = Object.keys(wanted).filter(
    (path) => path !== '' && !wanted[path].optional && !wanted[path].devOptional,
  );
  if (![...required, ...Object.keys(present)].every(isSame)) return false;
  writeFileSync(stampFile, lockHash());
  return true;
}

/** npm's own script, to be run by this Node: no shell and no npm.cmd, so any path works on Windows too. */
function findNpmCli() {
  const here = dirname(process.execPath);
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => {
    const npm = join(dir, isWindows ? 'npm.cmd' : 'npm');
    if (dir === '' || !existsSync(npm)) return [];
    return isWindows ? [join(dir, 'node_modules', 'npm', 'bin', 'npm-cli.js')] : [realpathSync(npm)];
  });
  const candidates = [
    process.env.npm_execpath,
    join(here, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(here, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...onPath,
  ];
  // npm_execpath may be yarn or pnpm, or a native npm: only npm's own JavaScript will do.
  return candidates.find((file) => file && /npm-cli\.(c|m)?js$/.test(file) && existsSync(file));
}

/** One install at a time: two commands started together on a fresh clone must not fight over node_modules. */
async function withInstallLock(work) {
  const lock = join(root, '.cache', 'install.lock');
  for (let waited = false; !takeLock(lock); waited = true) {
    if (!waited) say('another install is running; waiting for it');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release); // fail() ends the process from anywhere
  work();
  process.off('exit', release);
  release();
}

/** Whether the lock is now ours. A lock whose owner is gone (killed in mid-install) is cleared away. */
function takeLock(lock) {
  try {
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      fail(`cannot write in ${root} (${error.code}): check the folder's rights and start again`);
    }
  }
  if (!isAlive(lock)) rmSync(lock, { force: true });
  return false;
}

function isAlive(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner === 0) return true; // created a moment ago and not yet written
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function install() {
  if (isInstalled() || adoptMatchingTree()) return; // another process, or a developer, did it
  const npm = findNpmCli();
  if (npm === undefined) fail('npm was not found beside this Node: install Node.js with npm and start again');
  say('installing the packages of package-lock.json (once; about a minute) ...');
  const started = Date.now();
  const args = [npm, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-engine-strict'];
  args.push('--no-audit', '--no-fund', '--loglevel=error');
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2], env: installEnv() });
  if (result.status !== 0) {
    fail(
      `npm ci failed (${result.error?.message ?? `exit ${result.status ?? result.signal}`}): check network and disk, then start again`,
    );
  }
  writeFileSync(stampFile, lockHash());
  say(`installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** The flags of the outer npm run (--silent, a workspace, omit=optional) must not leak into the install. */
function installEnv() {
  const leaking =
    /^npm_(config_(omit|only|production|silent|loglevel|workspace|workspaces)|package_|lifecycle_|command)/i;
  const kept = Object.entries(process.env).filter(([name]) => !leaking.test(name) && name !== 'NODE_ENV');
  return Object.fromEntries(kept);
}

function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= REQUIRED_MAJOR) return process.execPath;
  const os = isWindows ? 'win' : process.platform;
  const file = join(modules, `node-${os}-${process.arch}`, 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(file)) return file;
  return fail(
    `Node ${REQUIRED_MAJOR} or newer is needed and is not bundled for ${process.platform}-${process.arch} (this is ${process.versions.node}): ` +
      `install it (macOS: "brew install node@${REQUIRED_MAJOR}", others: nodejs.org) and start again`,
  );
}

/**
 * When the command was given (ms since 1970), for commands with a time limit: npm's start where the system tells it (Linux:
 * hundredths of a second since boot), or this program's.
 */
function givenAtMs() {
  const own = performance.timeOrigin;
  if (process.env.npm_lifecycle_event === undefined) return own;
  try {
    const hundredths = (pid) =>
      Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19]);
    const beforeMs = 10 * (hundredths('self') - hundredths(process.ppid));
    return beforeMs > 0 && beforeMs < 60_000 ? own - beforeMs : own;
  } catch {
    return own;
  }
}

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  say('usage: node tools/bootstrap.mjs <start|test|check|rampart|shots|bench|fmt> [args]');
  process.exit(2);
}
if (!isInstalled()) await withInstallLock(install);

const child = spawn(findNode(), [join(root, 'tools', 'run.ts'), command, ...args], {
  stdio: 'inherit',
  env: {
    ...process.env,
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    RAMPART_GIVEN_AT_MS: String(givenAtMs()),
  },
});
child.on('error', (error) =>
  fail(`cannot start Node ${REQUIRED_MAJOR}: ${error.message}; delete node_modules and start again`),
);

// A terminal sends Ctrl-C to the whole group: staying alive is enough there. A signal sent to this process
// alone (a supervisor's SIGTERM) has to be passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']) {
  if (!(signal in constants.signals)) continue;
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

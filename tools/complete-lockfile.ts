/**
 * `npm run lock`: writes into package-lock.json the platform packages that `npm install` left out because the
 * registry in use does not carry them. `npm ci` refuses a lockfile that lacks one, even on platforms that never
 * install it; elsewhere npm then finds them by version.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { REPO_ROOT } from './spawn.ts';

const names = z.union([z.string(), z.array(z.string())]).optional();

/** The part of a lockfile that is read here; the rest is kept as it is. */
const lockfileSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      os: names,
      cpu: names,
      libc: names,
    }),
  ),
});

export type Lockfile = z.infer<typeof lockfileSchema>;
type LockEntry = Lockfile['packages'][string];

const PLATFORM =
  /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|mips64el)(?:-(\w+))?$/;

/** The lockfile of the repository. */
export function readLockfile(root = REPO_ROOT): Lockfile {
  return lockfileSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
}

/** Platform packages that an entry asks for and the lockfile does not have, as entries to add. Pure. */
export function missingPlatformEntries(lock: Lockfile): Readonly<Record<string, LockEntry>> {
  const missing: Record<string, LockEntry> = {};
  for (const parent of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      const platform = PLATFORM.exec(name);
      if (lock.packages[path] !== undefined || platform === null || !/^\d/.test(version)) continue;
      missing[path] = platformEntry(parent, version, platform);
    }
  }
  return missing;
}

function platformEntry(parent: LockEntry, version: string, platform: RegExpExecArray): LockEntry {
  const [, os = '', cpu = '', abi = ''] = platform;
  const libc =
    os !== 'linux'
      ? undefined
      : abi.startsWith('musl')
        ? 'musl'
        : abi.startsWith('gnu')
          ? 'glibc'
          : undefined;
  return {
    version,
    cpu: [cpu],
    ...(parent.dev === true ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    ...(parent.license === undefined ? {} : { license: parent.license }),
    optional: true,
    os: [os],
  };
}

/** Completes package-lock.json in place. Answers an exit code. */
export async function completeLockfile(): Promise<number> {
  const file = join(REPO_ROOT, 'package-lock.json');
  const missing = missingPlatformEntries(readLockfile());
  // Re-read without a shape: what is written back keeps npm's own order of keys.
  const anything = z.record(z.string(), z.unknown());
  const lock = anything.parse(JSON.parse(readFileSync(file, 'utf8')));
  const present = anything.parse(lock['packages']);
  const paths = Object.keys({ ...present, ...missing }).toSorted((a, b) => a.localeCompare(b, 'en'));
  const packages = Object.fromEntries(paths.map((path) => [path, present[path] ?? missing[path]]));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
  process.stderr.write(
    `rampart: ${Object.keys(missing).length} platform packages added to package-lock.json\n`,
  );
  return 0;
}

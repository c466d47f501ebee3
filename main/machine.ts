import { statfsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';

/** The prebuilt database is linked against this glibc. */
export const REQUIRED_GLIBC = '2.34';
/** Below this a ledger cannot begin. */
const FULL_BYTES = 32 * 1024 ** 2;
/** Below this the history of positions may soon fill the disk. */
export const LOW_BYTES = 1024 ** 3;
const DAY_MS = 24 * 3_600_000;
const FIRST_YEAR = 2025;
const LAST_YEAR = 2100;

/** "2.36"; undefined off Linux, and on Linux without glibc (musl). */
export function glibcVersion(): string | undefined {
  if (process.report === undefined) return undefined;
  // a report asks the name server for every open connection unless told not to
  Object.assign(process.report, { excludeNetwork: true });
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return undefined;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return undefined;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : undefined;
}

/** Whether a Linux's C library is too old for the database, or is none of glibc's. */
export function isOldGlibc(version: string | undefined): boolean {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = REQUIRED_GLIBC.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

/** The user's home; empty where the system knows none (a service account without an entry). */
export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/** How much room a folder's disk has: too little to begin, little, enough; `unknown` where the system does not say. */
export function diskRoom(folder: string): {
  readonly room: 'full' | 'low' | 'enough' | 'unknown';
  readonly freeBytes: number;
} {
  try {
    const { bavail, bsize } = statfsSync(folder);
    const freeBytes = bavail * bsize;
    return { room: freeBytes < FULL_BYTES ? 'full' : freeBytes < LOW_BYTES ? 'low' : 'enough', freeBytes };
  } catch {
    return { room: 'unknown', freeBytes: 0 };
  }
}

/** Whether the clock cannot be right: outside the years of this program, or a day before it was put here. */
export function isClockWrong(nowMs: number, installedAtMs: number | undefined): boolean {
  const year = new Date(nowMs).getUTCFullYear();
  return (
    year < FIRST_YEAR || year > LAST_YEAR || (installedAtMs !== undefined && installedAtMs - nowMs > DAY_MS)
  );
}

/** When a file was put here; undefined when it is not there. */
export function writtenAtMs(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const KEEP = 3;

/** Deletes the folders of earlier drills but the newest three; a folder names its process at the end, and one that lives is kept. */
export function sweepRuns(home: string, current: string, isAlive: (pid: number) => boolean): void {
  const runs = readdirSync(home)
    .filter((name) => /^run-\d{14}-\d+$/.test(name) && join(home, name) !== current)
    .toSorted();
  for (const name of runs.slice(0, -KEEP)) {
    const pid = Number(name.slice(name.lastIndexOf('-') + 1));
    if (!isAlive(pid)) rmSync(join(home, name), { recursive: true, force: true });
  }
}

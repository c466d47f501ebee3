/** `npm run bench -- <names...> [--json]`. */
import { join } from 'node:path';
import { REPO_ROOT, runNode } from './spawn.ts';

/** Runs the named benches, or all. Answers 0 when every goal was met, 1 when one was missed, 2 for a wrong name. */
export function runBench(args: readonly string[]): Promise<number> {
  return runNode([join(REPO_ROOT, 'tests', 'bench', 'run.ts'), ...args], { cwd: REPO_ROOT });
}

/** `npm run check`: every static gate, one line each; what a failing gate says is shown in full. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkBoundaries, PROGRAM_FOLDERS } from './boundaries.ts';
import { checkLicences } from './licences.ts';
import { type Captured, REPO_ROOT, captureNode, packageFile } from './spawn.ts';

interface Step {
  readonly name: string;
  readonly run: () => Promise<Captured>;
}

const folders = PROGRAM_FOLDERS.filter((folder) => existsSync(join(REPO_ROOT, folder)));

const STEPS: readonly Step[] = [
  {
    name: 'types',
    run: () => captureNode([packageFile('typescript', 'bin', 'tsc'), '-b', '--pretty', 'false']),
  },
  {
    name: 'lint',
    run: () => captureNode([packageFile('oxlint', 'bin', 'oxlint'), '--max-warnings', '0', ...folders]),
  },
  {
    name: 'unused',
    run: () => captureNode([packageFile('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints']),
  },
  { name: 'boundaries', run: boundaries },
  {
    name: 'format',
    run: () =>
      captureNode([packageFile('@biomejs', 'biome', 'bin', 'biome'), 'format', '.', '--reporter=summary']),
  },
  { name: 'licences', run: licences },
];

/** Runs the gates named in `args`, or all of them; two at a time. Answers 0 when all are green, else 1. */
export async function runCheck(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => !STEPS.some((step) => step.name === arg));
  if (unknown.length > 0) {
    process.stderr.write(
      `rampart: no such check: ${unknown.join(' ')}; known: ${STEPS.map((s) => s.name).join(' ')}\n`,
    );
    return 2;
  }
  mkdirSync(join(REPO_ROOT, '.cache', 'tsc'), { recursive: true });
  const waiting = STEPS.filter((step) => args.length === 0 || args.includes(step.name));
  const total = waiting.length;
  const failed: string[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await runStep(step))) failed.push(step.name);
    }
  };
  await Promise.all([lane(), lane()]);
  const verdict = failed.length === 0 ? 'all green' : `failed: ${failed.join(', ')}`;
  process.stdout.write(`check: ${total - failed.length} of ${total} passed, ${verdict}\n`);
  return failed.length === 0 ? 0 : 1;
}

async function runStep(step: Step): Promise<boolean> {
  const startedMs = performance.now();
  const { exitCode, output } = await step.run();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const isGreen = exitCode === 0;
  process.stdout.write(`${isGreen ? 'ok  ' : 'FAIL'} ${step.name.padEnd(10)} ${seconds} s\n`);
  if (!isGreen) process.stdout.write(`${output.trimEnd()}\n`);
  return isGreen;
}

async function boundaries(): Promise<Captured> {
  const { modulesRead, breaches } = await checkBoundaries(REPO_ROOT);
  if (modulesRead === 0)
    return { exitCode: 1, output: 'no module was read: the check is not looking at the tree' };
  const lines = breaches.map((breach) => `${breach.rule}: ${breach.from} -> ${breach.to}`);
  return { exitCode: lines.length === 0 ? 0 : 1, output: lines.join('\n') };
}

async function licences(): Promise<Captured> {
  const { packagesRead, problems } = checkLicences();
  if (packagesRead === 0) return { exitCode: 1, output: 'no package was read from package-lock.json' };
  const lines = problems.map((problem) => `${problem.name}: ${problem.licence}`);
  return { exitCode: lines.length === 0 ? 0 : 1, output: lines.join('\n') };
}

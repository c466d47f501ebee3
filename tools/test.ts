/** `npm test`: everything that needs no Electron, then one line with the counts. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildRenderer } from './build-renderer.ts';
import { ensureChromium } from './chromium.ts';
import { REPO_ROOT, packageFile, runNode } from './spawn.ts';
import { type Counts, countPlaywright, countVitest, countsLine, sumCounts } from './test-counts.ts';

interface Run {
  readonly counts: Counts;
  readonly exitCode: number;
}

const RUNNERS: Readonly<Record<string, () => Promise<Run>>> = { unit: runVitest, e2e: runPlaywright };
const reports = join(REPO_ROOT, '.cache', 'test');

/** Runs the parts named in `args` (unit, e2e), or both. Answers 0 only when nothing failed. */
export async function runTests(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => !Object.hasOwn(RUNNERS, arg));
  if (unknown.length > 0) {
    process.stderr.write(
      `rampart: no such tests: ${unknown.join(' ')}; known: ${Object.keys(RUNNERS).join(' ')}\n`,
    );
    return 2;
  }
  mkdirSync(reports, { recursive: true });
  const runs: Run[] = [];
  for (const [name, run] of Object.entries(RUNNERS)) {
    if (args.length > 0 && !args.includes(name)) continue;
    const startedMs = performance.now();
    say(`${name} tests ...`);
    const result = await run();
    runs.push(result);
    say(
      `${name} tests: ${countsLine(result.counts)}, ${((performance.now() - startedMs) / 1000).toFixed(0)} s`,
    );
  }
  const total = sumCounts(runs);
  process.stdout.write(`${countsLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

async function runVitest(): Promise<Run> {
  const report = freshReport('vitest.json');
  const script = packageFile('vitest', 'vitest.mjs');
  const flags = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const exitCode = await runNode([script, ...flags], { cwd: REPO_ROOT });
  return { counts: countVitest(readReport(report)), exitCode };
}

async function runPlaywright(): Promise<Run> {
  const broken: Run = { counts: { passed: 0, failed: 1, skipped: 0 }, exitCode: 1 };
  const browser = await ensureChromium(say);
  if ('problem' in browser) {
    say(browser.problem);
    return broken;
  }
  if ((await buildRenderer()) !== 0) return broken;
  const report = freshReport('playwright.json');
  const script = packageFile('@playwright', 'test', 'cli.js');
  const config = join('tests', 'e2e', 'playwright.config.ts');
  const exitCode = await runNode([script, 'test', '--config', config, '--reporter=list,json'], {
    cwd: REPO_ROOT,
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROME_PATH: browser.path },
  });
  return { counts: countPlaywright(readReport(report)), exitCode };
}

function freshReport(name: string): string {
  const file = join(reports, name);
  rmSync(file, { force: true });
  return file;
}

/** Undefined when the runner wrote no report: the counts then say so. */
function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function say(line: string): void {
  process.stderr.write(`rampart: ${line}\n`);
}

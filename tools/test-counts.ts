/** Adds up what the test runners report. A runner that says nothing, or fails outside a test, counts as a failure. */
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** Reads Vitest's JSON report. A file that failed as a whole (it did not load) is one failure. */
export function countVitest(report: unknown): Counts {
  const parsed = vitestReport.safeParse(report);
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 };
  const { data } = parsed;
  const brokenFiles = data.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: data.numPassedTests,
    failed: data.numFailedTests + brokenFiles.length,
    skipped: data.numPendingTests + data.numTodoTests,
  };
}

/** Reads Playwright's JSON report. A test that passed only on a second try is a failure. */
export function countPlaywright(report: unknown): Counts {
  const parsed = playwrightReport.safeParse(report);
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, errors } = parsed.data;
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/** The sum, with at least one failure for every runner that did not end with 0. */
export function sumCounts(runs: readonly { readonly counts: Counts; readonly exitCode: number }[]): Counts {
  return runs
    .map(({ counts, exitCode }) =>
      exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts,
    )
    .reduce(
      (a, b) => ({
        passed: a.passed + b.passed,
        failed: a.failed + b.failed,
        skipped: a.skipped + b.skipped,
      }),
      {
        passed: 0,
        failed: 0,
        skipped: 0,
      },
    );
}

/** The last line of `npm test`. */
export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

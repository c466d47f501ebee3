import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, countsLine, sumCounts } from './test-counts.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((t) => ({ status: t })),
});

describe('test counts', () => {
  it('adds Vitest tests, and files that did not load', () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [file('passed', 'passed'), file('failed', 'failed'), file('failed')],
    };
    expect(countVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it('adds Playwright tests, flaky ones and errors outside tests as failures', () => {
    const report = {
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: 'x' }],
    };
    expect(countPlaywright(report)).toEqual({ passed: 4, failed: 3, skipped: 2 });
  });

  it('takes a missing or strange report as a failure', () => {
    expect(countVitest(undefined).failed).toBe(1);
    expect(countPlaywright({}).failed).toBe(1);
  });

  it('never reports success for a runner that ended badly', () => {
    const green = { passed: 3, failed: 0, skipped: 1 };
    expect(
      sumCounts([
        { counts: green, exitCode: 0 },
        { counts: green, exitCode: 1 },
      ]),
    ).toEqual({ passed: 6, failed: 1, skipped: 2 });
    expect(countsLine(sumCounts([]))).toBe('0 passed, 0 failed, 0 skipped');
  });
});

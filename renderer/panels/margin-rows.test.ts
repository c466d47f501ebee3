import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARGIN_STAGES } from '../../shared/domain/margin-account.ts';
import { marginRows } from './margin-rows.ts';

const stage = fc.record({
  stage: fc.constantFrom(...MARGIN_STAGES),
  lostMs: fc.integer({ min: -5e6, max: 5e6 }),
});
const common = {
  kind: 'ledger',
  dueMs: 0,
  factAtMs: 0,
  fromMs: 0,
  untilMs: 0,
  end: 'met',
  placeFrom: 'met',
} as const;

describe('margin rows', () => {
  it('add up in the seconds that are shown, and are within a second of the truth', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(stage, { selector: (one) => one.stage }),
        fc.integer({ min: -5e6, max: 5e6 }),
        (stages, startMs) => {
          const endMs = startMs - stages.reduce((sum, { lostMs }) => sum + lostMs, 0);
          const shown = marginRows({ ...common, ledger: { startMs, endMs, stages } });
          expect(shown.rows.reduce((sum, { lostS }) => sum + lostS, 0)).toBe(shown.startS - shown.endS);
          for (const { stage: of, lostS } of shown.rows) {
            const truthMs = stages.find((one) => one.stage === of)?.lostMs ?? Number.NaN;
            expect(Math.abs(lostS * 1000 - truthMs)).toBeLessThanOrEqual(1000);
          }
        },
      ),
    );
  });

  it('shows losses first and gains last, each against all the room there is', () => {
    const stages = [
      { stage: 'desk', lostMs: 120_000 },
      { stage: 'units-moved', lostMs: -60_000 },
    ] as const;
    const shown = marginRows({ ...common, ledger: { startMs: 100_000, endMs: 40_000, stages } });
    expect(shown.zero).toBeCloseTo(2 / 3);
    expect(shown.rows.map(({ stage: of, lostS }) => [of, lostS])).toEqual([
      ['desk', 120],
      ['units-moved', -60],
    ]);
    expect(shown.rows[0]?.part).toBeCloseTo(2 / 3);
    expect(shown.rows[1]?.part).toBeCloseTo(1 / 3);
    const lostOnly = marginRows({
      ...common,
      ledger: { startMs: 100_000, endMs: -20_000, stages: stages.slice(0, 1) },
    });
    expect([lostOnly.zero, lostOnly.rows[0]?.part]).toEqual([1, 1]);
  });
});

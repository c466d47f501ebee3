import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendTogether, type Want } from './send-together.ts';

const race = (chance: Want['chance'], more: Partial<Want> = {}): Want => ({
  chance,
  worth: 1,
  unansweredCost: 0.3,
  ...more,
});

describe('sendTogether', () => {
  it('leaves the only unit that makes the tight race to it', () => {
    expect([...sendTogether([race([0.95, 0.9]), race([0.8, 0])], [0, 0])]).toEqual([1, 0]);
  });

  it('keeps the last cover rather than send it where hardly anything is at stake', () => {
    const doubtful = race([0.9], { worth: 0.2, unansweredCost: 0 });
    expect([...sendTogether([doubtful], [0.25])]).toEqual([-1]);
    expect([...sendTogether([doubtful], [0.05])]).toEqual([0]);
  });

  it('turns nobody round for little', () => {
    const underWay = race([0.9, undefined], { has: 0 });
    expect([...sendTogether([underWay, race([0.92, 0.9])], [0, 0])]).toEqual([0, 1]);
  });

  it('is as good as trying everything', () => {
    const p = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined });
    const world = fc.tuple(
      fc.array(fc.record({ chance: fc.tuple(p, p, p), unansweredCost: fc.constantFrom(0, 0.3) }), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(0.1), fc.constant(0.2)),
    );
    fc.assert(
      fc.property(world, ([rows, away]) => {
        const wants = rows.map(({ chance, unansweredCost }) => race(chance, { unansweredCost }));
        const worthOf = (sent: readonly number[]): number =>
          sent.reduce((sum, unit, i) => {
            const want = wants[i];
            if (want === undefined || unit < 0) return sum;
            return sum + (want.chance[unit] ?? -Infinity) + want.unansweredCost - (away[unit] ?? 0);
          }, 0);
        const best = (i: number, used: readonly number[], sent: readonly number[]): number =>
          i === wants.length
            ? worthOf(sent)
            : Math.max(
                ...[-1, 0, 1, 2]
                  .filter(
                    (unit) => unit < 0 || (!used.includes(unit) && wants[i]?.chance[unit] !== undefined),
                  )
                  .map((unit) => best(i + 1, [...used, unit], [...sent, unit])),
              );
        expect(worthOf([...sendTogether(wants, away)])).toBeCloseTo(best(0, [], []), 9);
      }),
    );
  });
});

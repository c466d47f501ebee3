import { describe, expect, it } from 'vitest';
import { drawShift } from './draw-shift.ts';
import { runShift, type SendPolicy, type WaitPolicy } from './run-shift.ts';
import { consoleFirst, roadFirst, straightLineFirst } from './send-policies.ts';
import { clairvoyantOutcomes, scoreShift } from './shift-score.ts';
import { standby } from './standby-policy.ts';
import { PAST, TOWN } from './testing/square-town.ts';
import { together } from './together-policy.ts';

const SEEDS = Array.from({ length: 12 }, (_, i) => i);
const WAYS: Readonly<Record<string, readonly [SendPolicy, WaitPolicy?]>> = {
  'straight line': [straightLineFirst()],
  road: [roadFirst()],
  console: [consoleFirst()],
  together: [together(PAST)],
  'together with standby': [together(PAST), standby(PAST)],
};

describe.each(Object.entries(WAYS))('shifts sent by %s', (_, [send, wait]) => {
  it('come out the same for the same seed', () => {
    for (const seed of SEEDS)
      expect(runShift(drawShift(seed, TOWN, 4), send, wait)).toEqual(
        runShift(drawShift(seed, TOWN, 4), send, wait),
      );
  });

  it('account for every alert once, nobody before it was raised, and groups add up', () => {
    for (const seed of SEEDS) {
      const shift = drawShift(seed, TOWN, 3);
      const outcomes = runShift(shift, send, wait);
      expect(outcomes.map(({ incident }) => incident)).toEqual(shift.incidents);
      for (const { incident, arriveS } of outcomes) {
        if (arriveS !== undefined) expect(arriveS).toBeGreaterThan(incident.raisedS);
      }
      const { all, ...groups } = scoreShift(outcomes);
      for (const figure of ['real', 'late', 'lostFen', 'savedFen', 'responseS'] as const) {
        const sum = Object.values(groups).reduce((total, score) => total + score[figure], 0);
        expect(sum).toBeCloseTo(all[figure], 3);
      }
      expect(all.lostFen + all.savedFen).toBe(shift.incidents.reduce((total, { fen }) => total + fen, 0));
    }
  });

  it('arrive nowhere before somebody who knows everything', () => {
    for (const seed of SEEDS) {
      const shift = drawShift(seed, TOWN, 5);
      const bound = clairvoyantOutcomes(shift, wait === undefined ? [] : TOWN.posts);
      for (const [i, { arriveS = Infinity }] of runShift(shift, send, wait).entries())
        expect(arriveS).toBeGreaterThanOrEqual((bound[i]?.arriveS ?? Infinity) - 1e-6);
    }
  });
});

describe('a shift', () => {
  it('has the same alerts and the same luck whatever the number of cars', () => {
    const [few, many] = [drawShift(3, TOWN, 2), drawShift(3, TOWN, 9)];
    expect(few.incidents).toEqual(many.incidents);
    for (const { id } of few.incidents) expect(few.luck('U001', id)).toEqual(many.luck('U001', id));
  });

  it('ends even when two alerts are made to take one car from each other for ever', () => {
    const shift = drawShift(1, TOWN, 1);
    const greedy: SendPolicy = ({ waiting, free, underWay }) => {
      const unit = free[0]?.unit ?? underWay[0]?.unit;
      const incident = waiting[0];
      return unit === undefined || incident === undefined
        ? undefined
        : { incidentId: incident.id, unitId: unit.unitId };
    };
    expect(runShift(shift, greedy)).toHaveLength(shift.incidents.length);
  });

  it('loses fewer when sent together and waiting well than nearest first', () => {
    const late = (send: SendPolicy, wait?: WaitPolicy): number =>
      Array.from({ length: 60 }, (_, i) => drawShift(100 + i, TOWN, 4))
        .map((shift) => scoreShift(runShift(shift, send, wait)).all.late)
        .reduce((sum, n) => sum + n, 0);
    expect(late(together(PAST), standby(PAST))).toBeLessThan(0.9 * late(roadFirst()));
  });
});

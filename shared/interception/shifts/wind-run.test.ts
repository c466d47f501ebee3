import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  WIND_GROUPS,
  WIND_MEASURES,
  type WindChange,
  type WindQuery,
  type WindReport,
} from '../../domain/wind-tunnel.ts';
import { must } from '../../kit/invariant.ts';
import { createRng } from '../../kit/rng.ts';
import { dealCars, drawShift } from './draw-shift.ts';
import { nightDifference } from './night-difference.ts';
import { runShift, type SendPolicy } from './run-shift.ts';
import { roadFirst } from './send-policies.ts';
import { holdBack } from './shift-rules.ts';
import { clairvoyantOutcomes, scoreShift } from './shift-score.ts';
import type { ShiftUnit } from './shift-world.ts';
import { PAST, postOf, TOWN } from './testing/square-town.ts';
import { createWindRun, type WindRun } from './wind-run.ts';
import { whoPays } from './wind-report.ts';

const TODAY = { cars: 5, isStandby: false, isTogether: false };

function played(query: WindQuery): WindRun {
  const run = createWindRun(PAST, query, postOf);
  let isMore = true;
  while (isMore) isMore = run.play();
  return run;
}

const differences = ({ groups }: WindReport): (number | undefined)[] =>
  WIND_GROUPS.flatMap((group) => WIND_MEASURES.map((one) => groups[group].figures?.[one].difference));

describe('the same rule on both sides', () => {
  it.each<readonly [string, WindChange]>([
    ['cars', { kind: 'cars', cars: 5 }],
    ['a post moved to where it is', { kind: 'post', fromPostId: 'post-1', toPostId: 'post-1' }],
    ['a post nobody stands at moved', { kind: 'post', fromPostId: 'post-5', toPostId: 'post-9' }],
    ['standby', { kind: 'standby', isOn: false }],
    ['together', { kind: 'together', isOn: false }],
  ])('differs by nothing at all: %s', (_, change) => {
    const query = { today: TODAY, change, shifts: 3 };
    const report = played(query).report('done');
    expect(differences(report).every((one) => one === 0)).toBe(true);
    const { groups } = report;
    for (const one of WIND_MEASURES) {
      expect(groups.all.figures?.[one].interval).toEqual([0, 0]);
      expect(groups.all.figures?.[one].verdict).toBe('same');
    }
  });

  it('differs by nothing with every rule on, and whatever the crew (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        fc.boolean(),
        (cars, isStandby, isTogether) => {
          const query = {
            today: { cars, isStandby, isTogether },
            change: { kind: 'cars', cars },
            shifts: 2,
          } as const;
          expect(differences(played(query).report('done')).every((one) => one === 0)).toBe(true);
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe('a night under another crew', () => {
  const arrivalsOf = (seed: number, units: readonly ShiftUnit[], anywhere = false): number[] =>
    clairvoyantOutcomes(drawShift(seed, TOWN, units), anywhere ? TOWN.posts : []).map(
      ({ arriveS = Infinity }) => arriveS,
    );

  it('is never met later by more cars, were everything known (property)', () => {
    const few = dealCars(TOWN.bases, 3);
    const crews: readonly (readonly ShiftUnit[])[] = [
      dealCars(TOWN.bases, 5),
      [...few, { unitId: 'P000', base: must(TOWN.posts[9], 'post') }],
      [...few, { unitId: 'N000', base: must(TOWN.bases[5], 'base'), duty: { fromS: 7200, toS: 18_000 } }],
    ];
    fc.assert(
      fc.property(fc.nat(100_000), fc.constantFrom(...crews), fc.boolean(), (seed, more, anywhere) => {
        const before = arrivalsOf(seed, few, anywhere);
        for (const [i, arriveS] of arrivalsOf(seed, more, anywhere).entries())
          expect(arriveS).toBeLessThanOrEqual(before[i] ?? -1);
      }),
      { numRuns: 60 },
    );
  });

  it('lets a night car out for its hours only, and finish what it has begun', () => {
    const duty = { fromS: 7200, toS: 18_000 };
    const units = [{ unitId: 'N000', base: must(TOWN.bases[0], 'base'), duty }];
    let answered = 0;
    for (let seed = 0; seed < 40; seed++) {
      const sent: number[] = [];
      const watched: SendPolicy = (desk) => {
        const order = roadFirst()(desk);
        if (order !== undefined) sent.push(desk.nowS);
        return order;
      };
      const shift = drawShift(seed, TOWN, units);
      const outcomes = runShift(shift, watched);
      for (const nowS of sent) {
        expect(nowS).toBeGreaterThanOrEqual(duty.fromS);
        expect(nowS).toBeLessThan(duty.toS);
      }
      const bound = clairvoyantOutcomes(shift);
      for (const [i, { arriveS = Infinity }] of outcomes.entries()) {
        expect(arriveS).toBeGreaterThanOrEqual((bound[i]?.arriveS ?? Infinity) - 1e-6);
        if (arriveS < Infinity) answered++;
      }
      // whoever was called before it came on is met when it does
      const early = shift.incidents.some(({ raisedS }) => raisedS < duty.fromS);
      if (early) expect(sent[0]).toBe(duty.fromS);
    }
    expect(answered).toBeGreaterThan(40);
  });
});

describe('holding back', () => {
  it('sends nobody to lesser alerts while too few cars are free, and everybody else as before', () => {
    const seen = { held: 0, sent: 0 };
    const keepFree = 2;
    const watched: SendPolicy = (desk) => {
      const order = holdBack(roadFirst(), 'L1', keepFree)(desk);
      const level = desk.waiting.find(({ id }) => id === order?.incidentId)?.level;
      if (level === 'L2') {
        expect(desk.free.length).toBeGreaterThan(keepFree);
        seen.sent++;
      }
      if (order === undefined && desk.free.length > 0 && desk.waiting.length > 0) {
        expect(desk.waiting.every((one) => one.level === 'L2')).toBe(true);
        seen.held++;
      }
      return order;
    };
    for (let seed = 0; seed < 30; seed++) runShift(drawShift(seed, TOWN, 4), watched);
    expect(seen.held).toBeGreaterThan(0);
    expect(seen.sent).toBeGreaterThan(0);
  });
});

describe('a run', () => {
  it('says the same whenever it is played again, and nothing for sure before its last night', () => {
    const query: WindQuery = { today: TODAY, change: { kind: 'cars', cars: 3 }, shifts: 12 };
    const run = createWindRun(PAST, query, postOf);
    while (run.play()) {
      const { groups, played: nights } = run.report('running');
      if (nights === 10) expect(groups.all.figures?.late.verdict).toBe('pending');
    }
    expect(run.report('done')).toEqual(played(query).report('done'));
    expect(run.play()).toBe(false);
  });

  it('tells that two cars instead of five lose more, who pays for it, and what nobody could have done better', () => {
    const report = played({ today: TODAY, change: { kind: 'cars', cars: 2 }, shifts: 40 }).report('done');
    const { figures } = report.groups.all;
    expect(figures?.late.verdict).toBe('worse');
    expect(figures?.saved.difference).toBeLessThan(0);
    expect(whoPays(report).map(({ group }) => group)).toContain('all');
    expect(report.bound?.today).toBeLessThanOrEqual(figures?.late.today ?? -1);
    expect(report.bound?.changed).toBeGreaterThanOrEqual(report.bound?.today ?? Infinity);
  });

  it('narrows its intervals as nights come in', () => {
    const width = (shifts: number): number => {
      const [low, high] = played({ today: TODAY, change: { kind: 'cars', cars: 3 }, shifts }).report('done')
        .groups.all.figures?.late.interval ?? [0, Infinity];
      return high - low;
    };
    expect(width(48)).toBeLessThan(0.75 * width(12));
  });

  it('refuses a post that does not exist', () => {
    const change = { kind: 'post', toPostId: 'nowhere' } as const;
    expect(() => createWindRun(PAST, { today: TODAY, change, shifts: 1 }, postOf)).toThrow(RangeError);
  });
});

describe('a difference between nights', () => {
  it('is nothing when no night differs, and unknown when hardly any does', () => {
    expect(nightDifference([0, 0, 0], [2, 1, 3])).toEqual({ value: 0, interval: [0, 0] });
    expect(nightDifference([0, -1, 0, -1, -1], [2, 1, 3, 1, 1]).interval).toBeUndefined();
  });

  it('is seldom told where there is none, however few nights differ', () => {
    const rng = createRng(5);
    for (const share of [0.02, 0.05, 0.2, 0.9]) {
      let told = 0;
      const runs = 500;
      for (let run = 0; run < runs; run++) {
        const over = Array.from({ length: 200 }, () => (rng.chance(share) ? (rng.chance(0.5) ? 1 : -1) : 0));
        const { interval: [low, high] = [-1, 1] } = nightDifference(
          over,
          over.map(() => 1),
        );
        if (low > 0 || high < 0) told++;
      }
      expect(told / runs).toBeLessThan(0.08);
    }
  });

  it('covers the true difference in about 95 of 100 runs', () => {
    const rng = createRng(6);
    let covered = 0;
    for (let run = 0; run < 400; run++) {
      const under = Array.from({ length: 100 }, () => 1 + rng.int(8));
      const over = under.map((people) => people * rng.normal(-0.1, 0.4));
      const { interval: [low, high] = [-Infinity, Infinity] } = nightDifference(over, under);
      if (low <= -0.1 && high >= -0.1) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.91);
    expect(covered / 400).toBeLessThan(0.985);
  });
});

it('adds up by group as the scores do', () => {
  const query: WindQuery = { today: TODAY, change: { kind: 'cars', cars: 7 }, shifts: 10 };
  const { groups } = played(query).report('done');
  const parts = [groups.town, groups.suburb, groups.elderly];
  expect(parts.reduce((sum, { people }) => sum + people, 0)).toBe(groups.all.people);
  for (const one of ['saved', 'lost'] as const)
    for (const side of ['today', 'changed'] as const) {
      const sum = parts.reduce((total, { figures }) => total + (figures?.[one][side] ?? 0), 0);
      expect(sum).toBeCloseTo(groups.all.figures?.[one][side] ?? Number.NaN, 3);
    }
  const alone = Array.from({ length: 10 }, (_, i) => drawShift(200_000 + i, TOWN, 1).incidents).flat();
  expect(groups.all.people).toBe(alone.filter(({ fen }) => fen > 0).length);
  expect(scoreShift(alone.map((incident) => ({ incident, arriveS: undefined }))).all.real).toBe(
    groups.all.people,
  );
});

import { beforeAll, describe, expect, it } from 'vitest';
import { ALERT_LEVELS } from '../../shared/domain/vocabulary.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { type DrawnAlert, drawAlert } from './ambient-alert.ts';
import { drawAmountFen, isRoundYuan } from './amounts.ts';
import { arrivalStates, createArrivals } from './arrivals.ts';
import { DRILL_EPOCH_MS } from './drill-epoch.ts';
import { jinan } from './memory-rig.ts';
import { createDrillRoads } from './roads.ts';

const HOUR_MS = 3_600_000;
const { mix, region } = jinan();

/** Alerts per five minutes over so many hours. */
function countsPer5Min(seed: number, rate: number, hours: number): number[] {
  const arrivals = createArrivals(createRng(seed), mix.arrivals, rate, 0);
  const counts = Array.from({ length: hours * 12 }, () => 0);
  for (let at = arrivals.nextMs(); at < hours * HOUR_MS; at = arrivals.nextMs()) {
    const bin = Math.floor(at / 300_000);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const m = mean(values);
  return mean(values.map((v) => (v - m) ** 2));
};

describe('arrivals', () => {
  it.each([1, 2, 3])('come at 33 an hour on average, over-dispersed (seed %i)', (seed) => {
    const counts = countsPer5Min(seed, 1, 1500);
    expect(mean(counts) * 12).toBeGreaterThan(29.5);
    expect(mean(counts) * 12).toBeLessThan(36.5);
    expect(variance(counts) / mean(counts)).toBeGreaterThan(1.5);
  });

  it('come twenty times as fast in a burst, and scale with the rate', () => {
    const one = arrivalStates(mix.arrivals, 1);
    const twenty = arrivalStates(mix.arrivals, 20);
    expect(one.perS[1] / one.perS[0]).toBeCloseTo(20);
    expect(twenty.perS[0] / one.perS[0]).toBeCloseTo(20);
    expect(twenty.stayS).toEqual(one.stayS);
    expect(mean(countsPer5Min(5, 20, 200)) * 12).toBeGreaterThan(33 * 20 * 0.85);
  });

  it('never come at rate 0', () => {
    expect(createArrivals(createRng(1), mix.arrivals, 0, 0).nextMs()).toBe(Infinity);
  });

  it('come at the same times for the same seed', () => {
    expect(countsPer5Min(9, 1, 50)).toEqual(countsPer5Min(9, 1, 50));
    expect(countsPer5Min(9, 1, 50)).not.toEqual(countsPer5Min(10, 1, 50));
  });
});

describe('amounts', () => {
  const scam = { medianYuan: 20_000, sigma: 1 };
  const open = { ...mix.amounts, unknownShare: 0, roundShare: 0, minYuan: 1, maxYuan: 1e9 };

  it('are log-normal: the logs have the table’s mean and sigma and no skew', () => {
    const rng = createRng(4);
    const logs = Array.from({ length: 20_000 }, () => Math.log((drawAmountFen(rng, open, scam) ?? 0) / 100));
    const m = mean(logs);
    const sigma = Math.sqrt(variance(logs));
    expect(m).toBeCloseTo(Math.log(20_000), 1);
    expect(sigma).toBeCloseTo(1, 1);
    expect(Math.abs(mean(logs.map((v) => ((v - m) / sigma) ** 3)))).toBeLessThan(0.08);
  });

  it('heap on round sums by the table’s share, and are integer fen within the limits', () => {
    const rng = createRng(5);
    const drawn = Array.from({ length: 8000 }, () => drawAmountFen(rng, mix.amounts, scam));
    const known = drawn.filter((fen) => fen !== undefined);
    expect(1 - known.length / drawn.length).toBeCloseTo(mix.amounts.unknownShare, 1);
    expect(known.filter((fen) => isRoundYuan(fen / 100)).length / known.length).toBeCloseTo(
      mix.amounts.roundShare,
      1,
    );
    expect(known.every((fen) => Number.isInteger(fen) && fen >= 50_000 && fen <= 500_000_000)).toBe(true);
  });
});

describe('ambient alerts', () => {
  const drawn: DrawnAlert[] = [];
  const roads = createDrillRoads(region.graph);
  const draw = (seed: number, i: number): DrawnAlert =>
    drawAlert(
      { mix, places: region.drill, roads },
      createRng(seed).fork(`alert:${i}`),
      `t-${i}`,
      DRILL_EPOCH_MS,
    );
  beforeAll(() => {
    for (let i = 0; i < 4000; i++) drawn.push(draw(11, i));
  });
  const share = (test: (d: DrawnAlert) => boolean, among: readonly DrawnAlert[] = drawn): number =>
    among.filter(test).length / among.length;

  it('keep to the levels of the table', () => {
    for (const level of ALERT_LEVELS) {
      expect(share((d) => d.row.level === level)).toBeCloseTo(mix.levels[level] / 100, 1);
    }
  });

  it('often have no place, mostly no clock, and never a clock on L3', () => {
    const elsewhere = drawn.filter((d) => d.row.source !== 'bank-alarm' && d.row.source !== 'gold-shop');
    expect(share((d) => d.row.place === undefined, elsewhere)).toBeCloseTo(mix.places.noneShare, 1);
    expect(share((d) => d.row.clock?.kind === 'unknown')).toBeGreaterThan(0.85);
    expect(drawn.filter((d) => d.row.level === 'L3').every((d) => d.row.clock?.kind === 'unknown')).toBe(
      true,
    );
    expect(new Set(drawn.map((d) => d.row.clock?.kind)).size).toBe(4);
    expect(new Set(drawn.map((d) => d.row.place?.kind)).size).toBe(mix.places.kinds.length + 1);
  });

  it('name people who cannot exist', () => {
    for (const { row } of drawn) {
      expect(row.subject?.name).toMatch(/^(\p{Script=Han}|欧阳|诸葛|上官)演[甲乙丙丁戊己庚辛壬癸]$/u);
      expect(row.subject?.phone).toMatch(/^100\d{8}$/);
      expect(row.subject?.plate ?? '鲁A·I0000').toMatch(/^鲁A·[IO][A-HJ-NP-Z0-9]{4}$/);
      expect(row.subject?.role).toBe('presumed-victim');
    }
    expect(share((d) => d.row.subject?.plate !== undefined)).toBeCloseTo(0.25, 1);
  });

  it('speak both languages and carry the table’s words', () => {
    for (const { row } of drawn) {
      expect(row.title.zh.length * row.reason.zh.length).toBeGreaterThan(0);
      expect(row.title.en).not.toMatch(/\p{Script=Han}/u);
      expect(row.reason.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('are the same for the same seed, one by one, whatever was drawn before', () => {
    const again = draw(11, 1234);
    expect(again.row).toEqual(drawn[1234]?.row);
    expect(draw(12, 1234).row).not.toEqual(again.row);
  });
});

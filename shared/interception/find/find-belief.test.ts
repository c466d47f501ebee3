import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIND_PLACE_KINDS } from '../../domain/find-board.ts';
import { believeWhere, type FindEvidence } from './find-belief.ts';
import { type FindPlace } from './find-places.ts';

const NOW_MS = 1_772_431_200_000;
const MINUTE_MS = 60_000;

const place = (placeId: string, kind: FindPlace['kind'], lon = 117, lat = 36.6): FindPlace => ({
  placeId,
  kind,
  label: { zh: placeId },
  lon,
  lat,
});
const TOWN = [
  place('home', 'home'),
  place('bank-a', 'bank', 117.05),
  place('bank-b', 'bank', 117.1),
  place('hotel', 'hotel', 117, 36.7),
];
const total = (places: readonly FindPlace[], evidence: readonly FindEvidence[]): number => {
  const belief = believeWhere(places, evidence, NOW_MS);
  return belief.probability.reduce((a, b) => a + b, 0) + belief.elsewhere;
};
const of = (evidence: readonly FindEvidence[], placeId: string): number => {
  const belief = believeWhere(TOWN, evidence, NOW_MS);
  return belief.probability[TOWN.findIndex((one) => one.placeId === placeId)] ?? Number.NaN;
};
const looked = (placeId: string, minutesAgo: number): FindEvidence => ({
  kind: 'looked-not-here',
  placeId,
  atMs: NOW_MS - minutesAgo * MINUTE_MS,
});

describe('where she may be', () => {
  const at = fc.record({
    lon: fc.double({ min: 116.5, max: 117.5, noNaN: true }),
    lat: fc.double({ min: 36.3, max: 37, noNaN: true }),
  });
  const atMs = fc.integer({ min: NOW_MS - 6 * 3_600_000, max: NOW_MS + 60_000 });
  const places = fc
    .array(fc.tuple(fc.constantFrom(...FIND_PLACE_KINDS), at), { maxLength: 12 })
    .map((list) => list.map(([kind, { lon, lat }], i) => place(`P${i}`, kind, lon, lat)));
  const seen = fc
    .tuple(
      fc.constantFrom('cell' as const, 'payment' as const, 'footage' as const, 'area' as const),
      at,
      atMs,
    )
    .map(([kind, { lon, lat }, when]): FindEvidence => ({ kind, lon, lat, radiusM: 500, atMs: when }));
  const named = fc
    .tuple(fc.integer({ min: 0, max: 12 }), atMs, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
    .map(
      ([i, when, reliability, isLook]): FindEvidence =>
        isLook
          ? { kind: 'looked-not-here', placeId: `P${i}`, atMs: when }
          : { kind: 'family', placeId: `P${i}`, reliability, atMs: when },
    );

  it('sums to 1 whatever is known', () => {
    fc.assert(
      fc.property(places, fc.array(fc.oneof(seen, named), { maxLength: 30 }), (list, evidence) => {
        expect(total(list, evidence)).toBeCloseTo(1, 9);
        const { probability, elsewhere } = believeWhere(list, evidence, NOW_MS);
        expect(probability.every((value) => value >= 0)).toBe(true);
        expect(elsewhere).toBeGreaterThan(0);
      }),
    );
  });

  it('a look that found nobody never makes its place likelier, whatever else is known', () => {
    fc.assert(
      fc.property(
        places.filter((list) => list.length > 0),
        fc.array(fc.oneof(seen, named), { maxLength: 12 }),
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 0, max: 3_600_000 }),
        (list, evidence, pick, agoMs) => {
          const nth = pick % list.length;
          const look: FindEvidence = {
            kind: 'looked-not-here',
            placeId: `P${nth}`,
            atMs: NOW_MS - agoMs,
          };
          const before = believeWhere(list, evidence, NOW_MS).probability[nth] ?? 0;
          const after = believeWhere(list, [...evidence, look], NOW_MS).probability[nth] ?? 0;
          expect(after).toBeLessThanOrEqual(before + 1e-9);
        },
      ),
    );
  });

  it('somebody who was found is there until somebody looks again', () => {
    const found: FindEvidence = { kind: 'found', placeId: 'hotel', atMs: NOW_MS - MINUTE_MS };
    expect(of([found], 'hotel')).toBeGreaterThan(0.8);
    expect(of([found, looked('hotel', 0)], 'hotel')).toBeLessThan(of([found], 'hotel'));
  });

  it('tells what each piece of evidence did', () => {
    const { prior, probability, steps } = believeWhere(TOWN, [looked('home', 0)], NOW_MS);
    expect(prior[0]).toBeGreaterThan(prior[1] ?? 1);
    expect((prior[0] ?? 0) * (steps[0]?.factor[0] ?? 0)).toBeCloseTo(probability[0] ?? 1, 9);
  });

  it('does not depend on the order facts came in', () => {
    fc.assert(
      fc.property(places, fc.array(fc.oneof(seen, named), { maxLength: 8 }), (list, evidence) => {
        const distinct = evidence.map((one, i) => ({ ...one, atMs: NOW_MS - (i + 1) * 1000 }));
        const forth = believeWhere(list, distinct, NOW_MS).probability;
        const back = believeWhere(list, distinct.toReversed(), NOW_MS).probability;
        expect([...back]).toEqual([...forth]);
      }),
    );
  });

  it('a look that found nobody moves probability to the other places, and time brings it back', () => {
    expect(of([looked('home', 1)], 'home')).toBeLessThan(of([], 'home') / 4);
    expect(of([looked('home', 1)], 'bank-a')).toBeGreaterThan(of([], 'bank-a'));
    expect(of([looked('home', 120)], 'home')).toBeGreaterThan(of([looked('home', 1)], 'home') * 2);
  });

  it('failed looks where the weights were highest take trust away from the weights', () => {
    const before = believeWhere(TOWN, [], NOW_MS).priorTrust;
    expect(believeWhere(TOWN, [looked('home', 2), looked('home', 1)], NOW_MS).priorTrust).toBeLessThan(
      before,
    );
  });

  it('a fresh cell beats an old one', () => {
    const cell = (lon: number, minutesAgo: number): FindEvidence => ({
      kind: 'cell',
      lon,
      lat: 36.6,
      radiusM: 800,
      atMs: NOW_MS - minutesAgo * MINUTE_MS,
    });
    const evidence = [cell(117.05, 2), cell(117.1, 180)];
    expect(of(evidence, 'bank-a')).toBeGreaterThan(2 * of(evidence, 'bank-b'));
  });

  it('a relative who is always right settles it, one who is never right says nothing of the place', () => {
    const says = (reliability: number): FindEvidence => ({
      kind: 'family',
      placeId: 'hotel',
      reliability,
      atMs: NOW_MS,
    });
    expect(of([says(1)], 'hotel')).toBeCloseTo(1, 9);
    expect(of([says(0)], 'hotel')).toBeCloseTo(of([], 'hotel'), 9);
  });

  it('what has not happened yet, and places not listed, change nothing', () => {
    expect(of([looked('home', -5), looked('moon', 5)], 'home')).toBeCloseTo(of([], 'home'), 9);
    expect(believeWhere([], [], NOW_MS).elsewhere).toBe(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Race } from '../domain/race.ts';
import { HYSTERESIS_S, orderQueue } from './queue.ts';
import { NOON_MS } from './small-world.ts';

function race(id: string, margin: number | undefined, changes: Partial<Race> = {}): Race {
  const dueMs = { low: NOON_MS, mid: NOON_MS, high: NOON_MS };
  const known =
    margin === undefined ? {} : { dueMs, marginS: { low: margin - 30, mid: margin, high: margin + 30 } };
  return {
    id,
    kind: 'incident',
    level: 'L1',
    basis: 'if-sent-now',
    outlook: margin === undefined ? 'unknown' : margin + 30 < 0 ? 'too-late' : 'tight',
    covered: false,
    silenceS: 0,
    ...known,
    ...changes,
  };
}
const ids = (races: readonly Race[]): string[] => races.map(({ id }) => id);
const order = (races: readonly Race[], previous: readonly string[] = []): string[] =>
  ids(orderQueue(races, previous, NOON_MS));

describe('orderQueue', () => {
  it('puts winnable races by margin, then those probably lost, then unknown clocks, met, and the routine', () => {
    const rows = [
      race('routine3', undefined, { level: 'L3', silenceS: 9999 }),
      race('routine2', -20, { level: 'L2' }),
      race('met', 5, { outlook: 'met' }),
      race('unknownL1', undefined, { silenceS: 900 }),
      race('unknownL0', undefined, { level: 'L0', silenceS: 10 }),
      race('quieter', undefined, { silenceS: 1000 }),
      race('lost', -300),
      race('ahead', 400),
      race('behind', -10),
      race('tight', 20),
    ];
    expect(order(rows)).toEqual([
      'behind',
      'tight',
      'ahead',
      'lost',
      'unknownL0',
      'quieter',
      'unknownL1',
      'met',
      'routine2',
      'routine3',
    ]);
  });

  it('ranks a known clock without an arrival by the time left', () => {
    const noPlace = race('no-place', undefined, {
      dueMs: { low: NOON_MS, mid: NOON_MS + 60_000, high: NOON_MS + 90_000 },
    });
    expect(order([race('a', 100), noPlace, race('b', 10)])).toEqual(['b', 'no-place', 'a']);
  });

  it('swaps two rows only when they differ by more than fifteen seconds', () => {
    expect(order([race('a', 40), race('b', 25)], ['a', 'b'])).toEqual(['a', 'b']);
    expect(order([race('a', 40.5), race('b', 25)], ['a', 'b'])).toEqual(['b', 'a']);
  });

  it('puts a new row exactly where its margin belongs', () => {
    expect(order([race('a', 40), race('b', 60), race('new', 41)], ['a', 'b'])).toEqual(['a', 'new', 'b']);
  });

  it('drops what is gone and ignores unknown ids of the previous order', () => {
    expect(order([race('b', 10)], ['gone', 'b', 'other'])).toEqual(['b']);
  });
});

describe('orderQueue on anything', () => {
  const anyRaces = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 40 }).map((n) => `R${n}`),
      margin: fc.option(fc.integer({ min: -200, max: 200 }), { nil: undefined }),
      level: fc.constantFrom('L0', 'L1', 'L2', 'L3'),
      silenceS: fc.nat(1000),
    }),
    { selector: ({ id }) => id, maxLength: 20 },
  );
  const build = (
    rows: { id: string; margin: number | undefined; level: Race['level']; silenceS: number }[],
  ): Race[] => rows.map(({ id, margin, level, silenceS }) => race(id, margin, { level, silenceS }));
  const margins = (races: readonly Race[]): { id: string; marginS: number }[] =>
    races
      .filter((r) => r.level < 'L2' && r.marginS !== undefined && r.outlook !== 'too-late')
      .map((r) => ({ id: r.id, marginS: r.marginS?.mid ?? 0 }));

  it('is a permutation, whatever was shown before', () => {
    fc.assert(
      fc.property(anyRaces, fc.array(fc.string({ maxLength: 3 })), (rows, previous) => {
        const races = build(rows);
        expect(order(races, [...previous, ...ids(races).slice(0, 5)]).toSorted()).toEqual(
          ids(races).toSorted(),
        );
      }),
    );
  });

  it('never leaves a row below one that is more than fifteen seconds looser', () => {
    fc.assert(
      fc.property(anyRaces, fc.infiniteStream(fc.nat()), (rows, random) => {
        const races = build(rows);
        const shuffled = races.toSorted(() => ((random.next().value ?? 0) % 3) - 1);
        const known = margins(orderQueue(races, ids(shuffled), NOON_MS));
        for (const [i, upper] of known.entries()) {
          for (const lower of known.slice(i + 1))
            expect(upper.marginS - lower.marginS).toBeLessThanOrEqual(HYSTERESIS_S);
        }
      }),
    );
  });

  it('moves a row only to overtake one that is more than fifteen seconds looser, and jumps only looser rows', () => {
    fc.assert(
      fc.property(
        anyRaces,
        fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 20, maxLength: 20 }),
        (rows, noise) => {
          const before = orderQueue(build(rows), [], NOON_MS);
          const moved = rows.map((row, i) => ({
            ...row,
            margin: row.margin === undefined ? undefined : row.margin + (noise[i] ?? 0),
          }));
          const known = margins(orderQueue(build(moved), ids(before), NOON_MS));
          const was = new Map(ids(before).map((id, i) => [id, i]));
          for (const [i, upper] of known.entries()) {
            const overtaken = known
              .slice(i + 1)
              .filter(({ id }) => (was.get(id) ?? 0) < (was.get(upper.id) ?? 0));
            for (const { marginS } of overtaken) expect(marginS).toBeGreaterThan(upper.marginS);
            // rows from another group (too late before, winnable now) have no place of their own to keep
            if (overtaken.length > 0) {
              expect(Math.max(...overtaken.map(({ marginS }) => marginS)) - upper.marginS).toBeGreaterThan(
                HYSTERESIS_S,
              );
            }
          }
        },
      ),
    );
  });

  it('leaves an order alone that nothing contradicts', () => {
    fc.assert(
      fc.property(anyRaces, (rows) => {
        const races = build(rows);
        const once = order(races);
        expect(order(races.toReversed(), once)).toEqual(once);
      }),
    );
  });
});

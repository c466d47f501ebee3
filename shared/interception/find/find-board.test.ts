import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaceBelief } from '../../domain/belief.ts';
import {
  FIND_PLACE_KINDS,
  type FindBoard,
  isUnfound,
  type Looked,
  type PersonSearch,
} from '../../domain/find-board.ts';
import { equirectM } from '../../geo/distance.ts';
import type { DrillPlaces, Poi } from '../../roads/pack.ts';
import { BELIEF_KINDS } from '../../domain/vocabulary.ts';
import type { Reach } from '../reach.ts';
import { contextOf, entryOf, fixAt, NOON_MS, orderOf, placeAt, unitAt } from '../small-world.ts';
import { findBoard } from './find-board.ts';
import { believeWhere } from './find-belief.ts';
import { leadsOf } from './find-leads.ts';
import type { FindPlace } from './find-places.ts';
import { absentKinds, type FindGround, findGroundOf, placesAround, unlistedKinds } from './pack-places.ts';

const MINUTE_MS = 60_000;
const belief = (
  kind: PlaceBelief['kind'],
  lon: number,
  lat: number,
  minutesAgo: number,
  radiusM = 60,
): PlaceBelief => ({ kind, lon, lat, radiusM, atMs: NOON_MS - minutesAgo * MINUTE_MS, source: 'test' });
const HOME = belief('registered-address', 117, 36.6, 30);
const listed = (placeId: string, kind: FindPlace['kind'], lon: number, lat = 36.6): FindPlace => ({
  placeId,
  kind,
  label: { zh: placeId },
  lon,
  lat,
});
const TOWN = [
  listed('bank-a', 'bank', 117.01),
  listed('bank-b', 'bank', 117.04),
  listed('tea', 'tea-house', 117, 36.62),
  listed('shop', 'shop', 117.02, 36.61),
];
const ground = (places: readonly FindPlace[], ...sought: FindPlace['kind'][]): FindGround => ({
  places,
  soughtKinds: new Set(sought),
});
const look = (placeId: string, minutesAgo: number, found = false): Looked => ({
  placeId,
  kind: 'bank',
  place: placeAt(TOWN.find((one) => one.placeId === placeId)?.lon ?? 117, 36.6),
  found,
  care: 'usual',
  atMs: NOON_MS - minutesAgo * MINUTE_MS,
  by: { type: 'seat', id: 'x' },
});

/** A flat town at 36 km/h: a stand is a point. */
const FLAT: Reach<readonly [number, number]> = {
  topMps: 40,
  stand: (_slot, { lon, lat }, onFoot) => ({ point: [lon, lat], offRoadS: 0, onFoot }),
  place: ({ lon, lat }) => {
    const seconds = ([x, y]: readonly [number, number]): number =>
      Math.hypot((x - lon) * 89_000, (y - lat) * 111_000) / 10;
    return {
      expectedS: ({ point }) => seconds(point),
      travel: ({ point }) => ({ expectedS: seconds(point), worstS: seconds(point) }),
      groups: () => undefined,
      way: () => undefined,
    };
  },
};
const UNITS = [unitAt(0), unitAt(1), unitAt(2, { hasVehicle: false })];
const board = (search: Partial<PersonSearch>, orders = entryOf().orders): FindBoard =>
  findBoard(
    entryOf({ orders }),
    { targetId: 'I1', trail: [HOME], looks: [], ...search },
    ground(TOWN),
    contextOf(UNITS, (slot) => fixAt(117.01 + 0.03 * slot, 36.6), FLAT),
  );
const rowOf = ({ rows }: FindBoard, placeId: string): FindBoard['rows'][number] | undefined =>
  rows.find((row) => row.placeId === placeId);
const chanceOf = (one: FindBoard, placeId: string): number => rowOf(one, placeId)?.chance ?? 0;

describe('the find board', () => {
  it('says which kinds of place its lists do not hold, however far the others are', () => {
    const kinds = new Set(TOWN.map(({ kind }) => kind));
    const { unlisted } = board({});
    expect(unlisted).toContain('cash-machine');
    expect(unlisted).not.toContain('bank');
    expect(unlisted.filter((kind) => kinds.has(kind))).toEqual([]);
    // what only a lead can name is missing from no list
    for (const kind of ['home', 'car', 'named', 'last-cell']) expect(unlisted).not.toContain(kind);
    const far = { placeId: 'far', kind: 'cash-machine', label: { zh: '远处' }, lon: 118, lat: 37 } as const;
    expect(unlistedKinds(ground([...TOWN, far]))).toEqual(unlisted.filter((kind) => kind !== 'cash-machine'));
  });

  it('tells a new fact from time that has passed', () => {
    const search = { trail: [HOME], looks: [] };
    expect(board(search).facts).toBe(board({ ...search }).facts);
    const departure = { atMs: NOON_MS, lon: 117, lat: 36.6, source: 'teller' };
    for (const told of [{ trail: [HOME, HOME] }, { departure }])
      expect(board({ ...search, ...told }).facts).toBe(board(search).facts + 1);
  });

  it('tells a kind nobody looked for from one the map was searched for in vain', () => {
    const searched = ground(TOWN, 'bank', 'park', 'hotel');
    expect(absentKinds(searched)).toEqual(['hotel', 'park']);
    expect(unlistedKinds(searched)).toEqual(['cash-machine', 'station']);
  });

  it('reads from a pack what was looked for: old packs for less, of roads alone for nothing', () => {
    const drill = { branches: [], goldShops: [], teahouses: [] } as unknown as DrillPlaces;
    const bank: Poi = { ...TOWN[0], id: 'node/1', kind: 'bank', name: { zh: '银行', en: 'bank' } } as never;
    const none = { police: 0, bank: 0, 'gold-shop': 0, hotel: 0, park: 0 };
    const of = (pois: readonly Poi[], poiKinds?: Partial<typeof none>) => {
      const one = findGroundOf({ pois, poiKinds, drill }, 'live');
      return { absent: absentKinds(one), unlisted: unlistedKinds(one) };
    };
    expect(of([bank], { ...none, bank: 1 })).toEqual({
      absent: ['hotel', 'park', 'shop'],
      unlisted: ['cash-machine', 'tea-house', 'station'],
    });
    expect(of([bank])).toEqual({
      absent: ['shop'],
      unlisted: ['cash-machine', 'hotel', 'tea-house', 'park', 'station'],
    });
    for (const roadsOnly of [of([], {}), of([])]) {
      expect(roadsOnly.absent).toEqual([]);
      expect(roadsOnly.unlisted).toHaveLength(7);
    }
    // the machine in a bank's wall is a cash machine of the region
    expect(of([{ ...bank, atm: true }]).unlisted).not.toContain('cash-machine');
  });

  it('a bank with a machine of its own is worth both, and one look serves both', () => {
    const withMachine = TOWN.map((place) =>
      place.placeId === 'bank-b' ? ({ ...place, also: 'cash-machine' } as const) : place,
    );
    const { probability } = believeWhere(withMachine, [], NOON_MS);
    const plain = believeWhere(TOWN, [], NOON_MS).probability;
    expect(probability[1]).toBeGreaterThan(probability[0] ?? 1);
    expect(plain[1]).toBeCloseTo(plain[0] ?? 0, 12);
    const row = findBoard(
      entryOf(),
      { targetId: 'I1', trail: [HOME], looks: [] },
      ground(withMachine),
      contextOf(UNITS, (slot) => fixAt(117.01 + 0.03 * slot, 36.6), FLAT),
    ).rows.find(({ placeId }) => placeId === 'bank-b');
    expect(row).toMatchObject({ kind: 'bank', also: 'cash-machine' });
  });

  it('an order in a street full of doors is to the nearest door only', () => {
    const doors = [
      listed('bank-a', 'bank', 117.01),
      listed('hotel-a', 'hotel', 117.0105),
      listed('tea-a', 'tea-house', 117.011),
    ];
    const order = orderOf('U0001', 'rolling', { place: placeAt(117.0104, 36.6) });
    const { rows } = findBoard(
      entryOf({ orders: [order] }),
      { targetId: 'I1', trail: [HOME], looks: [] },
      ground(doors),
      contextOf(UNITS, (slot) => fixAt(117.01 + 0.03 * slot, 36.6), FLAT),
    );
    expect(rows.flatMap(({ placeId, order: own }) => (own === undefined ? [] : [placeId]))).toEqual([
      'hotel-a',
    ]);
  });

  it('looks without end keep their rows, and roads are searched to the likeliest only', () => {
    const looks = Array.from(
      { length: 300 },
      (_, i): Looked => ({
        ...look('elsewhere', 300 - i),
        placeId: `x-${i}`,
        place: placeAt(116.9 + 0.01 * (i % 20), 36.5 + 0.01 * Math.floor(i / 20)),
      }),
    );
    let searched = 0;
    const counting: typeof FLAT = {
      ...FLAT,
      place: (...place) => {
        searched++;
        return FLAT.place(...place);
      },
    };
    const one = findBoard(
      entryOf(),
      { targetId: 'I1', trail: [HOME], looks },
      ground(TOWN),
      contextOf(UNITS, (slot) => fixAt(117.01 + 0.03 * slot, 36.6), counting),
    );
    expect(searched).toBeLessThanOrEqual(80);
    expect(one.rows.length).toBeGreaterThan(250);
    expect(one.rows.reduce((sum, { chance }) => sum + chance, one.elsewhere)).toBeCloseTo(1, 9);
    expect(one.rows.find(({ turn }) => turn === 1)?.unit).toBeDefined();
  });

  const at = fc.tuple(
    fc.double({ min: 116.97, max: 117.05, noNaN: true }),
    fc.double({ min: 36.58, max: 36.63, noNaN: true }),
  );
  const trail = fc.array(
    fc
      .tuple(
        fc.constantFrom(...BELIEF_KINDS),
        at,
        fc.integer({ min: -2, max: 200 }),
        fc.integer({ min: 0, max: 3000 }),
      )
      .map(([kind, [lon, lat], minutesAgo, radiusM]) => belief(kind, lon, lat, minutesAgo, radiusM)),
    { maxLength: 8 },
  );
  const looks = fc.array(
    fc
      .tuple(
        fc.constantFrom('bank-a', 'bank-b', 'tea', 'lead-0', 'gone'),
        fc.constantFrom(...FIND_PLACE_KINDS),
        fc.integer({ min: 0, max: 60 }),
        fc.boolean(),
      )
      .map(([placeId, kind, ago, found]): Looked => ({ ...look(placeId, ago, found), kind })),
    { maxLength: 5 },
  );

  it('sums to 1 whatever the room was told, and tells the same story twice', () => {
    fc.assert(
      fc.property(trail, looks, (told, looked) => {
        const one = board({ trail: told, looks: looked });
        const sum = one.rows.reduce((all, { chance }) => all + chance, one.elsewhere);
        expect(sum).toBeCloseTo(1, 9);
        expect(one.elsewhere).toBeGreaterThan(0);
        expect(new Set(one.rows.map(({ placeId }) => placeId)).size).toBe(one.rows.length);
        expect(board({ trail: told, looks: looked })).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });

  it('sends the same unit to one place only, and nobody on foot', () => {
    const { rows } = board({});
    const sent = rows.filter(({ turn }) => turn !== undefined).map(({ unit }) => unit?.unitId);
    expect(sent.length).toBe(2);
    expect(new Set(sent).size).toBe(2);
    expect(rows.some(({ unit }) => unit?.unitId === 'U0002')).toBe(false);
  });

  it('a look that found nobody lowers its place, raises the others and is told', () => {
    const before = board({});
    const after = board({ looks: [look('bank-a', 1)] });
    expect(chanceOf(after, 'bank-a')).toBeLessThan(chanceOf(before, 'bank-a') / 2);
    expect(chanceOf(after, 'tea')).toBeGreaterThan(chanceOf(before, 'tea'));
    expect(rowOf(after, 'bank-a')?.looked).toMatchObject({ found: false, count: 1 });
    expect(rowOf(after, 'bank-a')?.reasons.map(({ kind }) => kind)).toContain('looked');
  });

  it('found pins the place and ends the plan, until somebody looks again', () => {
    const found = board({ looks: [look('bank-a', 1, true)] });
    expect(found.foundAt).toBe('bank-a');
    expect(found.rows[0]?.placeId).toBe('bank-a');
    expect(found.rows.some(({ turn }) => turn !== undefined)).toBe(false);
    const gone = board({ looks: [look('bank-a', 2, true), look('bank-a', 1)] });
    expect(gone.foundAt).toBeUndefined();
    expect(gone.rows.some(({ turn }) => turn !== undefined)).toBe(true);
  });

  it('a place somebody is ordered to is nobody else’s next look; one who found nobody is sent on by the same order', () => {
    const place = { ...placeAt(117.01, 36.6), kind: 'branch' as const };
    const there = orderOf('U0000', 'on-scene', { place });
    const onTheWay = orderOf('U0001', 'on-scene', { place });
    const waiting = board({}, [there]);
    expect(rowOf(waiting, 'bank-a')).toMatchObject({ order: { unitId: 'U0000', isThere: true } });
    expect(rowOf(waiting, 'bank-a')?.turn).toBeUndefined();
    expect(rowOf(board({}, [onTheWay]), 'bank-a')?.order?.isThere).toBe(false);
    const done = board({ looks: [look('bank-a', 0)] }, [there]);
    const next = done.rows.find(({ unit, turn }) => turn !== undefined && unit?.unitId === 'U0000');
    expect(next?.unit?.orderId).toBe(there.orderId);
  });

  it('knows nothing of anybody of whom nothing is known', () => {
    const one = board({ trail: [] });
    expect(one.rows).toEqual([]);
    expect(one.elsewhere).toBe(1);
  });
});

describe('leads', () => {
  const search = (...told: PlaceBelief[]): PersonSearch => ({ targetId: 'I1', trail: told, looks: [] });

  it('a relative’s word counts for the listed place beside it', () => {
    const { places, evidence } = leadsOf(search(HOME, belief('family-says', 117.0101, 36.6, 5)), TOWN);
    expect(places.map(({ kind }) => kind)).toEqual(['home']);
    expect(evidence).toMatchObject([{ kind: 'family', placeId: 'bank-a' }]);
  });

  it('a relative’s word about an area speaks for all of it', () => {
    const { evidence } = leadsOf(search(belief('family-says', 117.01, 36.6, 5, 2500)), TOWN);
    expect(evidence).toMatchObject([{ kind: 'area', radiusM: 2500 }]);
  });

  it('a phone seen by the same cell every minute says one thing', () => {
    const cells = [9, 8, 7, 6].map((ago) => belief('last-cell', 117.03, 36.6, ago, 900));
    const { places, evidence } = leadsOf(search(...cells), TOWN);
    expect(evidence).toEqual([expect.objectContaining({ kind: 'cell', atMs: NOON_MS - 6 * MINUTE_MS })]);
    expect(places).toEqual([expect.objectContaining({ kind: 'last-cell', placeId: 'lead-3' })]);
  });

  it('a look counts for the place it was at, whatever it calls it', () => {
    const nameless = { ...look('bank-a', 1), placeId: 'order-7' };
    const { lookedIds, places } = leadsOf({ ...search(HOME), looks: [nameless] }, TOWN);
    expect(lookedIds).toEqual(['bank-a']);
    expect(places.map(({ placeId }) => placeId)).toEqual(['lead-0']);
  });

  it('only what is near to something known comes into question', () => {
    const far = listed('far', 'bank', 118);
    expect(placesAround([...TOWN, far], search(HOME)).map(({ placeId }) => placeId)).not.toContain('far');
    expect(placesAround(TOWN, search())).toEqual([]);
  });
});

describe('places around', () => {
  it('are those within six kilometres of anything known, at any latitude', () => {
    const degrees = fc.double({ min: -0.12, max: 0.12, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: -70, max: 70, noNaN: true }), degrees, degrees, (lat, east, north) => {
        const known = [belief('registered-address', 117, lat, 5), belief('pinned', 117.4, lat, 5)];
        const park = listed('park', 'park', 117 + east, lat + north);
        const awayM = Math.min(...known.map((one) => equirectM(park.lon, park.lat, one.lon, one.lat)));
        const found = placesAround([park], { targetId: 'I1', trail: known, looks: [] });
        expect(found.length).toBe(awayM <= 6000 ? 1 : 0);
      }),
    );
  });
});

describe('isUnfound', () => {
  it('is the moment for the board until the newest look found the person', () => {
    const phase = 'reach' as const;
    expect(isUnfound(HOME, undefined)).toBe(true);
    expect(isUnfound(undefined, undefined)).toBe(true);
    expect(isUnfound(belief('branch', 117, 36.6, 1, 30), { phase })).toBe(false);
    expect(isUnfound(HOME, { phase, looks: [look('bank-a', 1, true)] })).toBe(false);
    expect(isUnfound(belief('branch', 117, 36.6, 1), { phase, looks: [look('bank-a', 1)] })).toBe(true);
  });
});

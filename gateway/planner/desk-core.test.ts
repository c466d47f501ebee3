import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PastAlert, PlannerSituation, PlannerUnit } from '../../shared/contract/planner.ts';
import type { StandbyPlan } from '../../shared/domain/desk-advice.ts';
import type { ClosedRoad } from '../../shared/domain/road-closure.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import { columnsFromFixes } from '../../shared/interception/fix-source.ts';
import { dueIn, entryOf, fixAt, NOON_MS, placeAt, unitAt } from '../../shared/interception/small-world.ts';
import { must } from '../../shared/kit/invariant.ts';
import { readJinan } from '../../tests/fixtures/jinan.ts';
import { PlannerCore } from './planner-core.ts';

const file = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../regions/jinan/${name}`, import.meta.url)));
const GATE_FILES = {
  'exits.json': file('exits.json'),
  'stoppable.json': file('stoppable.json'),
  'drill.json': file('drill.json'),
};
const { drill } = readJinan().region;

/** Six cars that all stand at the first station, one of the last station beside its own. */
const UNITS = Array.from({ length: 7 }, (_, slot) => {
  const station = must(drill.stations.at(slot === 6 ? -1 : slot), 'no station');
  return unitAt(slot, {
    base: station.name,
    area: { lon: station.lon, lat: station.lat, radiusM: 2500 },
  });
});
const first = must(drill.stations[0], 'no station');
const fixes = columnsFromFixes(7, () => fixAt(first.lon, first.lat));

function situation(changes: Partial<PlannerSituation> = {}): PlannerSituation {
  return { epoch: 1, nowMs: NOON_MS, entries: [], units: UNITS, fixes, ...changes };
}

function ready(past: readonly PastAlert[] = [], units: readonly PlannerUnit[] = UNITS): PlannerCore {
  const core = new PlannerCore(file('roads.bin'), GATE_FILES);
  advised(core, situation({ units }), past);
  return core;
}

/** The first advice there is, and how often it was asked for in vain. */
function advised(
  core: PlannerCore,
  now: PlannerSituation,
  past: readonly PastAlert[] = [],
): { readonly plan: StandbyPlan; readonly waits: number } {
  for (let waits = 0; waits < 40; waits++) {
    const plan = core.standby(now, past, 'drill');
    if (plan !== undefined) return { plan, waits };
  }
  throw new Error('never ready');
}

/** A kilometre of each road that passes on a circle around a place. */
function closedAround(core: PlannerCore, at: { lon: number; lat: number }, radiusDeg: number): ClosedRoad[] {
  return Array.from({ length: 24 }, (_, i): ClosedRoad => {
    const turn = (i / 24) * 2 * Math.PI;
    const lon = at.lon + (radiusDeg * Math.cos(turn)) / Math.cos((at.lat * Math.PI) / 180);
    const lat = at.lat + radiusDeg * Math.sin(turn);
    const ways = core.stretch({ lon, lat, lengthM: 1000, bothWays: true })?.ways ?? [];
    return { closureId: `c${i}`, ways, reason: 'crash' };
  });
}

describe('where free cars wait', () => {
  it('is prepared a few roads at a time, then spreads those who stand on one spot, best first', () => {
    const core = new PlannerCore(file('roads.bin'), GATE_FILES);
    expect(core.standby(situation(), [], 'drill')).toBeUndefined();
    const plan = must(ready().standby(situation(), [], 'drill'), 'no plan');
    expect(plan.basis.kind).toBe('assumed');
    expect(plan.moves.length).toBeGreaterThan(0);
    expect(plan.moves.length).toBeLessThanOrEqual(3);
    const gains = plan.moves.map(({ gain }) => gain);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    expect(gains[0]).toBeGreaterThan(0.005);
    for (const { before, after, driveS, area } of plan.moves) {
      expect(after).toBeGreaterThan(before);
      expect(driveS).toBeLessThanOrEqual(1500);
      expect(area).toBeDefined();
    }
    expect(new Set(plan.moves.map(({ unitId }) => unitId)).size).toBe(plan.moves.length);
  });

  it('counts alerts of the log once there are enough, and leaves who is posted where it was sent', () => {
    const past = Array.from({ length: 60 }, (_, i): PastAlert => {
      const at = must(drill.stations[i % 2 === 0 ? 3 : 7], 'no station');
      return { level: 'L0', raisedAtMs: NOON_MS - i * 3_600_000, at: { lon: at.lon, lat: at.lat } };
    });
    const core = ready(past);
    const plan = must(core.standby(situation(), past, 'drill'), 'no plan');
    expect(plan.basis).toEqual({ kind: 'alerts', n: 60 });
    const move = must(plan.moves[0], 'nobody moves');
    const post = { ...placeAt(move.post.lon, move.post.lat), source: move.post.id };
    const units = UNITS.map((unit) =>
      unit.unitId === move.unitId ? { ...unit, state: 'standby' as const, post } : unit,
    );
    const next = core.standby(situation({ units }), past, 'drill');
    expect(next?.moves.map(({ unitId }) => unitId)).not.toContain(move.unitId);
    expect(next?.moves.map(({ post: other }) => other.id)).not.toContain(move.post.id);
  });

  it('lets no district pay for a busier one', () => {
    const busy = must(drill.stations.toSorted((a, b) => a.lon - b.lon)[0], 'no station');
    const awayM = ({ lon, lat }: typeof busy): number => equirectM(lon, lat, busy.lon, busy.lat);
    const byAway = drill.stations.toSorted((a, b) => awayM(a) - awayM(b));
    // another district, and near enough to drive over
    const quiet = must(
      byAway.find((one) => awayM(one) > 4000),
      'no station',
    );
    const past = Array.from({ length: 60 }, (_, i): PastAlert => {
      const { lon, lat } = i % 10 === 0 ? quiet : busy;
      return { level: 'L0', raisedAtMs: NOON_MS - i * 3_600_000, at: { lon, lat } };
    });
    const ground = ({ name, lon, lat }: typeof busy): Partial<PlannerUnit> => ({
      base: name,
      area: { lon, lat, radiusM: 2500 },
    });
    const only = unitAt(0, ground(quiet));
    const units = [only, unitAt(1, { ...ground(busy), state: 'out-of-service' })];
    const at = columnsFromFixes(2, () => fixAt(quiet.lon, quiet.lat));
    const core = ready(past, units);
    expect(core.standby(situation({ units, fixes: at }), past, 'drill')?.moves).toEqual([]);
    // with a second car beside it one may go
    const two = [...units, unitAt(2, ground(quiet))];
    const both = columnsFromFixes(3, () => fixAt(quiet.lon, quiet.lat));
    const moves = core.standby(situation({ units: two, fixes: both }), past, 'drill')?.moves;
    expect(moves).toHaveLength(1);
    expect(moves?.[0]?.area).toEqual(busy.name);
  });

  it('moves nobody where cars stand everywhere already', () => {
    const { exits, stoppable } = readJinan().region;
    const { stations, branches, goldShops, teahouses } = drill;
    const spots = [...stations, ...branches, ...goldShops, ...teahouses, ...stoppable, ...exits];
    const units = spots.map((_, slot) => ({ ...unitAt(slot), ...UNITS[slot % 6], slot, unitId: `C${slot}` }));
    const spread = columnsFromFixes(units.length, (slot) => {
      const { lon, lat } = must(spots[slot], 'no spot');
      return fixAt(lon, lat);
    });
    const core = ready([], units);
    expect(core.standby(situation({ units, fixes: spread }), [], 'drill')?.moves).toEqual([]);
  });
});

describe('advice with roads closed', () => {
  it('drives round them to a post, is prepared anew, and is what it was once they are open', () => {
    const core = ready();
    const open = advised(core, situation());
    const { unitId, post, driveS } = must(open.plan.moves[0], 'nobody moves');
    const closed = closedAround(core, post, 0.002);
    const { plan, waits } = advised(core, situation({ closed }));
    expect(waits).toBeGreaterThan(0);
    const same = must(
      plan.moves.find((move) => move.unitId === unitId && move.post.id === post.id),
      'sent elsewhere',
    );
    expect(same.driveS).toBeGreaterThan(driveS);
    expect(advised(core, situation()).plan.moves).toEqual(open.plan.moves);
  });

  it('sends nobody to wait in a road that is closed', () => {
    const core = ready();
    const { post } = must(advised(core, situation()).plan.moves[0], 'nobody moves');
    const ways = core.stretch({ lon: post.lon, lat: post.lat, lengthM: 200, bothWays: true })?.ways ?? [];
    const { plan } = advised(core, situation({ closed: [{ closureId: 'c1', ways, reason: 'fire' }] }));
    expect(plan.moves.length).toBeGreaterThan(0);
    expect(plan.moves.map((move) => move.post.id)).not.toContain(post.id);
  });

  it('reckons who goes where with the way round', () => {
    const core = new PlannerCore(file('roads.bin'), GATE_FILES);
    const places = [drill.stations[2], drill.stations[5]].map((place) => must(place, 'no station'));
    const entries = places.map(({ lon, lat }, i) =>
      entryOf({ id: `I${i}`, place: placeAt(lon, lat), clock: dueIn(1200, 120) }),
    );
    const closed = places.flatMap((place) => closedAround(core, place, 0.004));
    const open = must(core.joint(situation({ entries })), 'nothing proposed');
    const round = must(core.joint(situation({ entries, closed, epoch: 2 })), 'nothing proposed');
    const soonest = ({ lines }: typeof open): number => Math.min(...lines.map((line) => line.arrivalMs.mid));
    expect(soonest(round)).toBeGreaterThan(soonest(open));
    expect(round.together).toBeLessThanOrEqual(open.together);
  });
});

describe('who goes where at once', () => {
  it('proposes two for two that wait, and the same again a moment later', () => {
    const core = new PlannerCore(file('roads.bin'), GATE_FILES);
    const entries = [drill.stations[2], drill.stations[5]].map((place, i) =>
      entryOf({
        id: `I${i}`,
        place: placeAt(must(place, 'no station').lon, must(place, 'no station').lat),
        clock: dueIn(1200, 120),
      }),
    );
    const proposal = must(core.joint(situation({ entries })), 'nothing proposed');
    expect(proposal.lines).toHaveLength(2);
    expect(proposal.waiting).toBe(2);
    const again = core.joint(situation({ entries, nowMs: NOON_MS + 2000 }));
    expect(again?.lines.map(({ unitId }) => unitId)).toEqual(proposal.lines.map(({ unitId }) => unitId));
    expect(core.joint(situation({ entries: entries.slice(0, 1) }))).toBeUndefined();
  });
});

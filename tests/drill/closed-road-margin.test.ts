import { describe, expect, it } from 'vitest';
import type { AcceptedFix } from '../../gateway/ingest/ingest-deps.ts';
import { PlannerCore } from '../../gateway/planner/planner-core.ts';
import { eventHash } from '../../shared/contract/views.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import { dueIn, NOON_MS, placeAt } from '../../shared/interception/small-world.ts';
import { must } from '../../shared/kit/invariant.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { closedShares, closeNet } from '../../shared/roads/closed-net.ts';
import { createSearchWorkspace } from '../../shared/roads/fastest.ts';
import { encodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import { EMERGENCY } from '../../shared/roads/profiles.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { roadStretch } from '../../shared/roads/road-stretch.ts';
import { fastestRoute, placeOnRoute, routeGeometry } from '../../shared/roads/route.ts';
import { gridGraph } from '../../shared/roads/small-graphs.ts';
import { buildSnapIndex, snapNearest } from '../../shared/roads/snap.ts';
import { EventLog } from '../../shared/timeline/keyframes.ts';
import { readLedger } from './read-ledger.ts';

const graph = gridGraph(9, 5);
const index = buildSnapIndex(graph);
const net = prepareMainNet(graph, EMERGENCY);
const workspace = createSearchWorkspace(graph.nodeCount);
const BLOCK_LON = 0.0056;
const AT = { issued: 30, signed: 40, rolling: 55 } as const;

type Spot = { readonly lon: number; readonly lat: number };

function drive(on: typeof net, from: Spot, to: Spot): ReturnType<typeof routeGeometry> {
  const [a, b] = [snapNearest(index, on, from.lon, from.lat), snapNearest(index, on, to.lon, to.lat)];
  const route = fastestRoute(on, workspace, must(a, 'a road'), must(b, 'a road'));
  return routeGeometry(on, must(route, 'a way'));
}

const lastS = (way: ReturnType<typeof routeGeometry>): number => way.cumulativeSeconds.at(-1) ?? 0;

/** A race along the southern street; a stretch of it ahead of the unit is closed `closedAtS` after noon. */
function raceWith(
  seed: number,
  closedAtS: number | undefined,
): {
  readonly drafts: EventDraft[];
  readonly fixes: AcceptedFix[];
  readonly metAtS: number;
  /** Seconds the closing cost, by the roads themselves. */
  readonly costS: number;
} {
  const rng = createRng(seed);
  const start = { lon: 117 + BLOCK_LON * rng.between(0.2, 0.8), lat: 36.6 };
  const home = { lon: 117 + BLOCK_LON * rng.between(7.1, 7.9), lat: 36.6 };
  const cut = { lon: 117 + BLOCK_LON * (rng.pick([4, 5, 6]) + 0.5), lat: 36.6 };
  const ways = must(roadStretch(index, cut, 300, true), 'a road').ways;
  const closed = closeNet(net, closedShares(index, ways, false));
  const before = drive(net, start, home);
  const knownAtS = closedAtS === undefined ? Infinity : closedAtS;
  const turnS = Math.max(0, knownAtS - AT.rolling);
  const turn = placeOnRoute(before, turnS);
  const after = knownAtS === Infinity ? undefined : drive(closed, turn, home);
  const wholeS = after === undefined ? lastS(before) : turnS + lastS(after);
  const metAtS = Math.ceil(AT.rolling + wholeS) + 10;
  const fixes: AcceptedFix[] = [];
  for (let s = -60; s <= metAtS; s += 2) {
    const droveS = Math.max(0, s - AT.rolling);
    const at =
      after === undefined || droveS < turnS
        ? placeOnRoute(before, droveS)
        : placeOnRoute(after, droveS - turnS);
    const { lon, lat, headingDeg, speedMps } = at;
    const isDriving = s > AT.rolling;
    fixes.push({
      slot: 0,
      atMs: NOON_MS + 1000 * s,
      lon,
      lat,
      headingDeg,
      speedMps: isDriving ? speedMps : 0,
    });
  }
  const place = placeAt(home.lon, home.lat);
  const event = (s: number, kind: EventDraft['kind'], data: unknown): EventDraft =>
    ({ kind, atMs: NOON_MS + 1000 * s, actor: { type: 'system', id: 'test' }, data }) as EventDraft;
  const alert = { alertId: 'a', source: '96110', sourceId: '1', level: 'L0', scamType: 'loan', place };
  const advance = (s: number, state: string): EventDraft =>
    event(s, 'order/advanced', { orderId: 'o', state, via: 'field-device' });
  const drafts = [
    event(-70, 'unit/registered', {
      unitId: 'A',
      slot: 0,
      callsign: '巡1',
      kind: 'patrol',
      crew: 2,
      hasVehicle: true,
      skills: [],
      state: 'available',
    }),
    event(0, 'alert/raised', { ...alert, clock: dueIn(900), title: { zh: '转账' }, reason: { zh: '转账' } }),
    event(8, 'alert/acknowledged', { alertId: 'a' }),
    event(12, 'alert/promoted', { alertId: 'a', incidentId: 'I' }),
    event(AT.issued, 'order/issued', {
      orderId: 'o',
      incidentId: 'I',
      unitId: 'A',
      place,
      text: { zh: '去' },
      approach: 'plain',
    }),
    advance(AT.signed, 'signed'),
    advance(AT.rolling, 'rolling'),
    advance(metAtS - 10, 'on-scene'),
    advance(metAtS, 'met'),
    ...(closedAtS === undefined
      ? []
      : [event(closedAtS, 'road/closed', { closureId: 'c', ways, reason: 'flood' })]),
  ];
  return {
    drafts: drafts.toSorted((a, b) => a.atMs - b.atMs),
    fixes,
    metAtS,
    costS: wholeS - lastS(before),
  };
}

function accountOf(race: ReturnType<typeof raceWith>): ReturnType<typeof readLedger> {
  const log = new EventLog('s');
  for (const [i, draft] of race.drafts.entries()) {
    const numbered = { ...draft, stream: 's', seq: i + 1, id: `e${i + 1}`, receivedAtMs: draft.atMs };
    log.append({ ...numbered, hash: eventHash(numbered) });
  }
  const nowMs = NOON_MS + 1000 * race.metAtS + 60_000;
  return readLedger(new PlannerCore(encodeRoadGraph(graph)), log, race.fixes, nowMs, 'I');
}

describe('margin ledger of a closed road', () => {
  it('books what going round costs to the closed road, learned of on the way or before the order', async () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= 16; seed++) {
      const closedAtS = seed % 4 === 0 ? 20 : AT.rolling + 5 + seed;
      const race = raceWith(seed, closedAtS);
      const { ledger, untilMs, dueMs } = await accountOf(race);
      const sumMs = ledger.stages.reduce((sum, { lostMs }) => sum + lostMs, 0);
      expect(ledger.startMs - ledger.endMs).toBe(sumMs);
      expect(ledger.endMs).toBe(dueMs - untilMs);
      const lostS = (ledger.stages.find(({ stage }) => stage === 'closed-road')?.lostMs ?? 0) / 1000;
      expect(race.costS).toBeGreaterThan(60);
      if (Math.abs(lostS - race.costS) > 5 || ledger.stages[0]?.stage !== 'closed-road')
        wrong.push(`${seed}: ${lostS} of ${race.costS}, first ${ledger.stages[0]?.stage}`);
    }
    expect(wrong).toEqual([]);
  });

  it('books nothing to it when no road is closed, and knows the last moment somebody still made it', async () => {
    const race = raceWith(3, undefined);
    const { ledger, lastWinnableMs, dueMs } = await accountOf(race);
    expect(ledger.stages.map(({ stage }) => stage)).not.toContain('closed-road');
    // the only unit: at that moment its way and the time left are the same, a second later the way is longer
    const core = new PlannerCore(encodeRoadGraph(graph));
    const at = must(lastWinnableMs, 'it could be won');
    const fix = must(
      race.fixes.findLast(({ atMs }) => atMs <= at),
      'a position',
    );
    const columns = {
      lon: Float64Array.of(fix.lon),
      lat: Float64Array.of(fix.lat),
      atMs: Float64Array.of(at),
      speedMps: Float64Array.of(0),
      headingDeg: Float64Array.of(Number.NaN),
    };
    const place = placeAt(race.fixes.at(-1)?.lon ?? 0, race.fixes.at(-1)?.lat ?? 0, 30);
    const answer = core.margins(place, [0], [{ atMs: at, fixes: columns, flags: Uint8Array.of(1) }], []);
    const leftS = (dueMs - at) / 1000;
    expect(Math.abs((answer?.[0]?.bestS ?? 0) - leftS)).toBeLessThan(6);
  });
});

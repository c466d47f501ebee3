import { describe, expect, it } from 'vitest';
import type { PlannerReply, PlannerRequest, PlannerSituation } from '../../shared/contract/planner.ts';
import { columnsFromFixes } from '../../shared/interception/fix-source.ts';
import {
  dueIn,
  entryOf,
  fixAt,
  NOON_MS,
  orderOf,
  placeAt,
  unitAt,
} from '../../shared/interception/small-world.ts';
import { encodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import { gridGraph } from '../../shared/roads/small-graphs.ts';
import { PlannerService } from './planner-service.ts';

const roadsBytes = encodeRoadGraph(gridGraph(12, 12));
const sent = unitAt(1, { state: 'en-route', orderId: 'O-U0001' });

function situation(changes: Partial<PlannerSituation> = {}): PlannerSituation {
  const place = placeAt(117.03, 36.62);
  const fixes = columnsFromFixes(2, (slot) => fixAt(117 + 0.0056 * slot, 36.6));
  return {
    epoch: 1,
    nowMs: NOON_MS,
    entries: [
      entryOf({ id: 'I1', place, clock: dueIn(900) }),
      entryOf({ id: 'I2', place, clock: dueIn(600), orders: [orderOf('U0001', 'rolling', { place })] }),
    ],
    units: [unitAt(0), sent],
    fixes,
    ...changes,
  };
}

/** A service whose steps run when told. */
function startService() {
  const replies: PlannerReply[] = [];
  const steps: (() => void)[] = [];
  const service = new PlannerService({
    reply: (reply) => replies.push(reply),
    soon: (step) => steps.push(step),
  });
  const run = (...requests: PlannerRequest[]): PlannerReply[] => {
    replies.length = 0;
    for (const request of requests) service.accept(request);
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) step();
    return replies.slice();
  };
  return { run };
}

describe('PlannerService', () => {
  it('answers races in queue order, with the way of the unit under order', () => {
    const { run } = startService();
    const [ready, races] = run(
      { t: 'init', id: 1, roadsBytes },
      { t: 'races', id: 2, situation: situation() },
    );
    expect(ready).toEqual({ id: 1, ok: true, t: 'init', result: { nodeCount: 144, segmentCount: 264 } });
    if (races?.ok !== true || races.t !== 'races') throw new Error(JSON.stringify(races));
    expect(races.result.map(({ id, basis, unitId }) => [id, basis, unitId])).toEqual([
      ['I2', 'assigned', 'U0001'],
      ['I1', 'if-sent-now', 'U0000'],
    ]);
    expect(races.result[0]?.route?.length).toBeGreaterThan(4);
  });

  it('keeps the unit table between requests, also that of a dropped one', () => {
    const { run } = startService();
    run({ t: 'init', id: 1, roadsBytes });
    const replies = run(
      { t: 'races', id: 2, situation: situation() },
      { t: 'races', id: 3, situation: situation({ units: undefined }) },
    );
    expect(replies[0]).toMatchObject({ id: 2, ok: false, error: { code: 'superseded' } });
    expect(replies[1]).toMatchObject({ id: 3, ok: true, result: [{ unitId: 'U0001' }, { unitId: 'U0000' }] });
  });

  it('holds the order within fifteen seconds in one epoch and starts over in the next', () => {
    const { run } = startService();
    run({ t: 'init', id: 1, roadsBytes });
    const place = placeAt(117.03, 36.62);
    const order = (id: number, epoch: number, dueA: number): unknown => {
      const entries = [
        entryOf({ id: 'A', place, clock: dueIn(dueA) }),
        entryOf({ id: 'B', place, clock: dueIn(600) }),
      ];
      const reply = run({ t: 'races', id, situation: situation({ epoch, entries }) })[0];
      return reply?.ok === true && reply.t === 'races' ? reply.result.map((race) => race.id) : reply;
    };
    expect(order(2, 1, 595)).toEqual(['A', 'B']);
    expect(order(3, 1, 610)).toEqual(['A', 'B']);
    expect(order(4, 2, 610)).toEqual(['B', 'A']);
  });

  it('gives the list and an estimate that agree', () => {
    const { run } = startService();
    const place = placeAt(117.03, 36.62);
    const query = { unit: unitAt(0), fix: fixAt(117, 36.6), place, level: 'L0', nowMs: NOON_MS } as const;
    const replies = run(
      { t: 'init', id: 1, roadsBytes },
      { t: 'recommend', id: 2, situation: situation(), targetId: 'I1' },
      { t: 'estimate', id: 3, query },
    );
    const list = replies.find(({ id }) => id === 2);
    const estimate = replies.find(({ id }) => id === 3);
    if (list?.ok !== true || list.t !== 'recommend' || estimate?.ok !== true) throw new Error('refused');
    expect(list.result.rows[0]?.estimate).toEqual(estimate.result);
    expect(list.result.unavailable).toEqual([{ reason: 'committed', count: 1 }]);
  });

  it('plans who closes which exits by road, superseded by a newer question', () => {
    const { run } = startService();
    const east = { exitId: 'E1', name: { zh: '东' }, lon: 117.05, lat: 36.62 };
    const due = (inS: number) => {
      const mid = NOON_MS + inS * 1000;
      return { low: mid - 30_000, mid, high: mid + 30_000 };
    };
    const query = {
      targetId: 'I1',
      exits: [
        { ...east, targetMs: due(1500) },
        { ...east, exitId: 'E2', lon: 117, targetMs: due(1500) },
      ],
      pins: [],
      bans: [],
      held: [],
    };
    const units = [unitAt(0), unitAt(1)];
    const replies = run(
      { t: 'init', id: 1, roadsBytes },
      { t: 'seal', id: 2, situation: situation({ units }), query },
      { t: 'seal', id: 3, situation: situation({ units }), query },
    );
    expect(replies.find(({ id }) => id === 2)).toMatchObject({ ok: false, error: { code: 'superseded' } });
    expect(replies.find(({ id }) => id === 3)).toMatchObject({
      ok: true,
      result: {
        targetId: 'I1',
        rows: [
          { exitId: 'E1', unitId: 'U0001', state: 'holds' },
          { exitId: 'E2', unitId: 'U0000', state: 'holds' },
        ],
      },
    });
  });

  it('knows how soon a place could be reached at past moments, by those who were free then and those asked for', () => {
    const { run } = startService();
    const place = placeAt(117.03, 36.62);
    const fixes = columnsFromFixes(2, (slot) => fixAt(117 + 0.0056 * slot, 36.6));
    const samples = [
      { atMs: NOON_MS, fixes, flags: Uint8Array.of(1, 1) },
      { atMs: NOON_MS + 5000, fixes, flags: Uint8Array.of(1, 0) },
      { atMs: NOON_MS + 10_000, fixes, flags: Uint8Array.of(0, 0) },
    ];
    const replies = run(
      { t: 'init', id: 1, roadsBytes },
      { t: 'margins', id: 2, place, slots: [0, 1], samples },
      { t: 'margins', id: 3, place: placeAt(100, 20), slots: [], samples },
    );
    const [, reply, offRoad] = replies;
    if (reply?.ok !== true || reply.t !== 'margins') throw new Error(JSON.stringify(reply));
    const [both, one, nobody] = reply.result ?? [];
    const [[, far] = [], [, near] = []] = both?.slotS ?? [];
    expect(near).toBeGreaterThan(0);
    expect(far).toBeGreaterThan(near ?? Infinity);
    expect([both?.bestS, one?.bestS, nobody?.bestS]).toEqual([near, far, undefined]);
    expect(nobody?.slotS).toEqual(both?.slotS);
    expect(offRoad).toMatchObject({ id: 3, ok: true, result: undefined });
  });

  it('answers failed and lives on: before init, after bytes that are no graph, for a target that is not there', () => {
    const { run } = startService();
    const failed = { ok: false, error: { code: 'failed' } };
    expect(run({ t: 'races', id: 1, situation: situation() })[0]).toMatchObject(failed);
    expect(run({ t: 'init', id: 2, roadsBytes: new Uint8Array(20) })[0]).toMatchObject(failed);
    expect(run({ t: 'init', id: 3, roadsBytes })[0]).toMatchObject({ ok: true });
    expect(run({ t: 'recommend', id: 4, situation: situation(), targetId: 'no' })[0]).toMatchObject(failed);
    expect(run({ t: 'races', id: 5, situation: situation() })[0]).toMatchObject({ ok: true });
  });
});

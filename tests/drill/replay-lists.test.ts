import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMemoryRig } from '../../gateway/drill/memory-rig.ts';
import { PlannerCore } from '../../gateway/planner/planner-core.ts';
import { columnsOf } from '../../gateway/positions/fix-columns.ts';
import { Tracks } from '../../main/data/tracks.ts';
import type { FixColumns } from '../../shared/contract/planner.ts';
import type { RecommendationList } from '../../shared/domain/race.ts';
import { closedRoadsAt } from '../../shared/domain/road-closure.ts';
import { driveSamples } from '../../shared/interception/drive-samples.ts';
import { plannerUnits, raceEntries } from '../../shared/interception/entries.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { EventLog } from '../../shared/timeline/keyframes.ts';
import { memoryShelf } from '../../shared/timeline/memory-shelf.ts';

const roadsBytes = new Uint8Array(
  readFileSync(resolve(import.meta.dirname, '../../regions/jinan/roads.bin')),
);
const SECONDS = 200;
const LIVE_EVERY_MS = 4_000;

/** What a console's planner says about everything that is open at a moment. */
function listsAt(
  core: PlannerCore,
  epoch: number,
  log: EventLog,
  nowMs: number,
  fixes: FixColumns,
): RecommendationList[] {
  const state = log.stateAt(nowMs);
  const entries = raceEntries(state);
  const situation = {
    epoch,
    nowMs,
    entries,
    fixes,
    units: plannerUnits(state, nowMs),
    drives: driveSamples(state),
    closed: closedRoadsAt(state.closures, nowMs),
  };
  return entries.map(({ id }) => core.recommend(situation, id));
}

describe('what did we know then', () => {
  it('answers after any seek what was shown live', async () => {
    const rig = await startMemoryRig('race', 3);
    const startMs = rig.drill.clock.nowMs();
    await rig.advance(SECONDS);
    const log = new EventLog('test-drill');
    for (const event of rig.events) log.append(event);
    const instants = Array.from({ length: 10 }, (_, i) => startMs + 20_000 * (i + 1));

    // live: the planner is asked again and again, and the fixes come as they were measured
    const tracks = new Tracks();
    tracks.open(memoryShelf(Number.POSITIVE_INFINITY));
    const core = new PlannerCore(roadsBytes);
    const fixes = rig.fixes.toSorted((a, b) => a.atMs - b.atMs);
    const live = new Map<number, RecommendationList[]>();
    let taken = 0;
    for (let atMs = startMs; atMs <= startMs + SECONDS * 1000; atMs += LIVE_EVERY_MS) {
      const until = fixes.findIndex((fix, i) => i >= taken && fix.atMs > atMs);
      const news = fixes.slice(taken, until === -1 ? undefined : until);
      taken += news.length;
      if (news.length > 0) tracks.applyLive(columnsOf(news));
      const lists = listsAt(core, 1, log, atMs, tracks.liveFixes(atMs));
      if (instants.includes(atMs)) live.set(atMs, lists);
      tracks.past.tidy(atMs);
    }
    expect(live.size).toBe(10);
    expect([...live.values()].flat().filter(({ rows }) => rows.length > 1).length).toBeGreaterThan(9);

    const rng = createRng(14);
    for (let seek = 2; seek < 24; seek++) {
      const atMs = seek < 12 ? (instants[seek - 2] ?? 0) : rng.pick(instants);
      expect(listsAt(core, seek, log, atMs, tracks.fixesAt(atMs))).toEqual(live.get(atMs));
      // and the playhead was somewhere else in between
      tracks.fixesAt(startMs + rng.int(SECONDS * 1000));
    }
  });
});

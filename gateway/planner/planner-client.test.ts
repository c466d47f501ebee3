import { writeFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { columnsFromFixes } from '../../shared/interception/fix-source.ts';
import type { PlannerClient } from '../../shared/interception/planner-client.ts';
import { fixAt, NOON_MS, placeAt, unitAt } from '../../shared/interception/small-world.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { encodeRoadGraph } from '../../shared/roads/graph-codec.ts';
import { gridGraph } from '../../shared/roads/small-graphs.ts';
import { createEstimateArrival } from './estimate.ts';
import { startPlanner } from './planner-client.ts';

const roadsBytes = encodeRoadGraph(gridGraph(12, 12));
const state: State = {
  ...emptyState('test'),
  units: {
    U0000: {
      ...unitAt(0),
      callsign: '演-01',
      stateSinceMs: NOON_MS,
      via: 'drill',
    },
  },
  alerts: {
    A1: {
      alertId: 'A1',
      source: 'bank-alarm',
      sourceId: 's1',
      level: 'L0',
      scamType: 'investment',
      state: 'raised',
      title: { zh: '银行告警' },
      reason: { zh: '取现' },
      place: placeAt(117.03, 36.62),
      clock: { kind: 'unknown', sinceMs: NOON_MS },
      raisedAtMs: NOON_MS - 5000,
      calls: 0,
    },
  },
};
const moment = { epoch: 1, nowMs: NOON_MS, state, fixes: columnsFromFixes(1, () => fixAt(117, 36.6)) };
const query = {
  unit: unitAt(0),
  fix: fixAt(117, 36.6),
  place: placeAt(117.03, 36.62),
  level: 'L0',
  nowMs: NOON_MS,
} as const;

let planner: PlannerClient | undefined;
afterEach(() => planner?.close());

describe('planner in a real worker thread', () => {
  it('answers races, a list and an estimate', async () => {
    planner = startPlanner({ roadsBytes, log: silentLog });
    const races = await planner.races(moment);
    expect(races).toMatchObject({ ok: true, value: [{ id: 'A1', basis: 'if-sent-now', unitId: 'U0000' }] });
    // the unit table is the same object, so it is not sent again and must still be there
    const again = await planner.races({ ...moment, nowMs: NOON_MS + 1000 });
    expect(again).toMatchObject({ ok: true, value: [{ unitId: 'U0000', silenceS: 6 }] });
    expect(await planner.recommend(moment, 'A1')).toMatchObject({ ok: true, value: { isClear: true } });
    expect(await planner.recommend(moment, 'nobody')).toMatchObject({ ok: false, error: { code: 'failed' } });
    const estimate = await planner.estimate(query);
    expect(estimate).toMatchObject({ ok: true, value: { method: 'road', calibrated: false } });
  });

  it('supersedes what is asked faster than it can be answered, and answers every request', async () => {
    planner = startPlanner({ roadsBytes, log: silentLog });
    const asked = planner;
    const answers = await Promise.all(Array.from({ length: 20 }, () => asked.races(moment)));
    expect(answers.at(-1)?.ok).toBe(true);
    for (const answer of answers) if (!answer.ok) expect(answer.error.code).toBe('superseded');
  });

  it('answers unavailable after close, at once', async () => {
    planner = startPlanner({ roadsBytes, log: silentLog });
    const pending = planner.races(moment);
    await planner.close();
    expect(await pending).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(await planner.estimate(query)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('restarts a worker that dies, and serves again', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'planner-'));
    const entry = path.join(folder, 'dies-once.mjs');
    const marker = path.join(folder, 'died');
    const real = new URL('planner.worker.ts', import.meta.url).href;
    await writeFile(
      entry,
      `import { existsSync, writeFileSync } from 'node:fs';
       if (existsSync(${JSON.stringify(marker)})) await import(${JSON.stringify(real)});
       else { writeFileSync(${JSON.stringify(marker)}, ''); throw new Error('first life'); }`,
    );
    try {
      const reasons: unknown[] = [];
      const log = { ...silentLog, warn: (_: string, fields?: object) => void reasons.push(fields) };
      planner = startPlanner({ roadsBytes, log, workerUrl: pathToFileURL(entry) });
      expect(await planner.races(moment)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
      expect(reasons).toEqual([{ reason: 'first life', delayMs: 200 }]);
      const asked = planner;
      await expect.poll(async () => (await asked.races(moment)).ok, { timeout: 20_000 }).toBe(true);
    } finally {
      await planner?.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe('createEstimateArrival', () => {
  const ports = { fixOf: () => fixAt(117, 36.6), nowMs: () => NOON_MS, log: silentLog };

  it('asks the planner', async () => {
    planner = startPlanner({ roadsBytes, log: silentLog });
    const estimate = createEstimateArrival({ ...ports, planner });
    expect(await estimate(state, 'U0000', placeAt(117.03, 36.62))).toMatchObject({ method: 'road' });
    expect(await estimate(state, 'nobody', placeAt(117.03, 36.62))).toBeUndefined();
    expect(await estimate(state, 'U0000', placeAt(118, 36.62))).toBeUndefined();
    const unseen = createEstimateArrival({ ...ports, planner, fixOf: () => undefined });
    expect(await unseen(state, 'U0000', placeAt(117.03, 36.62))).toBeUndefined();
  });

  it('falls back to a straight line that says so, with a wide band', async () => {
    planner = startPlanner({ roadsBytes, log: silentLog });
    await planner.close();
    const estimate = await createEstimateArrival({ ...ports, planner })(
      state,
      'U0000',
      placeAt(117.03, 36.62),
    );
    expect(estimate).toMatchObject({ method: 'straight-line', calibrated: false });
    expect((estimate?.highS ?? 0) - (estimate?.lowS ?? 0)).toBeGreaterThan(estimate?.expectedS ?? Infinity);
  });
});

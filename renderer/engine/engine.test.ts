import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createColumns, encodePositions } from '../../shared/contract/position-frame.ts';
import type { PlayheadInfo } from '../../shared/contract/port.ts';
import type { Unit } from '../../shared/domain/entities.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { Engine, EngineHost, EngineView } from './engine-types.ts';
import { createEngine } from './engine.ts';
import { LOST_AFTER_MS, UNIT_LOOKS } from './unit-look.ts';

const START = 1_790_000_000_000;

/** A host whose time moves by hand; frames come every 16 ms. */
class ManualHost implements EngineHost {
  nowMs = 0;
  ticks = 0;
  #next = 1;
  readonly #due = new Map<number, { atMs: number; run: () => void }>();

  monotonicMs(): number {
    return this.nowMs;
  }
  requestFrame(run: () => void): number {
    return this.#plan(16, () => {
      this.ticks++;
      run();
    });
  }
  cancelFrame(handle: number): void {
    this.#due.delete(handle);
  }
  schedule(delayMs: number, run: () => void): () => void {
    const handle = this.#plan(delayMs, run);
    return () => this.#due.delete(handle);
  }
  advance(ms: number): void {
    const until = this.nowMs + ms;
    for (;;) {
      const [handle, job] = [...this.#due].toSorted((a, b) => a[1].atMs - b[1].atMs)[0] ?? [];
      if (handle === undefined || job === undefined || job.atMs > until) break;
      this.#due.delete(handle);
      this.nowMs = job.atMs;
      job.run();
    }
    this.nowMs = until;
  }
  get idle(): boolean {
    return this.#due.size === 0;
  }
  #plan(delayMs: number, run: () => void): number {
    const handle = this.#next++;
    this.#due.set(handle, { atMs: this.nowMs + delayMs, run });
    return handle;
  }
}

interface TestFix {
  readonly slot: number;
  readonly lon: number;
  readonly lat: number;
  readonly atMs?: number;
  readonly headingDeg?: number;
  readonly speedMps?: number;
}

function send(
  engine: Engine,
  fixes: readonly TestFix[],
  options: { epoch?: number; reset?: boolean } = {},
): void {
  const columns = createColumns(fixes.length);
  for (const [i, fix] of fixes.entries()) {
    columns.atMs[i] = fix.atMs ?? START;
    columns.slot[i] = fix.slot;
    columns.lonE7[i] = Math.round(fix.lon * 1e7);
    columns.latE7[i] = Math.round(fix.lat * 1e7);
    if (fix.headingDeg !== undefined) columns.headingCdeg[i] = fix.headingDeg * 100;
    if (fix.speedMps !== undefined) columns.speedCmps[i] = fix.speedMps * 100;
  }
  engine.acceptPositions({
    t: 'positions',
    epoch: options.epoch ?? 1,
    atMs: START,
    reset: options.reset ?? false,
    frame: encodePositions(columns),
  });
}

const playhead = (over: Partial<PlayheadInfo> = {}): PlayheadInfo => ({
  epoch: 1,
  mode: 'live',
  atMs: START,
  rate: 1,
  startMs: START,
  edgeMs: START,
  ...over,
});

function unit(slot: number, over: Partial<Unit> = {}): Unit {
  return {
    unitId: `u${slot}`,
    slot,
    callsign: `P${slot}`,
    kind: 'patrol',
    crew: 2,
    hasVehicle: true,
    skills: [],
    state: 'available',
    stateSinceMs: START,
    via: 'drill',
    ...over,
  };
}

function stateWith(...units: Unit[]): State {
  return { ...emptyState('s'), units: Object.fromEntries(units.map((u) => [u.unitId, u])) };
}

function setUp(metresPerPixel = 0.1): { host: ManualHost; engine: Engine; views: EngineView[] } {
  const host = new ManualHost();
  const engine = createEngine(host);
  const views: EngineView[] = [];
  engine.setResolution(metresPerPixel);
  engine.subscribe((view) => views.push(view));
  engine.setScene({ state: stateWith(unit(0), unit(1)), races: [] });
  host.advance(50);
  return { host, engine, views };
}

const eastOf = (lon: number, lat: number, m: number): number =>
  lon + m / (111_195 * Math.cos((lat * Math.PI) / 180));

describe('engine', () => {
  it('carries a moving unit along its heading and stops at the cap', () => {
    const { host, engine } = setUp();
    engine.setPlayhead(playhead());
    send(engine, [{ slot: 0, lon: 117, lat: 36, headingDeg: 90, speedMps: 10 }]);
    host.advance(4_000);
    const moving = engine.unitFix('u0');
    expect(equirectM(117, 36, moving?.lon ?? 0, moving?.lat ?? 0)).toBeGreaterThan(35);
    host.advance(60_000);
    const capped = engine.unitFix('u0');
    expect(equirectM(117, 36, capped?.lon ?? 0, capped?.lat ?? 0)).toBeCloseTo(80, 0);
  });

  it('eases to a near fix, jumps to a far one, ignores noise on a parked unit', () => {
    const { host, engine } = setUp();
    engine.setPlayhead(playhead());
    send(engine, [{ slot: 0, lon: 117, lat: 36, speedMps: 0 }]);
    host.advance(100);
    send(engine, [{ slot: 0, lon: eastOf(117, 36, 1), lat: 36, atMs: START + 1, speedMps: 0 }]);
    host.advance(1_000);
    expect(engine.unitFix('u0')?.lon).toBeCloseTo(117, 6);
    send(engine, [{ slot: 0, lon: eastOf(117, 36, 100), lat: 36, atMs: START + 2, speedMps: 0 }]);
    host.advance(200);
    const half = equirectM(117, 36, engine.unitFix('u0')?.lon ?? 0, 36);
    expect(half).toBeGreaterThan(10);
    expect(half).toBeLessThan(95);
    host.advance(1_000);
    expect(equirectM(117, 36, engine.unitFix('u0')?.lon ?? 0, 36)).toBeCloseTo(100, 0);
    send(engine, [{ slot: 0, lon: eastOf(117, 36, 5_000), lat: 36, atMs: START + 3, speedMps: 0 }]);
    host.advance(20);
    expect(equirectM(117, 36, engine.unitFix('u0')?.lon ?? 0, 36)).toBeCloseTo(5_000, -1);
  });

  it('rests when nothing moves and time stands still, and wakes for a fix', () => {
    const { host, engine, views } = setUp();
    engine.setPlayhead(playhead({ mode: 'replay', rate: 0 }));
    send(engine, [{ slot: 0, lon: 117, lat: 36, headingDeg: 90, speedMps: 10 }]);
    host.advance(5_000);
    expect(host.idle).toBe(true);
    const before = views.length;
    send(engine, [{ slot: 1, lon: 117.1, lat: 36 }]);
    host.advance(100);
    expect(views.length).toBe(before + 1);
  });

  it('redraws a slow unit at a coarse resolution seldom, a fast one at a fine resolution often', () => {
    const countFor = (metresPerPixel: number): number => {
      const { host, engine, views } = setUp(metresPerPixel);
      engine.setPlayhead(playhead());
      send(engine, [{ slot: 0, lon: 117, lat: 36, headingDeg: 90, speedMps: 10 }]);
      host.advance(7_000);
      return views.length;
    };
    expect(countFor(40)).toBeLessThan(10);
    expect(countFor(1)).toBeGreaterThan(60);
  });

  it('publishes nothing while the last view is being drawn, then the newest state at once', () => {
    const { host, engine, views } = setUp();
    engine.setPlayhead(playhead());
    send(engine, [{ slot: 0, lon: 117, lat: 36, headingDeg: 90, speedMps: 10 }]);
    host.advance(100);
    engine.setBusy(true);
    const before = views.length;
    host.advance(3_000);
    expect(views.length).toBe(before);
    engine.setBusy(false);
    host.advance(40);
    expect(views.length).toBe(before + 1);
  });

  it('tells a new scene while the last view is being drawn, with the positions of that view', () => {
    const { host, engine, views } = setUp();
    engine.setPlayhead(playhead());
    send(engine, [{ slot: 0, lon: 117, lat: 36, headingDeg: 90, speedMps: 10 }]);
    host.advance(100);
    engine.setBusy(true);
    const { rows } = engine.view();
    const before = views.length;
    engine.select('u0');
    host.advance(2_000);
    expect(views.length).toBe(before + 1);
    expect(engine.view().selectedId).toBe('u0');
    expect(engine.view().rows).toBe(rows);
  });

  it('marks fixes stale by feed time, not by real time', () => {
    const { host, engine } = setUp();
    engine.setPlayhead(playhead({ mode: 'replay', rate: 0 }));
    send(engine, [{ slot: 0, lon: 117, lat: 36 }]);
    host.advance(600_000);
    expect(engine.unitFix('u0')?.look).toBe('available-parked');
    engine.setPlayhead(playhead({ atMs: START + 130_000, rate: 0 }));
    host.advance(50);
    expect(engine.unitFix('u0')?.look).toBe('lost');
  });

  it('ages fixes by feed time alone, however long the feed is quiet (I6, property)', () => {
    const step = fc.record({
      quietMs: fc.integer({ min: 0, max: 400_000 }),
      feedMs: fc.integer({ min: 0, max: 60_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const { host, engine } = setUp();
        engine.setPlayhead(playhead({ rate: 0 }));
        send(engine, [{ slot: 0, lon: 117, lat: 36 }]);
        let ageMs = 0;
        for (const { quietMs, feedMs } of steps) {
          ageMs += feedMs;
          engine.setPlayhead(playhead({ atMs: START + ageMs, rate: 0 }));
          host.advance(50 + quietMs);
          expect(engine.unitFix('u0')?.look).toBe(ageMs > LOST_AFTER_MS ? 'lost' : 'available-parked');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('forgets an old epoch and drops its late frames', () => {
    const { host, engine, views } = setUp();
    engine.setPlayhead(playhead());
    send(engine, [{ slot: 0, lon: 117, lat: 36, atMs: START + 50_000 }]);
    host.advance(50);
    send(engine, [{ slot: 0, lon: 117.001, lat: 36, atMs: START - 50_000 }], { epoch: 2, reset: true });
    send(engine, [{ slot: 1, lon: 118, lat: 37 }], { epoch: 1 });
    host.advance(50);
    expect(engine.unitFix('u0')?.lon).toBeCloseTo(117.001, 6);
    expect(views.at(-1)?.rows.count).toBe(1);
    expect(engine.stats().droppedFrames).toBe(1);
  });

  it('keeps identity of rows that did not change and makes a new object when they did', () => {
    const { host, engine } = setUp();
    engine.setPlayhead(playhead({ atMs: START + 10, rate: 0 }));
    send(engine, [{ slot: 0, lon: 117, lat: 36 }]);
    host.advance(50);
    const { rows } = engine.view();
    engine.select('u0');
    host.advance(50);
    expect(engine.view().rows).toBe(rows);
    send(engine, [{ slot: 0, lon: 117.01, lat: 36, atMs: START + 1 }]);
    host.advance(600);
    expect(engine.view().rows).not.toBe(rows);
    expect(engine.view().rows.looksRevision).toBe(rows.looksRevision);
  });

  it('trails only the selection', () => {
    const { host, engine } = setUp();
    engine.setPlayhead(playhead({ atMs: START + 5_000, rate: 0 }));
    for (let i = 0; i < 5; i++)
      send(engine, [{ slot: 0, lon: 117 + i / 1000, lat: 36, atMs: START + i * 1000 }]);
    host.advance(1_000);
    expect(engine.view().trail).toEqual([]);
    engine.select('u0');
    host.advance(50);
    expect(engine.view().trail).toHaveLength(12);
  });

  it('draws the newest fix of every slot whatever the order and batching (property)', () => {
    const fix = fc.record({ slot: fc.integer({ min: 0, max: 5 }), step: fc.integer({ min: 1, max: 1_000 }) });
    fc.assert(
      fc.property(
        fc.array(fix, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        (fixes, batch) => {
          const { host, engine } = setUp();
          engine.setPlayhead(playhead({ atMs: START + 2_000, rate: 0 }));
          const all = fixes.map(({ slot, step }) => ({
            slot,
            lon: 117 + step / 10_000,
            lat: 36,
            atMs: START + step,
          }));
          for (let i = 0; i < all.length; i += batch) send(engine, all.slice(i, i + batch));
          host.advance(2_000);
          const { rows } = engine.view();
          const newest = new Map<number, number>();
          for (const { slot, lon } of all) newest.set(slot, Math.max(newest.get(slot) ?? 0, lon));
          expect(rows.count).toBe(newest.size);
          for (let row = 0; row < rows.count; row++) {
            expect(rows.positions[row * 2]).toBeCloseTo(newest.get(rows.slots[row] ?? -1) ?? 0, 5);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives every unit state a look', () => {
    const { host, engine } = setUp();
    engine.setScene({
      state: stateWith(unit(0, { state: 'en-route' }), unit(1, { state: 'at-checkpoint' })),
      races: [],
    });
    engine.setPlayhead(playhead());
    send(engine, [
      { slot: 0, lon: 117, lat: 36 },
      { slot: 1, lon: 117, lat: 36 },
    ]);
    host.advance(50);
    expect([...engine.view().rows.looks.subarray(0, 2)].map((look) => UNIT_LOOKS[look])).toEqual([
      'underway',
      'checkpoint',
    ]);
  });
});

import { decodePositions, type PositionColumns } from '../../shared/contract/position-frame.ts';
import type { PlayheadInfo } from '../../shared/contract/port.ts';
import type { UnitState } from '../../shared/domain/vocabulary.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import { TrackTable } from '../../shared/timeline/track-table.ts';
import type { Engine, EngineHost, EngineView, SceneInput, UnitFix, UnitRows } from './engine-types.ts';
import {
  createUnitColumns,
  growUnitColumns,
  placeUnits,
  type PlaceResult,
  resetUnitColumns,
  welcomeFix,
} from './kernels/unit-columns.ts';
import { createRowBuffers, writeRows } from './kernels/unit-rows.ts';
import { nextDueMs, visibleMoveM } from './pace.ts';
import { estimatePlayheadMs } from './playhead-estimate.ts';
import { deriveScene, EMPTY_SCENE, type SceneMarks } from './scene.ts';
import { keepSame } from './same.ts';
import { TrailRing } from './trail-ring.ts';
import { UNIT_LOOKS } from './unit-look.ts';

/** Feed time between two views when only ages changed. */
const LABEL_STEP_MS = 2_000;
const NO_TRAIL: readonly number[] = [];

/** An engine at rest; it starts with the first thing it is fed. The caller owns it and disposes of it with the window. */
export function createEngine(host: EngineHost): Engine {
  return new WindowEngine(host);
}

class WindowEngine implements Engine {
  readonly #host: EngineHost;
  readonly #table = new TrackTable();
  readonly #columns = createUnitColumns();
  readonly #buffers = createRowBuffers();
  readonly #trails = new TrailRing();
  readonly #placed: PlaceResult = { fastestMps: 0 };
  readonly #listeners = new Set<(view: EngineView) => void>();
  #states: (UnitState | undefined)[] = [];
  #unitIds: (string | undefined)[] = [];
  #slotOf = new Map<string, number>();
  #epoch: number | undefined;
  #playhead: PlayheadInfo | undefined;
  #playheadAt = 0;
  #metresPerPixel = 10;
  #input: SceneInput | undefined;
  #selectedId: string | undefined;
  #rows: UnitRows;
  #scene: SceneMarks = EMPTY_SCENE;
  #view: EngineView;
  #cancelTimer: Cancel | undefined;
  #frameHandle: number | undefined;
  #isBusy = false;
  #isDisposed = false;
  #hasPublishedSecond = 0;
  #frames = 0;
  #droppedFrames = 0;
  #lastTickMs = 0;

  constructor(host: EngineHost) {
    this.#host = host;
    const { positions, angles, looks, fades, slots } = this.#buffers;
    this.#rows = { revision: 0, looksRevision: 0, count: 0, positions, angles, looks, fades, slots };
    this.#view = {
      revision: 0,
      atMs: 0,
      rows: this.#rows,
      scene: this.#scene,
      trail: NO_TRAIL,
      selectedId: undefined,
    };
  }

  acceptPositions(message: {
    readonly epoch: number;
    readonly reset: boolean;
    readonly frame: Uint8Array;
  }): void {
    if (this.#epoch !== undefined && message.epoch < this.#epoch) {
      this.#droppedFrames++;
      return;
    }
    const frame = decodePositions(message.frame);
    if (message.reset || message.epoch !== this.#epoch) this.#forget();
    this.#epoch = message.epoch;
    this.#apply(frame);
    this.#wake(0);
  }

  setPlayhead(playhead: PlayheadInfo): void {
    this.#playhead = playhead;
    this.#playheadAt = this.#host.monotonicMs();
    this.#wake(0);
  }

  setScene(input: SceneInput): void {
    if (input.state.units !== this.#input?.state.units) this.#indexUnits(input);
    this.#input = input;
    this.#deriveScene();
  }

  select(id: string | undefined): void {
    if (id === this.#selectedId) return;
    this.#selectedId = id;
    this.#deriveScene();
  }

  setResolution(metresPerPixel: number): void {
    this.#metresPerPixel = metresPerPixel;
    this.#wake(0);
  }

  setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    if (!isBusy) this.#wake(0);
  }

  subscribe(listener: (view: EngineView) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  view(): EngineView {
    return this.#view;
  }

  feedNowMs(): number {
    if (this.#playhead === undefined) return this.#table.newestMs;
    return estimatePlayheadMs(this.#playhead, this.#playheadAt, this.#host.monotonicMs());
  }

  unitFix(unitId: string): UnitFix | undefined {
    const slot = this.#slotOf.get(unitId);
    const row = slot === undefined ? -1 : this.#rows.slots.subarray(0, this.#rows.count).indexOf(slot);
    return row < 0 ? undefined : this.#fixAtRow(row, this.feedNowMs());
  }

  unitsNear(lon: number, lat: number, radiusM: number): readonly UnitFix[] {
    const nowMs = this.feedNowMs();
    const { positions, count } = this.#rows;
    const near: { readonly fix: UnitFix; readonly distanceM: number }[] = [];
    for (let row = 0; row < count; row++) {
      const distanceM = equirectM(lon, lat, positions[row * 2] ?? 0, positions[row * 2 + 1] ?? 0);
      if (distanceM > radiusM) continue;
      const fix = this.#fixAtRow(row, nowMs);
      if (fix !== undefined) near.push({ fix, distanceM });
    }
    return near.toSorted((a, b) => a.distanceM - b.distanceM).map(({ fix }) => fix);
  }

  stats(): {
    readonly frames: number;
    readonly droppedFrames: number;
    readonly units: number;
    readonly lastTickMs: number;
  } {
    return {
      frames: this.#frames,
      droppedFrames: this.#droppedFrames,
      units: this.#rows.count,
      lastTickMs: this.#lastTickMs,
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listeners.clear();
    this.#cancelTimer?.();
    if (this.#frameHandle !== undefined) this.#host.cancelFrame(this.#frameHandle);
  }

  #forget(): void {
    this.#table.clear();
    this.#trails.clear();
    resetUnitColumns(this.#columns);
  }

  #apply(frame: PositionColumns): void {
    this.#table.apply(frame);
    growUnitColumns(this.#columns, this.#table.capacity);
    const nowMs = this.feedNowMs();
    const monotonicMs = this.#host.monotonicMs();
    for (let i = 0; i < frame.count; i++) {
      const slot = frame.slot[i] ?? 0;
      this.#trails.push(slot, (frame.lonE7[i] ?? 0) / 1e7, (frame.latE7[i] ?? 0) / 1e7, frame.atMs[i] ?? 0);
      welcomeFix(this.#columns, this.#table, slot, nowMs, monotonicMs);
    }
  }

  #indexUnits({ state }: SceneInput): void {
    this.#states = [];
    this.#unitIds = [];
    this.#slotOf = new Map();
    for (const unit of Object.values(state.units)) {
      this.#states[unit.slot] = unit.state;
      this.#unitIds[unit.slot] = unit.unitId;
      this.#slotOf.set(unit.unitId, unit.slot);
    }
  }

  #deriveScene(): void {
    if (this.#input !== undefined) {
      this.#scene = nextScene(
        this.#scene,
        deriveScene(this.#input, this.#selectedId, this.#scene.revision + 1),
      );
    }
    this.#wake(0);
  }

  /** Plans a tick in `delayMs`; an earlier plan wins. */
  #wake(delayMs: number): void {
    if (this.#isDisposed || this.#frameHandle !== undefined) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (delayMs > 0) {
      this.#cancelTimer = this.#host.schedule(delayMs, () => this.#wake(0));
      return;
    }
    this.#frameHandle = this.#host.requestFrame(() => {
      this.#frameHandle = undefined;
      if (!this.#isDisposed) this.#tick();
    });
  }

  #tick(): void {
    // The last view is still being drawn: setBusy(false) wakes the loop again, so nothing queues up behind a slow GPU. What is
    // told in words does not wait for it: a margin must not differ between the map and the panels.
    if (this.#isBusy) {
      if (this.#scene !== this.#view.scene || this.#selectedId !== this.#view.selectedId)
        this.#publish(this.feedNowMs());
      return;
    }
    const startedMs = this.#host.monotonicMs();
    const atMs = this.feedNowMs();
    const rate = this.#playhead?.rate ?? 0;
    placeUnits(this.#columns, this.#table, atMs, rate, startedMs, this.#placed);
    const thresholdM = visibleMoveM(this.#metresPerPixel);
    const rows = writeRows(
      this.#buffers,
      this.#rows,
      this.#table,
      this.#columns,
      this.#states,
      atMs,
      thresholdM,
    );
    // Ages on labels count seconds; a view every other second keeps them true enough.
    const second = Math.floor(atMs / LABEL_STEP_MS);
    const isSecondDue = second !== this.#hasPublishedSecond && this.#scene.incidents.length > 0;
    if (
      rows !== this.#rows ||
      this.#scene !== this.#view.scene ||
      isSecondDue ||
      this.#selectedId !== this.#view.selectedId
    ) {
      this.#rows = rows;
      this.#hasPublishedSecond = second;
      this.#publish(atMs);
    }
    this.#lastTickMs = this.#host.monotonicMs() - startedMs;
    const dueMs = nextDueMs(this.#placed.fastestMps, this.#metresPerPixel, rate);
    if (dueMs !== undefined) this.#wake(dueMs);
  }

  #publish(atMs: number): void {
    this.#frames++;
    this.#view = {
      revision: this.#view.revision + 1,
      stream: this.#input?.state.stream,
      atMs,
      rows: this.#rows,
      scene: this.#scene,
      trail: this.#trailOfSelection(),
      selectedId: this.#selectedId,
    };
    for (const listener of this.#listeners) listener(this.#view);
  }

  #trailOfSelection(): readonly number[] {
    const slot =
      this.#selectedId === undefined ? undefined : this.#slotOf.get(this.#selectedUnitId(this.#selectedId));
    if (slot === undefined || this.#columns.isShown[slot] !== 1) return NO_TRAIL;
    const path = this.#trails.read(slot);
    path.push(this.#columns.shownLon[slot] ?? 0, this.#columns.shownLat[slot] ?? 0);
    return path;
  }

  /** The unit a selection means: itself, or the one under order to the selected incident. */
  #selectedUnitId(selectedId: string): string {
    if (this.#slotOf.has(selectedId)) return selectedId;
    return (
      this.#input?.races.find((race) => race.id === selectedId && race.basis === 'assigned')?.unitId ??
      selectedId
    );
  }

  #fixAtRow(row: number, nowMs: number): UnitFix | undefined {
    const slot = this.#rows.slots[row];
    const unitId = slot === undefined ? undefined : this.#unitIds[slot];
    const look = UNIT_LOOKS[this.#rows.looks[row] ?? 0];
    if (slot === undefined || unitId === undefined || look === undefined) return undefined;
    return {
      unitId,
      callsign: this.#input?.state.units[unitId]?.callsign ?? unitId,
      lon: this.#rows.positions[row * 2] ?? 0,
      lat: this.#rows.positions[row * 2 + 1] ?? 0,
      ageMs: Math.max(0, nowMs - (this.#table.atMs[slot] ?? 0)),
      look,
    };
  }
}

/** The new scene with every part that says the same as before kept: what did not change is not drawn again. */
function nextScene(before: SceneMarks, after: SceneMarks): SceneMarks {
  const kept = {
    incidents: keepSame(before.incidents, after.incidents),
    beliefs: keepSame(before.beliefs, after.beliefs),
    routes: keepSame(before.routes, after.routes),
    checkpoints: keepSame(before.checkpoints, after.checkpoints),
    exits: keepSame(before.exits, after.exits),
    density: keepSame(before.density, after.density),
    finds: keepSame(before.finds, after.finds),
    closures: keepSame(before.closures, after.closures),
  };
  const hasChanged =
    kept.incidents !== before.incidents ||
    kept.beliefs !== before.beliefs ||
    kept.routes !== before.routes ||
    kept.checkpoints !== before.checkpoints ||
    kept.exits !== before.exits ||
    kept.density !== before.density ||
    kept.finds !== before.finds ||
    kept.closures !== before.closures;
  return hasChanged ? { revision: after.revision, ...kept } : before;
}

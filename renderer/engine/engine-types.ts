import type { LocalText } from '../../shared/domain/belief.ts';
import type { DensityPiece } from '../../shared/domain/moving-target.ts';
import type { PlayheadInfo, PortEvent } from '../../shared/contract/port.ts';
import type { Race } from '../../shared/domain/race.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { SceneMarks } from './scene.ts';
import type { UnitLook } from './unit-look.ts';

/** What the engine needs from the outside: a monotonic clock in milliseconds and a frame source (requestAnimationFrame). */
export interface EngineHost {
  monotonicMs(): number;
  requestFrame(run: () => void): number;
  cancelFrame(handle: number): void;
  /** A plain timer, for work that is due later than the next frame. */
  schedule(delayMs: number, run: () => void): Cancel;
}

/** An exit of the road net on the exit board, with what is known about who gets there first. */
export interface ExitMargin {
  readonly exitId: string;
  readonly number: string;
  readonly lon: number;
  readonly lat: number;
  readonly marginS?: number | undefined;
  readonly outlook?: Race['outlook'] | undefined;
}

/** A place where the person of the selection may be. */
export interface FindMark {
  readonly placeId: string;
  readonly number: string;
  readonly lon: number;
  readonly lat: number;
  /** 0..1: its size. */
  readonly chance: number;
  /** Somebody looked and found nobody. */
  readonly isSearched: boolean;
}

/** A closed road, or the one somebody at this window is about to close. */
export interface ClosureMark {
  readonly closureId: string;
  /** Lon, lat pairs; one pair alone is a point. */
  readonly paths: readonly (readonly number[])[];
  /** Why. */
  readonly label: LocalText;
  readonly isPreview: boolean;
}

/** Everything the map draws besides positions; hand over a new object when something changed. */
export interface SceneInput {
  readonly state: State;
  /** Queue order, tightest first, as the port sends them. */
  readonly races: readonly Race[];
  readonly exits?: readonly ExitMargin[] | undefined;
  /** Where the focused target may be now; never a point. */
  readonly density?: readonly DensityPiece[] | undefined;
  readonly finds?: readonly FindMark[] | undefined;
  readonly closures?: readonly ClosureMark[] | undefined;
}

/**
 * Units ready to draw, columns of equal length (`count` rows are valid). The arrays are reused between revisions: a reader that
 * keeps values copies them. `revision` rises when any row changed, `looksRevision` only when rows, looks or fades did.
 */
export interface UnitRows {
  readonly revision: number;
  readonly looksRevision: number;
  readonly count: number;
  /** lon, lat pairs in degrees. */
  readonly positions: Float64Array;
  /** Degrees counter-clockwise from north, as deck.gl turns icons. */
  readonly angles: Float32Array;
  /** Index into UNIT_LOOKS. */
  readonly looks: Uint8Array;
  /** Opacity 0..255: fades with the age of the fix. */
  readonly fades: Uint8Array;
  /** Row -> slot. */
  readonly slots: Uint32Array;
}

/** What the map draws at one moment. A new object per revision; `rows` and `scene` keep identity when unchanged. */
export interface EngineView {
  readonly revision: number;
  /** Of which ledger: when it changes, nothing drawn before is true any more. Undefined before the first scene. */
  readonly stream?: string | undefined;
  /** Feed time of this view. */
  readonly atMs: number;
  readonly rows: UnitRows;
  readonly scene: SceneMarks;
  /** Past fixes of the selected unit, lon, lat pairs, oldest first; empty without one. */
  readonly trail: readonly number[];
  readonly selectedId: string | undefined;
}

/** One unit as drawn now, for panels and picking. */
export interface UnitFix {
  readonly unitId: string;
  readonly callsign: string;
  readonly lon: number;
  readonly lat: number;
  readonly ageMs: number;
  readonly look: UnitLook;
}

/**
 * The window's position store and frame loop, outside React. Feed it from the port; it draws nothing itself: it tells its
 * listeners that a new view is due, at most once per drained frame, and rests while nothing moves.
 */
export interface Engine {
  /** A `positions` port event as it comes. A frame of another epoch, or one marked `reset`, replaces everything. */
  acceptPositions(message: Extract<PortEvent, { t: 'positions' }>): void;
  setPlayhead(playhead: PlayheadInfo): void;
  setScene(input: SceneInput): void;
  /** An incident, alert or unit id. */
  select(id: string | undefined): void;
  /** Metres one CSS pixel covers now: what moves less than a fraction of it is not redrawn. */
  setResolution(metresPerPixel: number): void;
  /** While true no new positions are published, because the last view is still being drawn; a new scene is, for its labels. */
  setBusy(isBusy: boolean): void;
  /** Called once per new view. */
  subscribe(listener: (view: EngineView) => void): Cancel;
  view(): EngineView;
  /** Feed time now, estimated from the last playhead message. 0 before the first. */
  feedNowMs(): number;
  /** Where a unit is now, or undefined without a fix. Throttle: at most a few calls a second a panel. */
  unitFix(unitId: string): UnitFix | undefined;
  /** Units drawn nearest to a point within `radiusM`, nearest first. */
  unitsNear(lon: number, lat: number, radiusM: number): readonly UnitFix[];
  /** Counters for the diagnostics panel. */
  stats(): {
    readonly frames: number;
    readonly droppedFrames: number;
    readonly units: number;
    readonly lastTickMs: number;
  };
  dispose(): void;
}

import type { TrackTable } from '../../../shared/timeline/track-table.ts';
import { UNKNOWN_U16 } from '../../../shared/contract/position-frame.ts';
import { METRES_PER_DEG } from '../../../shared/geo/point.ts';

/** How long a unit is carried along its heading beyond its last fix, feed ms. Longer guesses cut corners off roads. */
export const RECKON_MAX_MS = 8_000;
/** Errors above this jump: the unit was elsewhere all along. */
export const SNAP_ABOVE_M = 500;
/** Errors below this are receiver noise: the mark stays where it is. */
export const IGNORE_BELOW_M = 2;
/** Real time in which an error is blended away. */
export const EASE_MS = 400;
/** Slower than this counts as parked. */
const PARKED_MPS = 0.8;
const RAD = Math.PI / 180;

/** Where every slot is shown; rows = slots. Arrays are replaced when the table grows. */
export interface UnitColumns {
  capacity: number;
  /** What the last tick showed, degrees; valid where `isShown`. */
  shownLon: Float64Array;
  shownLat: Float64Array;
  isShown: Uint8Array;
  /** Error still to be blended away, degrees, as it was at `easeFrom` (monotonic ms; 0 = none, Infinity = held). */
  offsetLon: Float64Array;
  offsetLat: Float64Array;
  easeFrom: Float64Array;
}

/** Columns for no unit. */
export function createUnitColumns(): UnitColumns {
  return {
    capacity: 0,
    shownLon: new Float64Array(0),
    shownLat: new Float64Array(0),
    isShown: new Uint8Array(0),
    offsetLon: new Float64Array(0),
    offsetLat: new Float64Array(0),
    easeFrom: new Float64Array(0),
  };
}

/** Makes room for `capacity` slots, keeping what is there. */
export function growUnitColumns(columns: UnitColumns, capacity: number): void {
  if (capacity <= columns.capacity) return;
  const grow = (old: Float64Array): Float64Array => {
    const bigger = new Float64Array(capacity);
    bigger.set(old);
    return bigger;
  };
  columns.shownLon = grow(columns.shownLon);
  columns.shownLat = grow(columns.shownLat);
  columns.offsetLon = grow(columns.offsetLon);
  columns.offsetLat = grow(columns.offsetLat);
  columns.easeFrom = grow(columns.easeFrom);
  const isShown = new Uint8Array(capacity);
  isShown.set(columns.isShown);
  columns.isShown = isShown;
  columns.capacity = capacity;
}

/** Forgets what was shown, so that the next fixes appear where they are without blending. */
export function resetUnitColumns(columns: UnitColumns): void {
  columns.isShown.fill(0);
  columns.easeFrom.fill(0);
}

/** Speed in m/s when the fix carries heading and speed and the unit is not parked, else 0. */
export function reckonSpeedMps(table: TrackTable, slot: number): number {
  const cmps = table.speedCmps[slot]!;
  if (cmps === UNKNOWN_U16 || table.headingCdeg[slot]! === UNKNOWN_U16) return 0;
  const mps = cmps / 100;
  return mps < PARKED_MPS ? 0 : mps;
}

/** lon of the result of `targetOf`; module-level to keep the loop free of allocation. */
let targetLon = 0;
let targetLat = 0;

/** Position the fixes imply at feed time `atMs`: between two fixes on the line, after the last one along its heading, capped. */
function aimAt(table: TrackTable, slot: number, atMs: number): void {
  const lastMs = table.atMs[slot]!;
  const lon = table.lon[slot]!;
  const lat = table.lat[slot]!;
  if (atMs < lastMs) {
    const previousMs = table.previousAtMs[slot]!;
    if (previousMs > 0) {
      const share = Math.max(0, (atMs - previousMs) / (lastMs - previousMs));
      targetLon = table.previousLon[slot]! + (lon - table.previousLon[slot]!) * share;
      targetLat = table.previousLat[slot]! + (lat - table.previousLat[slot]!) * share;
      return;
    }
  }
  const mps = reckonSpeedMps(table, slot);
  const seconds = mps === 0 ? 0 : Math.min(RECKON_MAX_MS, Math.max(0, atMs - lastMs)) / 1000;
  const heading = (table.headingCdeg[slot]! / 100) * RAD;
  targetLat = lat + (Math.cos(heading) * mps * seconds) / METRES_PER_DEG;
  targetLon = lon + (Math.sin(heading) * mps * seconds) / (METRES_PER_DEG * Math.cos(lat * RAD));
}

/** Call for every slot of an applied frame: decides whether the mark eases to the new fix, jumps or stays. */
export function welcomeFix(
  columns: UnitColumns,
  table: TrackTable,
  slot: number,
  atMs: number,
  monotonicMs: number,
): void {
  if (columns.isShown[slot] === 0) return;
  aimAt(table, slot, atMs);
  const dLon = columns.shownLon[slot]! - targetLon;
  const dLat = columns.shownLat[slot]! - targetLat;
  const errorM = Math.hypot(dLon * Math.cos(targetLat * RAD), dLat) * METRES_PER_DEG;
  if (errorM > SNAP_ABOVE_M) {
    columns.easeFrom[slot] = 0;
    return;
  }
  columns.offsetLon[slot] = dLon;
  columns.offsetLat[slot] = dLat;
  columns.easeFrom[slot] =
    errorM < IGNORE_BELOW_M && reckonSpeedMps(table, slot) === 0 ? Infinity : monotonicMs;
}

/** Fastest mark of the last `placeUnits`, metres a real second, blending included; 0 = all at rest. */
export interface PlaceResult {
  fastestMps: number;
}

/** Writes `shownLon/shownLat` of every slot with a fix, for feed time `atMs` running at `rate`. */
export function placeUnits(
  columns: UnitColumns,
  table: TrackTable,
  atMs: number,
  rate: number,
  monotonicMs: number,
  result: PlaceResult,
): void {
  let fastest = 0;
  for (let slot = 0; slot < table.capacity; slot++) {
    const lastMs = table.atMs[slot]!;
    if (lastMs === 0) continue;
    aimAt(table, slot, atMs);
    if (atMs < lastMs + RECKON_MAX_MS) fastest = Math.max(fastest, reckonSpeedMps(table, slot) * rate);
    const easeFrom = columns.easeFrom[slot]!;
    if (easeFrom !== 0) {
      const share = easeFrom === Infinity ? 1 : 1 - (monotonicMs - easeFrom) / EASE_MS;
      if (share > 0) {
        const left = easeFrom === Infinity ? 1 : share * share * (3 - 2 * share);
        const dLon = columns.offsetLon[slot]!;
        const dLat = columns.offsetLat[slot]!;
        targetLon += dLon * left;
        targetLat += dLat * left;
        if (easeFrom !== Infinity) {
          fastest = Math.max(fastest, (Math.hypot(dLon, dLat) * METRES_PER_DEG * 1000) / EASE_MS);
        }
      } else {
        columns.easeFrom[slot] = 0;
      }
    }
    columns.shownLon[slot] = targetLon;
    columns.shownLat[slot] = targetLat;
    columns.isShown[slot] = 1;
  }
  result.fastestMps = fastest;
}

import { UNKNOWN_U16 } from '../../../shared/contract/position-frame.ts';
import { METRES_PER_DEG } from '../../../shared/geo/point.ts';
import type { TrackTable } from '../../../shared/timeline/track-table.ts';
import type { UnitState } from '../../../shared/domain/vocabulary.ts';
import type { UnitRows } from '../engine-types.ts';
import { fadeFor, hasDirection, lookIndex } from '../unit-look.ts';
import { reckonSpeedMps, type UnitColumns } from './unit-columns.ts';

/** Fades change in steps this large, so that ageing alone does not touch the rows every tick. */
const FADE_STEP = 12;

/** Growing buffers behind UnitRows; owned by the engine. */
export interface RowBuffers {
  capacity: number;
  positions: Float64Array;
  angles: Float32Array;
  looks: Uint8Array;
  fades: Uint8Array;
  slots: Uint32Array;
}

/** Buffers without room yet. */
export function createRowBuffers(): RowBuffers {
  return {
    capacity: 0,
    positions: new Float64Array(0),
    angles: new Float32Array(0),
    looks: new Uint8Array(0),
    fades: new Uint8Array(0),
    slots: new Uint32Array(0),
  };
}

/**
 * Writes one row a slot that has a fix and says what changed since `previous`: nothing (the same object comes back), places only,
 * or looks too. A move of less than `threshold` metres is no change, but is not forgotten: it is measured against what was
 * last published.
 */
export function writeRows(
  buffers: RowBuffers,
  previous: UnitRows,
  table: TrackTable,
  columns: UnitColumns,
  states: readonly (UnitState | undefined)[],
  atMs: number,
  thresholdM: number,
): UnitRows {
  ensureCapacity(buffers, table.capacity);
  const { positions, angles, looks, fades, slots } = buffers;
  let row = 0;
  let hasMoved = false;
  let hasNewLook = false;
  const thresholdDeg = thresholdM / METRES_PER_DEG;
  for (let slot = 0; slot < table.capacity; slot++) {
    const lastMs = table.atMs[slot]!;
    if (lastMs === 0 || columns.isShown[slot] === 0) continue;
    const ageMs = Math.max(0, atMs - lastMs);
    const isMoving = reckonSpeedMps(table, slot) > 0;
    const look = lookIndex(states[slot], ageMs, isMoving);
    const fade = Math.ceil(fadeFor(ageMs) / FADE_STEP) * FADE_STEP;
    const opacity = fade > 255 ? 255 : fade;
    const heading = table.headingCdeg[slot]!;
    const angle = heading === UNKNOWN_U16 || !hasDirection(look) ? 0 : -heading / 100;
    const lon = columns.shownLon[slot]!;
    const lat = columns.shownLat[slot]!;
    const isSame = row < previous.count && slots[row] === slot;
    if (!isSame || looks[row] !== look || fades[row] !== opacity) hasNewLook = true;
    if (
      !isSame ||
      Math.abs(positions[row * 2]! - lon) > thresholdDeg ||
      Math.abs(positions[row * 2 + 1]! - lat) > thresholdDeg ||
      Math.abs(angles[row]! - angle) > 1
    ) {
      hasMoved = true;
      positions[row * 2] = lon;
      positions[row * 2 + 1] = lat;
      angles[row] = angle;
    }
    looks[row] = look;
    fades[row] = opacity;
    slots[row] = slot;
    row++;
  }
  if (row !== previous.count) hasNewLook = true;
  if (!hasMoved && !hasNewLook) return previous;
  return {
    revision: previous.revision + 1,
    looksRevision: hasNewLook ? previous.looksRevision + 1 : previous.looksRevision,
    count: row,
    positions,
    angles,
    looks,
    fades,
    slots,
  };
}

function ensureCapacity(buffers: RowBuffers, capacity: number): void {
  if (capacity <= buffers.capacity) return;
  const positions = new Float64Array(capacity * 2);
  positions.set(buffers.positions);
  buffers.positions = positions;
  const angles = new Float32Array(capacity);
  angles.set(buffers.angles);
  buffers.angles = angles;
  const looks = new Uint8Array(capacity);
  looks.set(buffers.looks);
  buffers.looks = looks;
  const fades = new Uint8Array(capacity);
  fades.set(buffers.fades);
  buffers.fades = fades;
  const slots = new Uint32Array(capacity);
  slots.set(buffers.slots);
  buffers.slots = slots;
  buffers.capacity = capacity;
}

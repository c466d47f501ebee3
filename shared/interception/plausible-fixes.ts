import type { Fix } from '../contract/planner.ts';
import { equirectM } from '../geo/distance.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import type { FixOf } from './fix-source.ts';

/** Faster than this between two fixes is taken for an error of the device, not a drive (160 km/h). */
const MAX_MPS = 45;
/** Fixes may be this far off each and still be right. */
const NOISE_M = 60;

interface SlotMemory {
  accepted: Fix;
  suspect: Fix | undefined;
}

/**
 * Keeps one wild fix from sending the wrong unit: a fix the unit cannot have driven to is not believed until the next
 * one confirms it; until then the last good one stands, ageing. Believed at once when the last good one is stale.
 * Remembers per slot; one instance per epoch, asked with every newer moment.
 */
export class PlausibleFixes {
  readonly #memory = new Map<number, SlotMemory>();

  /** A lookup over `fixOf` that leaves wild fixes out. */
  filter(fixOf: FixOf, nowMs: number): FixOf {
    return (slot) => {
      const fix = fixOf(slot);
      return fix === undefined ? undefined : this.#judge(slot, fix, nowMs);
    };
  }

  #judge(slot: number, fix: Fix, nowMs: number): Fix {
    const memory = this.#memory.get(slot);
    if (memory === undefined) {
      this.#memory.set(slot, { accepted: fix, suspect: undefined });
      return fix;
    }
    const { accepted, suspect } = memory;
    if (fix.atMs === accepted.atMs) return accepted;
    const isStale = nowMs - accepted.atMs > ARRIVAL_MODEL.staleFixS * 1000;
    const isConfirmed = suspect !== undefined && fix.atMs !== suspect.atMs && canDrive(suspect, fix);
    if (isStale || isConfirmed || fix.atMs < accepted.atMs || canDrive(accepted, fix)) {
      memory.accepted = fix;
      memory.suspect = undefined;
      return fix;
    }
    memory.suspect = fix;
    return accepted;
  }
}

function canDrive(from: Fix, to: Fix): boolean {
  const seconds = Math.max(0, (to.atMs - from.atMs) / 1000);
  return equirectM(from.lon, from.lat, to.lon, to.lat) <= NOISE_M + MAX_MPS * seconds;
}

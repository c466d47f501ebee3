import type { Fix, FixColumns } from '../contract/planner.ts';
import { equirectM } from '../geo/distance.ts';
import { SILENT_MS } from '../timeline/track-history.ts';
import { ARRIVAL_MODEL } from './arrival-model.ts';
import { columnsFromFixes } from './fix-source.ts';

/** Faster than this between two fixes is taken for an error of the device, not a drive (160 km/h). */
const MAX_MPS = 45;
/** Fixes may be this far off each and still be right; whoever stands has not left their place until farther than this. */
const NOISE_M = 60;

/** A fix farther from the one before (m), or longer after it, stands for itself. */
const CHAIN_REACH_M = 500;
const CHAIN_GAP_MS = 180_000;
/** How many fixes a reading goes back at most. */
const CHAIN_LENGTH = 3;
/** Where somebody stopped is remembered until the next of these turns, so that a reading needs no fix older than that. */
const STOP_KEPT_MS = 600_000;
/** From what a reading can start anew, it does not matter what was before. */
const LEAD_MS = 420_000;

/** The fixes from this moment on say how everybody's fix at `atMs` is read, whatever came before them. */
export function readFromMs(atMs: number): number {
  return Math.floor(atMs / STOP_KEPT_MS) * STOP_KEPT_MS - LEAD_MS;
}

/** Above a speed a unit is driving. */
export function isMoving(fix: Fix): boolean {
  return (fix.speedMps ?? 0) > ARRIVAL_MODEL.movingMps;
}

interface SlotFixes {
  readonly accepted: Fix;
  readonly suspect?: Fix | undefined;
}

/**
 * Everybody's fix with those it is read with (`Fix.before`), folded from all fixes in the order of their time: the same
 * fixes give the same reading, whoever folds them and however often they are asked. A fix the unit cannot have driven to
 * is not believed until the next one confirms it or the last good one is stale, so that one wild fix sends nobody.
 */
export class FixChains {
  readonly #bySlot = new Map<number, SlotFixes>();
  #slotCount = 0;

  /** Takes the next fix of a slot; false = it is not newer than what is known, and changes nothing. */
  take(slot: number, fix: Fix): boolean {
    const known = this.#bySlot.get(slot);
    if (known === undefined) {
      this.#bySlot.set(slot, { accepted: fix });
      this.#slotCount = Math.max(this.#slotCount, slot + 1);
      return true;
    }
    if (fix.atMs <= newestOf(known).atMs) return false;
    this.#bySlot.set(slot, judge(known, fix));
    return true;
  }

  /** Takes over what another fold has read, of every slot it knows at least as much of. */
  adopt(other: FixChains): void {
    for (const [slot, theirs] of other.#bySlot) {
      const own = this.#bySlot.get(slot);
      if (own !== undefined && newestOf(own).atMs > newestOf(theirs).atMs) continue;
      this.#bySlot.set(slot, theirs);
      this.#slotCount = Math.max(this.#slotCount, slot + 1);
    }
  }

  /** What is believed of a slot at a moment; undefined = nothing, or nothing for very long. */
  at(slot: number, nowMs: number): Fix | undefined {
    const known = this.#bySlot.get(slot);
    if (known === undefined) return undefined;
    const { accepted, suspect } = known;
    const fix = suspect !== undefined && isStale(accepted, nowMs) ? follow(accepted, suspect) : accepted;
    return fix.atMs < nowMs - SILENT_MS ? undefined : fix;
  }

  /** Everybody at a moment, row = slot. */
  columnsAt(nowMs: number): FixColumns {
    return columnsFromFixes(this.#slotCount, (slot) => this.at(slot, nowMs));
  }
}

function newestOf({ accepted, suspect }: SlotFixes): Fix {
  return suspect ?? accepted;
}

function judge({ accepted, suspect }: SlotFixes, fix: Fix): SlotFixes {
  if (suspect !== undefined && !canDrive(accepted, fix) && canDrive(suspect, fix))
    return { accepted: follow(suspect, fix) };
  if (canDrive(accepted, fix) || isStale(accepted, fix.atMs)) return { accepted: follow(accepted, fix) };
  return { accepted, suspect: fix };
}

function isStale(fix: Fix, nowMs: number): boolean {
  return nowMs - fix.atMs > ARRIVAL_MODEL.staleFixS * 1000;
}

function canDrive(from: Fix, to: Fix): boolean {
  const seconds = Math.max(0, (to.atMs - from.atMs) / 1000);
  return awayM(from, to) <= NOISE_M + MAX_MPS * seconds;
}

/** A fix with what it is read with: whoever drives, the fix before; whoever stands, the first after they stopped. */
function follow(previous: Fix, fix: Fix): Fix {
  if (fix.atMs - previous.atMs > CHAIN_GAP_MS || awayM(previous, fix) > CHAIN_REACH_M) return fix;
  if (isMoving(fix)) return { ...fix, before: shortened(previous, 1) };
  if (isMoving(previous)) return { ...fix, before: previous };
  const { before } = previous;
  const stop = before === undefined || isMoving(before) ? previous : before;
  if (turnOf(stop) !== turnOf(fix)) return fix;
  return { ...fix, before: awayM(stop, fix) <= NOISE_M ? stop : shortened(previous, CHAIN_LENGTH) };
}

/** So many of the fixes it is read with, itself included. */
function shortened(fix: Fix, length: number): Fix {
  const { before, ...bare } = fix;
  return before === undefined || length <= 1 ? bare : { ...bare, before: shortened(before, length - 1) };
}

function turnOf(fix: Fix): number {
  return Math.floor(fix.atMs / STOP_KEPT_MS);
}

function awayM(from: Fix, to: Fix): number {
  return equirectM(from.lon, from.lat, to.lon, to.lat);
}

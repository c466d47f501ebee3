import type { AlertLevel } from '../../domain/vocabulary.ts';
import { chanceAfterDrive, type Habits } from '../habits.ts';
import { drawShift } from './draw-shift.ts';
import { SHIFT_S, type ShiftIncident, type ShiftWorld } from './shift-world.ts';

/** What a district's log of earlier nights says of the next one. */
export interface PastNights extends Habits {
  readonly world: ShiftWorld;
  /** Share of the real alerts at each site. */
  readonly weight: Float64Array;
}

const STEP_S = 10;
/** A drive, as logs have it on average. */
const DRIVE_S = 500;
/** Alerts every place is taken to have had anyway: a few years' counts of one place are mostly chance. */
const PRIOR = 4;

/** Learns from the alerts of these nights. */
export function learnNights(world: ShiftWorld, nights: readonly number[]): PastNights {
  const byNight = nights.map((seed) => drawShift(seed, world, 1).incidents);
  const past = byNight.flat();
  const othersOn = byNight.flatMap((night) =>
    night.map(({ raisedS }) => night.filter((one) => one.raisedS < raisedS && raisedS < endS(one)).length),
  );
  const real = past.filter(({ fen }) => fen > 0);
  const left = real.map(({ raisedS, dueS }) => dueS - raisedS);
  const longer = Array.from(
    { length: Math.ceil(SHIFT_S / STEP_S) },
    (_, i) => left.filter((s) => s > i * STEP_S).length,
  );
  const still = (s: number): number => longer[Math.min(longer.length - 1, Math.ceil(s / STEP_S))] ?? 0;
  const counts = world.sites.map((site) => PRIOR + real.filter((one) => one.site === site).length);
  const all = counts.reduce((sum, n) => sum + n, 0);
  const shareOf = (level: AlertLevel): number => {
    const these = past.filter((one) => one.level === level);
    return (1 + these.filter(({ fen }) => fen > 0).length) / (2 + these.length);
  };
  return {
    world,
    weight: Float64Array.from(counts, (n) => n / all),
    realRate: real.length / nights.length / SHIFT_S,
    realShare: { L0: shareOf('L0'), L1: shareOf('L1'), L2: shareOf('L2'), L3: shareOf('L3') },
    othersOn: othersOn.reduce((sum, n) => sum + n, 0) / past.length,
    serveS: past.reduce((sum, one) => sum + one.serveS, 0) / past.length,
    lasts: (arrivalS, ageS = 0) =>
      arrivalS === Infinity ? 0 : still(ageS + arrivalS) / Math.max(1, still(ageS)),
  };
}

/** When its unit was free again, near enough. */
function endS({ raisedS, serveS }: ShiftIncident): number {
  return raisedS + DRIVE_S + serveS;
}

/** Chance that somebody waiting at a node is in time at each site. */
export function chanceFrom(past: PastNights, node: number): number[] {
  return past.world.sites.map(({ secondsFrom }) => chanceAfterDrive(past, secondsFrom[node] ?? Infinity));
}

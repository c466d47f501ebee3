import type { PlannerUnit, RaceEntry } from '../contract/planner.ts';
import type { Detour } from '../domain/road-closure.ts';
import { UNIT_KINDS } from '../domain/vocabulary.ts';
import type { Candidate } from './candidates.ts';
import { type DriveTo, driveTo, type EtaAt } from './forecast.ts';
import type { PlaceReach } from './reach.ts';
import { outsideM } from './recommend-reasons.ts';

/** A candidate with its way to the place. */
export interface Ranked<P> {
  readonly candidate: Candidate<P>;
  readonly drive: DriveTo;
  /** An auxiliary that would be alone: listed after everybody else. */
  readonly isLast: boolean;
  /** Only read out for the rows that are shown. */
  roadM: number | undefined;
  /** Likewise. */
  closed: Detour | undefined;
}

/**
 * Everybody who can get there, best first: by whole seconds of the expected drive; on the same second by unit kind, crew
 * (two before one), needed skills, vehicle, age of the fix, rest, own ground, and at last by unit id. So two rows stand
 * against their exact times only when these differ by less than a second.
 */
export function rankAll<P>(
  entry: RaceEntry,
  candidates: readonly Candidate<P>[],
  place: PlaceReach<P>,
  eta: EtaAt,
  withAuxiliary: boolean,
): Ranked<P>[] {
  const rows: Ranked<P>[] = [];
  for (const candidate of candidates) {
    const drive = driveTo(place, candidate.stand, candidate.unit.kind, candidate.driftS, eta);
    if (drive === undefined) continue;
    const isLast = candidate.unit.kind === 'auxiliary' && !withAuxiliary;
    rows.push({ candidate, drive, isLast, roadM: undefined, closed: undefined });
  }
  // the sort is stable and candidates come in order of id, so equal rows keep one order
  return rows.sort(
    (a, b) =>
      Number(a.isLast) - Number(b.isLast) ||
      Math.round(a.drive.medianS) - Math.round(b.drive.medianS) ||
      suits(a, b, entry),
  );
}

function suits<P>(a: Ranked<P>, b: Ranked<P>, entry: RaceEntry): number {
  const [x, y] = [a.candidate.unit, b.candidate.unit];
  return (
    UNIT_KINDS.indexOf(x.kind) - UNIT_KINDS.indexOf(y.kind) ||
    Number(x.crew < 2) - Number(y.crew < 2) ||
    missing(x, entry) - missing(y, entry) ||
    Number(y.hasVehicle) - Number(x.hasVehicle) ||
    Math.round(a.candidate.ageS) - Math.round(b.candidate.ageS) ||
    (x.duty?.freeSinceMs ?? 0) - (y.duty?.freeSinceMs ?? 0) ||
    (outsideM(x, entry.place) ?? 0) - (outsideM(y, entry.place) ?? 0)
  );
}

function missing(unit: PlannerUnit, entry: RaceEntry): number {
  return (entry.needs ?? []).filter((skill) => !unit.skills.includes(skill)).length;
}

/** Whether two rows cannot be told apart: their times differ by no more than the uncertainty of both. */
export function areEqual<P>(a: Ranked<P>, b: Ranked<P>): boolean {
  return a.isLast === b.isLast && Math.abs(b.drive.medianS - a.drive.medianS) <= a.drive.ownS + b.drive.ownS;
}

/** Rank of each row: 1 + the rows before its group; a group holds all that equal its first. */
export function sharedRanks<P>(rows: readonly Ranked<P>[]): number[] {
  const ranks: number[] = [];
  let first = 0;
  for (const [i, row] of rows.entries()) {
    const leader = rows[first];
    if (leader !== undefined && !areEqual(leader, row)) first = i;
    ranks.push(first + 1);
  }
  return ranks;
}

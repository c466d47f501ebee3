import type { LocalText } from '../../shared/domain/belief.ts';
import {
  CLOSURE_REASONS,
  type ClosedWay,
  type ClosureReason,
  closuresAt,
  type RoadClosure,
} from '../../shared/domain/road-closure.ts';
import type { State } from '../../shared/domain/state.ts';

/** A point picked for a closing, with the street's name when it is known. */
export interface RoadPick {
  readonly lon: number;
  readonly lat: number;
  readonly name?: LocalText | undefined;
}

export const CLOSED_LENGTHS_M = [100, 200, 500, 1000] as const;
/** Minutes a closing lasts; undefined = until somebody opens the road. */
export const CLOSED_FOR_MIN = [30, 60, 120, undefined] as const;

/** A closing that is being put together at this window. */
export interface RoadIntent {
  readonly pick: RoadPick | undefined;
  /** The road around the pick, as it would be closed; undefined = not known yet, or no road there. */
  readonly ways: readonly ClosedWay[] | undefined;
  readonly isAsking: boolean;
  readonly lengthM: number;
  readonly bothWays: boolean;
  readonly reason: ClosureReason;
  readonly forMin: number | undefined;
  /** The closed road that keys act on; undefined = the newest. */
  readonly chosenId: string | undefined;
}

/** Stands for the target of commands about roads, which belong to no incident. */
export const ROAD_ID = 'road';

/** Nothing picked yet. */
export const NEW_ROAD: RoadIntent = {
  pick: undefined,
  ways: undefined,
  isAsking: false,
  lengthM: 200,
  bothWays: true,
  reason: CLOSURE_REASONS[0],
  forMin: 60,
  chosenId: undefined,
};

/** Roads closed at a moment, newest first. */
export function closedRoads(state: State | undefined, nowMs: number): readonly RoadClosure[] {
  return state === undefined
    ? []
    : closuresAt(state.closures, nowMs).toSorted((a, b) => b.closedAtMs - a.closedAtMs);
}

/** The closed road that keys act on. */
export function chosenClosure(
  roads: readonly RoadClosure[],
  chosenId: string | undefined,
): RoadClosure | undefined {
  return roads.find(({ closureId }) => closureId === chosenId) ?? roads[0];
}

/** The value after this one, from the first again after the last. */
export function nextOf<T>(values: readonly T[], value: T): T | undefined {
  return values[(values.indexOf(value) + 1) % values.length];
}

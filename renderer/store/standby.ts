import type { StandbyMove } from '../../shared/domain/desk-advice.ts';
import type { Unit } from '../../shared/domain/entities.ts';
import { isDispatchable } from '../../shared/domain/state-machines.ts';
import type { State } from '../../shared/domain/state.ts';

/** A unit that was sent somewhere to wait. */
export type PostedUnit = Unit & { readonly post: NonNullable<Unit['post']> };

/** Who waits where it was sent, the newest first. */
export function postedUnits(state: State | undefined): PostedUnit[] {
  return Object.values(state?.units ?? {})
    .filter((unit): unit is PostedUnit => unit.post !== undefined)
    .toSorted((a, b) => b.post.atMs - a.post.atMs);
}

/** What has become of a move on the table: `ready` goes with the next Enter; `gone` = its car is not free any more. */
export type MoveState = 'ready' | 'struck' | 'sent' | 'gone';

/** What somebody has decided about the moves on the table; ids of units. */
export interface StandbyIntent {
  /** The list that is read; only a person changes it. */
  readonly standbyMoves: readonly StandbyMove[] | undefined;
  readonly standbyStruck: readonly string[];
  readonly standbySent: readonly string[];
}

/** How one of them stands now. */
export function moveState(
  { unitId }: StandbyMove,
  { standbyStruck, standbySent }: StandbyIntent,
  state: State | undefined,
): MoveState {
  if (standbySent.includes(unitId)) return 'sent';
  const unit = state?.units[unitId];
  if (unit === undefined || unit.orderId !== undefined || !isDispatchable(unit.state)) return 'gone';
  return standbyStruck.includes(unitId) ? 'struck' : 'ready';
}

/** Whether the newest proposal sends a car somewhere the table does not; what is done with counts as said. */
export function hasNewerMoves(
  newest: readonly StandbyMove[],
  { standbyMoves = [], standbySent }: StandbyIntent,
): boolean {
  return newest.some(
    ({ unitId, post }) =>
      !standbySent.includes(unitId) &&
      standbyMoves.every((move) => move.unitId !== unitId || move.post.id !== post.id),
  );
}

import type { CommandProgress } from '../../shared/domain/command.ts';
import type { StandbyMove } from '../../shared/domain/desk-advice.ts';
import type { Unit } from '../../shared/domain/entities.ts';
import { isDispatchable } from '../../shared/domain/state-machines.ts';
import type { State } from '../../shared/domain/state.ts';
import { hasCommandFailed, type Intent, type SentCommand } from './intent.ts';

/** A unit that was sent somewhere to wait. */
export type PostedUnit = Unit & { readonly post: NonNullable<Unit['post']> };

/** Who waits where it was sent, the newest first. */
export function postedUnits(state: State | undefined): PostedUnit[] {
  return Object.values(state?.units ?? {})
    .filter((unit): unit is PostedUnit => unit.post !== undefined)
    .toSorted((a, b) => b.post.atMs - a.post.atMs);
}

/**
 * What has become of a move on the table: `ready` goes with the next Enter, so does `refused`, whose order came to nothing;
 * `gone` = its car is not free any more.
 */
export type MoveState = 'ready' | 'struck' | 'sent' | 'refused' | 'gone';

/** What somebody has decided about the moves on the table, and what became of it; ids of units. */
export interface StandbyTable {
  /** The list that is read; only a person changes it. */
  readonly moves: readonly StandbyMove[];
  readonly struck: readonly string[];
  readonly sent: readonly string[];
  /** Whose newest order to wait somewhere was refused or never left, until somebody has read it. */
  readonly refused: readonly string[];
}

/** The newest order to a unit to wait somewhere, when it was refused or never left. */
export function failedPost(
  unitId: string,
  sent: readonly SentCommand[],
  commands: Readonly<Record<string, CommandProgress>>,
): SentCommand | undefined {
  const last = sent.findLast(({ kind, targetId }) => kind === 'unit/post' && targetId === unitId);
  return last !== undefined && hasCommandFailed(commands[last.commandId]) ? last : undefined;
}

/** The table as it stands. */
export function standbyTable(
  {
    standbyMoves: moves = [],
    standbyStruck: struck,
    standbySent,
    sent,
    dismissed,
  }: Pick<Intent, 'standbyMoves' | 'standbyStruck' | 'standbySent' | 'sent' | 'dismissed'>,
  commands: Readonly<Record<string, CommandProgress>>,
): StandbyTable {
  const isRead = ({ commandId }: SentCommand): boolean => dismissed.includes(commandId);
  const failed = (unitId: string): SentCommand | undefined => failedPost(unitId, sent, commands);
  return {
    moves,
    struck,
    sent: standbySent.filter((unitId) => failed(unitId) === undefined),
    refused: moves.flatMap(({ unitId }) => {
      const command = failed(unitId);
      return command === undefined || isRead(command) ? [] : [unitId];
    }),
  };
}

/** How one of them stands now. */
export function moveState(
  { unitId }: StandbyMove,
  { struck, sent, refused }: StandbyTable,
  state: State | undefined,
): MoveState {
  if (sent.includes(unitId)) return 'sent';
  const unit = state?.units[unitId];
  if (unit === undefined || unit.orderId !== undefined || !isDispatchable(unit.state)) return 'gone';
  if (struck.includes(unitId)) return 'struck';
  return refused.includes(unitId) ? 'refused' : 'ready';
}

/** Whether a move goes with the next Enter. */
export function isToSend(now: MoveState): boolean {
  return now === 'ready' || now === 'refused';
}

/** Whether the newest proposal sends a car somewhere the table does not; what is done with counts as said. */
export function hasNewerMoves(newest: readonly StandbyMove[], { moves, sent }: StandbyTable): boolean {
  return newest.some(
    ({ unitId, post }) =>
      !sent.includes(unitId) && moves.every((move) => move.unitId !== unitId || move.post.id !== post.id),
  );
}

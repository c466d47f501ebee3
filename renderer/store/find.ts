import type { FindBoard, FindRow } from '../../shared/domain/find-board.ts';

/** The row that keys act on: the chosen one while it is there, else the next look of the plan, else the likeliest. */
export function chosenFind(board: FindBoard | undefined, chosenId: string | undefined): FindRow | undefined {
  const rows = board?.rows ?? [];
  return (
    rows.find(({ placeId }) => placeId === (chosenId ?? board?.foundAt)) ??
    rows.find(({ turn }) => turn === 1) ??
    rows[0]
  );
}

/** Whole minutes until somebody is there; never less than one. */
export function minutesUntil(atMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((atMs - nowMs) / 60_000));
}

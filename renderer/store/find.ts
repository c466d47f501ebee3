import type { FindBoard, FindRow } from '../../shared/domain/find-board.ts';

/**
 * The row that keys act on. Until one is chosen: where the person was found, else the next look of the plan, else the likeliest;
 * then never another than the chosen one, which may be gone.
 */
export function chosenFind(board: FindBoard | undefined, chosenId: string | undefined): FindRow | undefined {
  const rows = board?.rows ?? [];
  if (chosenId !== undefined) return rows.find(({ placeId }) => placeId === chosenId);
  return (
    rows.find(({ placeId }) => placeId === board?.foundAt) ?? rows.find(({ turn }) => turn === 1) ?? rows[0]
  );
}

/** Whole minutes until somebody is there; never less than one. */
export function minutesUntil(atMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((atMs - nowMs) / 60_000));
}

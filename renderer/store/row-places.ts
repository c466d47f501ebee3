import type { LocalText } from '../../shared/domain/belief.ts';

/** A line of a list that is read: of one row for as long as the list lies open, so that a digit means what was read. */
export interface RowPlace {
  /** Of the exit, the meeting place or the place to search. */
  readonly rowId: string;
  readonly name: LocalText;
}

/** A line and what stands in it; undefined = its row has fallen off the board. */
export interface RowSlot<R> {
  readonly place: RowPlace;
  readonly row: R | undefined;
}

/** The lines of places at a road, in the order given. */
export function gatePlaces(
  rows: readonly { readonly gateId: string; readonly name: LocalText }[],
): RowPlace[] {
  return rows.map(({ gateId, name }) => ({ rowId: gateId, name }));
}

/** Gives rows that have come up a line after all others; the same object when none has. */
export function withNew(places: readonly RowPlace[], rows: readonly RowPlace[]): readonly RowPlace[] {
  const fresh = rows.filter((row) => places.every(({ rowId }) => rowId !== row.rowId));
  return fresh.length === 0 ? places : [...places, ...fresh];
}

/** Takes the lines of rows that have fallen off away: only when somebody asks for a new order, never under a finger. */
export function withoutGone(places: readonly RowPlace[], rows: readonly RowPlace[]): readonly RowPlace[] {
  const left = places.filter(({ rowId }) => rows.some((row) => row.rowId === rowId));
  return left.length === places.length ? places : left;
}

/** Every line with what stands in it now. */
export function slotsOf<R>(
  places: readonly RowPlace[],
  rows: readonly R[],
  idOf: (row: R) => string,
): RowSlot<R>[] {
  return places.map((place) => ({ place, row: rows.find((row) => idOf(row) === place.rowId) }));
}

/** Boards that are kept here while they lie open; the sealing plan keeps its own lines. */
export type KeptBoard = 'exits' | 'meeting' | 'find';

/** The newest rows of a board, in its own order. */
export interface BoardRows {
  readonly board: KeptBoard;
  readonly targetId: string;
  /** Tells one state of knowledge from the next: the order rests on it. */
  readonly facts: number;
  readonly rows: readonly RowPlace[];
}

/** The lines of the board that lies open. */
export type KeptLines = Omit<BoardRows, 'rows'> & { readonly places: readonly RowPlace[] };

/**
 * Keeps the lines of an open board: between two facts (a sighting, a look, a payment) chances and times drift and nothing moves; a
 * new fact orders everything afresh. The same object when nothing changes.
 */
export function keptLines(before: KeptLines | undefined, { rows, ...now }: BoardRows): KeptLines {
  const isSame =
    before?.board === now.board && before.targetId === now.targetId && before.facts === now.facts;
  if (!isSame) return { ...now, places: rows };
  const places = withNew(before.places, rows);
  return places === before.places ? before : { ...before, places };
}

/** The lines as they are read now: the kept ones, or the board's own order until any are. */
export function linesOf(
  kept: KeptLines | undefined,
  { board, targetId, rows }: BoardRows,
): readonly RowPlace[] {
  return kept?.board === board && kept.targetId === targetId ? kept.places : rows;
}

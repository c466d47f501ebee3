import type { LocalText } from '../../shared/domain/belief.ts';
import type { ExitsBoard } from '../../shared/domain/moving-target.ts';

/** A line of a list that is read: of one exit for as long as the list lies open, so that a digit means what was read. */
export interface RowPlace {
  readonly gateId: string;
  readonly name: LocalText;
}

/** A line and what stands in it; undefined = its exit has fallen off the board. */
export interface RowSlot<R> {
  readonly place: RowPlace;
  readonly row: R | undefined;
}

/** One line each, in the order given. */
export function placesOf(rows: readonly RowPlace[]): RowPlace[] {
  return rows.map(({ gateId, name }) => ({ gateId, name }));
}

/** Gives exits that have come up a line after all others; the same object when none has. */
export function withNew(places: readonly RowPlace[], rows: readonly RowPlace[]): readonly RowPlace[] {
  const fresh = rows.filter((row) => places.every(({ gateId }) => gateId !== row.gateId));
  return fresh.length === 0 ? places : [...places, ...placesOf(fresh)];
}

/** Takes the lines of exits that have fallen off away: only when somebody asks for a new order, never under a finger. */
export function withoutGone(places: readonly RowPlace[], rows: readonly RowPlace[]): readonly RowPlace[] {
  const left = places.filter(({ gateId }) => rows.some((row) => row.gateId === gateId));
  return left.length === places.length ? places : left;
}

/** Every line with what stands in it now. */
export function slotsOf<R>(
  places: readonly RowPlace[],
  rows: readonly R[],
  gateIdOf: (row: R) => string,
): RowSlot<R>[] {
  return places.map((place) => ({ place, row: rows.find((row) => gateIdOf(row) === place.gateId) }));
}

/** The lines of the exits board while it lies open. */
export interface ExitPlaces {
  readonly targetId: string;
  /** The sighting whose order this is. */
  readonly seenAtMs: number;
  readonly places: readonly RowPlace[];
}

/**
 * Keeps the lines of an open exits board: between two sightings the chances drift and nothing moves; a new sighting orders
 * everything afresh, likeliest first. The same object when nothing changes.
 */
export function keptExits(
  before: ExitPlaces | undefined,
  {
    targetId,
    seenAtMs,
    rows,
  }: Pick<ExitsBoard, 'targetId' | 'seenAtMs'> & { readonly rows: readonly RowPlace[] },
): ExitPlaces {
  if (before?.targetId !== targetId || before.seenAtMs !== seenAtMs)
    return { targetId, seenAtMs, places: placesOf(rows) };
  const places = withNew(before.places, rows);
  return places === before.places ? before : { ...before, places };
}

import type { FindBoard } from '../../shared/domain/find-board.ts';
import type { FindMark } from '../engine/public.ts';
import type { RowPlace } from '../store/row-places.ts';
import { lineNumber } from './exits-on-map.ts';

/**
 * What the map shows of a find board: every place by its line number and probability, the searched ones crossed out. `places` are
 * the lines of the list that lies open.
 */
export function findOnMap(
  board: FindBoard | undefined,
  places: readonly RowPlace[] | undefined,
): readonly FindMark[] {
  return (board?.rows ?? []).map(({ placeId, place: { lon, lat }, chance, looked }, index) => ({
    placeId,
    number: lineNumber(places, placeId, index),
    lon,
    lat,
    chance: Math.round(100 * chance) / 100,
    isSearched: looked?.found === false,
  }));
}

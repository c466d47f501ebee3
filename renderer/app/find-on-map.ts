import type { FindBoard } from '../../shared/domain/find-board.ts';
import type { FindMark } from '../engine/public.ts';

/** What the map shows of a find board: every place by its line number and probability, the searched ones crossed out. */
export function findOnMap(board: FindBoard | undefined): readonly FindMark[] {
  return (board?.rows ?? []).map(({ placeId, place: { lon, lat }, chance, looked }, index) => ({
    placeId,
    number: String(index + 1),
    lon,
    lat,
    chance: Math.round(100 * chance) / 100,
    isSearched: looked?.found === false,
  }));
}

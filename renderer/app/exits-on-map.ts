import type { ExitsBoard, ExitsView } from '../../shared/domain/moving-target.ts';
import type { SceneInput } from '../engine/public.ts';
import type { RowPlace } from '../store/row-places.ts';

const STATUS_MARK = { covered: '●', 'en-route': '◐', open: '○' } as const;

/** The number a row is read by in the list that lies open; in the board's own order where no lines are kept. */
export function lineNumber(places: readonly RowPlace[] | undefined, rowId: string, index: number): string {
  const line = places === undefined ? index : places.findIndex((place) => place.rowId === rowId);
  return line < 0 ? '·' : String(line + 1);
}

/**
 * What the map shows of a board: each exit by its line number and state, and the roads the target may be on. `places` are the
 * lines of the list that lies open: an exit has the number it is read by there.
 */
export function exitsOnMap(
  board: ExitsBoard | undefined,
  places: readonly RowPlace[] | undefined,
): Pick<SceneInput, 'exits' | 'density'> {
  if (board === undefined) return {};
  return {
    exits: board.rows.map(({ gateId, lon, lat, marginS, status }, index) => ({
      exitId: gateId,
      number: `${STATUS_MARK[status]} ${lineNumber(places, gateId, index)}`,
      lon,
      lat,
      marginS: marginS?.mid,
      outlook:
        marginS === undefined ? undefined : marginS.low > 0 ? 'ahead' : marginS.mid >= 0 ? 'tight' : 'behind',
    })),
    density: board.density,
  };
}

/** What the map shows while a meeting is looked for: each place by its line number, and the roads the person may be on. */
export function meetingsOnMap(
  { meetings, board }: Pick<ExitsView, 'meetings' | 'board'>,
  places: readonly RowPlace[] | undefined,
): Pick<SceneInput, 'exits' | 'density'> {
  return {
    exits: meetings.map(({ gateId, lon, lat }, index) => ({
      exitId: gateId,
      number: lineNumber(places, gateId, index),
      lon,
      lat,
    })),
    density: board.density,
  };
}

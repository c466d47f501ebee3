import type { ExitsBoard } from '../../shared/domain/moving-target.ts';
import type { SceneInput } from '../engine/public.ts';

const STATUS_MARK = { covered: '●', 'en-route': '◐', open: '○' } as const;

/** What the map shows of a board: each exit by its line number and state, and the roads the target may be on. */
export function exitsOnMap(board: ExitsBoard | undefined): Pick<SceneInput, 'exits' | 'density'> {
  if (board === undefined) return {};
  return {
    exits: board.rows.map(({ gateId, lon, lat, marginS, status }, index) => ({
      exitId: gateId,
      number: `${STATUS_MARK[status]} ${index + 1}`,
      lon,
      lat,
      marginS: marginS?.mid,
      outlook:
        marginS === undefined ? undefined : marginS.low > 0 ? 'ahead' : marginS.mid >= 0 ? 'tight' : 'behind',
    })),
    density: board.density,
  };
}

import type { LocalText } from '../../shared/domain/belief.ts';
import type { ClosedWay } from '../../shared/domain/road-closure.ts';
import type { ClosureMark } from '../engine/public.ts';
import { roadTextsEn, roadTextsZh } from '../i18n/texts-roads.ts';
import type { Mirror } from '../store/mirror.ts';
import { closedRoads, type RoadIntent } from '../store/road.ts';

/** What the map shows of closed roads: each with its reason, and the one that is being put together. */
export function roadsOnMap(
  { state, racesAtMs }: Pick<Mirror, 'state' | 'racesAtMs'>,
  road: RoadIntent | undefined,
): readonly ClosureMark[] {
  const closed = closedRoads(state, racesAtMs).map(({ closureId, ways, reason }) => ({
    closureId,
    paths: pathsOf(ways),
    label: both(`closure.${reason}`),
    isPreview: false,
  }));
  if (road?.ways === undefined) return closed;
  const preview = { closureId: 'preview', paths: pathsOf(road.ways), label: both(`closure.${road.reason}`) };
  return [...closed, { ...preview, isPreview: true }];
}

function both(key: keyof typeof roadTextsZh): LocalText {
  return { zh: roadTextsZh[key], en: roadTextsEn[key] };
}

/** One line for a road that is closed both ways: drawn twice, its dashes would fill each other's gaps. */
function pathsOf(ways: readonly ClosedWay[]): number[][] {
  const drawn = new Set<string>();
  return ways.flatMap((way) => {
    const path = way.flatMap(({ lon, lat }) => [lon, lat]);
    const back = way.toReversed().flatMap(({ lon, lat }) => [lon, lat]);
    if (drawn.has(path.join()) || drawn.has(back.join())) return [];
    drawn.add(path.join());
    return [path];
  });
}

import { PathLayer } from '@deck.gl/layers';
import { fromLocal, localProjection } from '../../shared/geo/projection.ts';
import type { FindMark } from '../engine/public.ts';
import { areaOutline } from './area.ts';
import type { LayerContext } from './layer-context.ts';
import { rgba } from './map-palette.ts';

const LEAST_PX = 5;
const MOST_PX = 26;
/** Half an arm of the cross over a searched place, in radii. */
const CROSS = 0.9;

interface Stroke {
  readonly path: readonly number[];
  readonly isSearched: boolean;
}

/** Half the size of a place on the map: its ground grows with its chance. */
export function findRadiusPx(chance: number): number {
  return LEAST_PX + (MOST_PX - LEAST_PX) * Math.sqrt(Math.min(1, Math.max(0, chance)));
}

/** Places where the person may be: thin rings sized by probability, the searched ones crossed out. Never filled: nobody was seen there. */
export function findLayer(finds: readonly FindMark[], context: LayerContext): PathLayer<Stroke> {
  const { palette, scale, metresPerPixel } = context;
  const strokes = finds.flatMap((find): Stroke[] => {
    const { isSearched } = find;
    const radiusM = findRadiusPx(find.chance) * scale * metresPerPixel;
    const ring = areaOutline({ lon: find.lon, lat: find.lat, radiusM, headingDeg: undefined, reachM: 0 });
    const frame = localProjection(find.lon, find.lat);
    const arm = radiusM * CROSS;
    const cross = [1, -1].map((side) => [
      ...fromLocal(frame, -arm, -arm * side),
      ...fromLocal(frame, arm, arm * side),
    ]);
    return [{ path: ring, isSearched }, ...(isSearched ? cross.map((path) => ({ path, isSearched })) : [])];
  });
  return new PathLayer<Stroke>({
    id: 'finds',
    data: strokes,
    getPath: ({ path }) => [...path],
    getColor: ({ isSearched }) =>
      rgba(isSearched ? palette.tokens.muted : palette.tokens.person, isSearched ? 190 : 230),
    getWidth: 2 * scale,
    widthUnits: 'pixels',
    positionFormat: 'XY',
    capRounded: true,
    jointRounded: true,
    pickable: false,
  });
}

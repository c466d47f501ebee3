import { LineLayer, PathLayer } from '@deck.gl/layers';
import type { BeliefMark } from '../engine/public.ts';
import { type AreaInput, areaOutline, hatchStrokes } from './area.ts';
import type { LayerContext } from './layer-context.ts';
import { type Rgba, rgba } from './map-palette.ts';

/** Screen distance of the hatch strokes. */
const HATCH_PX = 9;
/** A vehicle is taken to have driven this fast since it was seen, and no further than this. */
const REACH_MPS = 14;
const REACH_MAX_M = 6_000;
/** Smaller than this on screen an area is only its mark. */
const SMALLEST_PX = 14;

/** An area to hatch and its colour. */
export interface BeliefArea {
  readonly id: string;
  readonly area: AreaInput;
  readonly color: Rgba;
}

/**
 * Estimates only: what was measured has its solid ring in the incident layer. A sighting on the move becomes a cone that grows
 * with its age. Never red: the person is to be helped.
 */
export function beliefAreas(marks: readonly BeliefMark[], context: LayerContext): BeliefArea[] {
  const areas: BeliefArea[] = [];
  for (const mark of marks) {
    const ageS = Math.max(0, (context.atMs - mark.atMs) / 1000);
    const reachM = mark.isMoving ? Math.min(REACH_MAX_M, ageS * REACH_MPS) : 0;
    if (mark.isMeasured && reachM <= mark.radiusM) continue;
    const sizeM = Math.max(mark.radiusM * 2, reachM);
    if (sizeM < SMALLEST_PX * context.metresPerPixel) continue;
    const { tokens } = context.palette;
    areas.push({
      id: mark.id,
      area: {
        lon: mark.lon,
        lat: mark.lat,
        radiusM: mark.radiusM,
        headingDeg: mark.headingDeg,
        reachM: snapReach(reachM),
      },
      color: rgba(mark.isSuspect ? tokens.suspect : tokens.person, mark.isSelected ? 150 : 95),
    });
  }
  return areas;
}

/** Growth in visible steps instead of a new polygon every second. */
function snapReach(reachM: number): number {
  return Math.ceil(reachM / 50) * 50;
}

/** Hatching of all estimated areas. */
export function beliefHatchLayer(areas: readonly BeliefArea[], context: LayerContext): LineLayer {
  const spacingM = HATCH_PX * context.scale * context.metresPerPixel;
  const strokes: number[] = [];
  const colors: number[] = [];
  for (const { area, color } of areas) {
    const added = hatchStrokes(area, spacingM);
    for (const value of added) strokes.push(value);
    for (let i = 0; i < added.length; i += 4) colors.push(...color);
  }
  const positions = new Float64Array(strokes);
  const stride = 4 * Float64Array.BYTES_PER_ELEMENT;
  return new LineLayer({
    id: 'belief-hatch',
    data: {
      length: strokes.length / 4,
      attributes: {
        getSourcePosition: { value: positions, size: 2, stride },
        getTargetPosition: { value: positions, size: 2, stride, offset: stride / 2 },
        getColor: { value: new Uint8Array(colors), size: 4, normalized: true },
      },
    },
    getWidth: 1 * context.scale,
    widthUnits: 'pixels',
    pickable: false,
  });
}

/** Edge of all estimated areas, thin and quiet: the hatching says what it is. */
export function beliefEdgeLayer(areas: readonly BeliefArea[], context: LayerContext): PathLayer<BeliefArea> {
  return new PathLayer<BeliefArea>({
    id: 'belief-edge',
    data: areas,
    getPath: ({ area }) => areaOutline(area),
    positionFormat: 'XY',
    getColor: ({ color }) => [color[0], color[1], color[2], color[3] * 0.6],
    getWidth: 1 * context.scale,
    widthUnits: 'pixels',
    pickable: false,
  });
}

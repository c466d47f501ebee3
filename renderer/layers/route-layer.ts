import { PathLayer } from '@deck.gl/layers';
import type { RouteMark } from '../engine/public.ts';
import type { LayerContext } from './layer-context.ts';
import { rgba } from './map-palette.ts';

/** The road each unit under order takes to its place: blue like the unit, broad for the selection, with an edge of ground. */
export function routeLayers(
  routes: readonly RouteMark[],
  context: LayerContext,
): readonly PathLayer<RouteMark>[] {
  const { palette, scale } = context;
  const shared = {
    data: routes,
    getPath: (route: RouteMark): number[] => [...route.path],
    positionFormat: 'XY',
    widthUnits: 'pixels',
    capRounded: true,
    jointRounded: true,
    pickable: false,
  } as const;
  return [
    new PathLayer<RouteMark>({
      ...shared,
      id: 'route-casing',
      getColor: rgba(palette.land, 190),
      getWidth: (route) => (route.isSelected ? 8 : 4.5) * scale,
    }),
    new PathLayer<RouteMark>({
      ...shared,
      id: 'route',
      getColor: (route) => rgba(palette.tokens.unitMoving, route.isSelected ? 255 : 150),
      getWidth: (route) => (route.isSelected ? 4 : 2) * scale,
    }),
  ];
}

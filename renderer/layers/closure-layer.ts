import type { Layer } from '@deck.gl/core';
import { PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { ClosureMark } from '../engine/public.ts';
import { dashPath } from './dashes.ts';
import type { LayerContext } from './layer-context.ts';
import { rgba } from './map-palette.ts';

/** Pixels of a bar and of the gap to the next. */
const BAR_PX = 7;
const GAP_PX = 6;

interface Stretch {
  readonly path: readonly number[];
  readonly isPreview: boolean;
}

/** Closed roads as a barrier: bars across a dark bed, so that no colour that means something else is needed. */
export function closureLayers(closures: readonly ClosureMark[], context: LayerContext): readonly Layer[] {
  const { palette, scale, metresPerPixel } = context;
  const paths: Stretch[] = closures.flatMap(({ paths: lines, isPreview }) =>
    lines.map((path) => ({ path, isPreview })),
  );
  const bars: Stretch[] = paths.flatMap(({ path, isPreview }) =>
    dashPath(path, BAR_PX * scale * metresPerPixel, GAP_PX * scale * metresPerPixel).map((bar) => ({
      path: bar,
      isPreview,
    })),
  );
  const points = paths.filter(({ path }) => path.length === 2);
  const shared = {
    getPath: ({ path }: Stretch): number[] => [...path],
    positionFormat: 'XY',
    widthUnits: 'pixels',
    jointRounded: true,
    pickable: false,
  } as const;
  const color = ({ isPreview }: Stretch): [number, number, number, number] =>
    rgba(isPreview ? palette.tokens.focus : palette.tokens.text);
  return [
    new PathLayer<Stretch>({
      ...shared,
      id: 'closure-bed',
      data: paths,
      getColor: rgba(palette.tokens.ground, 235),
      getWidth: 11 * scale,
      capRounded: true,
    }),
    new PathLayer<Stretch>({
      ...shared,
      id: 'closure-bars',
      data: bars,
      getColor: color,
      getWidth: 6 * scale,
    }),
    new ScatterplotLayer<Stretch>({
      id: 'closure-points',
      data: points,
      getPosition: ({ path }) => [path[0] ?? 0, path[1] ?? 0],
      getRadius: 7 * scale,
      radiusUnits: 'pixels',
      filled: true,
      stroked: true,
      getFillColor: rgba(palette.tokens.ground, 235),
      getLineColor: color,
      getLineWidth: 3 * scale,
      lineWidthUnits: 'pixels',
      pickable: false,
    }),
  ];
}

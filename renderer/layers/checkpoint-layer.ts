import { IconLayer, PathLayer } from '@deck.gl/layers';
import type { CheckpointTrail } from '../engine/public.ts';
import { dashPath } from './dashes.ts';
import { ICON_CELLS } from './icon-atlas.ts';
import type { LayerContext } from './layer-context.ts';
import { rgba } from './map-palette.ts';

const DASH_PX = 7;
const GAP_PX = 6;

interface Stroke {
  readonly path: number[];
}
type Hit = CheckpointTrail['hits'][number];

/** Sightings of one subject: a solid line through what was seen, dashes where it only may lead, a square at every sighting. */
export function checkpointLayers(
  trails: readonly CheckpointTrail[],
  context: LayerContext,
): readonly [PathLayer<Stroke>, PathLayer<Stroke>, IconLayer<Hit>] {
  const { palette, scale, metresPerPixel, atlas } = context;
  const seen: Stroke[] = trails
    .filter(({ hits }) => hits.length > 1)
    .map(({ hits }) => ({ path: hits.flatMap((hit) => [hit.lon, hit.lat]) }));
  const beyond: Stroke[] = trails.flatMap((trail) =>
    dashPath(trail.beyond, DASH_PX * scale * metresPerPixel, GAP_PX * scale * metresPerPixel).map((path) => ({
      path,
    })),
  );
  // The newest sighting carries the incident's own mark.
  const hits = trails.flatMap((trail) => trail.hits.slice(0, -1));
  const line = {
    getPath: (stroke: Stroke) => stroke.path,
    positionFormat: 'XY',
    widthUnits: 'pixels',
    jointRounded: true,
    capRounded: true,
    pickable: false,
    getWidth: 3 * scale,
  } as const;
  return [
    new PathLayer<Stroke>({
      ...line,
      id: 'checkpoint-seen',
      data: seen,
      getColor: rgba(palette.tokens.person, 225),
    }),
    new PathLayer<Stroke>({
      ...line,
      id: 'checkpoint-beyond',
      data: beyond,
      getColor: rgba(palette.tokens.person, 170),
    }),
    new IconLayer<Hit>({
      id: 'checkpoint-hits',
      data: hits,
      iconAtlas: atlas,
      iconMapping: ICON_CELLS,
      getIcon: () => 'hit',
      getPosition: ({ lon, lat }) => [lon, lat],
      getSize: 26 * scale,
      pickable: false,
    }),
  ];
}

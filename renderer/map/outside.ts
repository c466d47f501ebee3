import type { GeoJSONSourceSpecification } from 'maplibre-gl';
import { type BBox, bboxOf } from '../../shared/geo/bbox.ts';
import type { LonLat } from '../../shared/geo/point.ts';

/** Far enough that no camera sees the end of the hatching, near enough that tiles stay few. */
const MARGIN_DEG = 6;
/** Distance of the labels from the outline, as a share of its size. */
const LABEL_SHARE = 0.12;

/** A ring as lon, lat pairs; closed or not. */
export type Ring = readonly LonLat[];

/** The four corners of a box, for packs that say no more about their extent. */
export function boxRing([west, south, east, north]: BBox): Ring {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

/**
 * Everything beyond the outline of the road network, as a source: one polygon with the outline as its hole, and a ring of points
 * that carry `text`. The caller's ring is not changed.
 */
export function outsideOf(outline: Ring, text: string): GeoJSONSourceSpecification {
  const box = bboxOf(outline) ?? [0, 0, 0, 0];
  const [west, south, east, north] = box;
  const world = boxRing([west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG]);
  return {
    type: 'geojson',
    data: {
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: {},
          geometry: { type: 'Polygon', coordinates: [closed(world), closed(outline)] },
        },
        ...labelPoints(box).map((point) => ({
          type: 'Feature' as const,
          properties: { text },
          geometry: { type: 'Point' as const, coordinates: [...point] },
        })),
      ],
    },
  };
}

function closed(ring: Ring): [number, number][] {
  const points = ring.map(([lon, lat]): [number, number] => [lon, lat]);
  const first = points[0];
  const last = points.at(-1);
  if (first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1]))
    points.push([...first]);
  return points;
}

function labelPoints([west, south, east, north]: BBox): LonLat[] {
  const padLon = (east - west) * LABEL_SHARE;
  const padLat = (north - south) * LABEL_SHARE;
  const points: LonLat[] = [];
  for (const share of [0.15, 0.5, 0.85]) {
    const lon = west + (east - west) * share;
    const lat = south + (north - south) * share;
    points.push([lon, north + padLat], [lon, south - padLat], [west - padLon, lat], [east + padLon, lat]);
  }
  return points;
}

import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { gzipSync } from 'fflate';
import type { BBox } from '../../shared/geo/bbox.ts';
import { RAD_PER_DEG } from '../../shared/geo/point.ts';
import { MAX_ZOOM, MIN_ZOOM, TILE_LAYERS, type TileFeature, type TileLayer } from './tile-layers.ts';

/** One encoded tile; `data` is a gzipped Mapbox vector tile. */
export interface EncodedTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly data: Uint8Array;
}

/**
 * Gzip that gives the same bytes on every machine: zlib builds differ between processors and Node versions, a packer in
 * JavaScript does not. No time is written.
 */
export function gzipStable(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 9, mtime: 0 });
}

/** Encodes every tile of the box that holds anything, zoom by zoom, in rows. */
export function encodeTiles(
  layers: Readonly<Record<TileLayer, readonly TileFeature[]>>,
  bounds: BBox,
): EncodedTile[] {
  const tiles: EncodedTile[] = [];
  for (let z = MIN_ZOOM; z <= MAX_ZOOM; z++) {
    const sources = TILE_LAYERS.map((name) => ({ name, source: sourceAt(layers[name], z) }));
    const range = tileRange(bounds, z);
    for (let y = range.y0; y <= range.y1; y++) {
      for (let x = range.x0; x <= range.x1; x++) {
        const data = encodeTile(sources, z, x, y);
        if (data !== undefined) tiles.push({ z, x, y, data });
      }
    }
  }
  return tiles;
}

/** Tile columns and rows that the box touches at a zoom. */
export function tileRange(bounds: BBox, z: number): { x0: number; y0: number; x1: number; y1: number } {
  const n = 2 ** z;
  const column = (lon: number): number => Math.min(n - 1, Math.max(0, Math.floor(((lon + 180) / 360) * n)));
  const row = (lat: number): number => {
    const s = Math.sin(lat * RAD_PER_DEG);
    return Math.min(n - 1, Math.max(0, Math.floor((0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)) * n)));
  };
  return { x0: column(bounds[0]), x1: column(bounds[2]), y0: row(bounds[3]), y1: row(bounds[1]) };
}

type Source = InstanceType<typeof GeoJSONVT>;

/** At the last zoom nothing is simplified; below it each zoom has its own index, since its features differ. */
function sourceAt(features: readonly TileFeature[], z: number): Source {
  const shown = features.filter((f) => f.minZoom <= z);
  const collection = {
    type: 'FeatureCollection' as const,
    features: shown.map((f) => ({
      type: 'Feature' as const,
      properties: { ...f.properties },
      geometry: mutableCopy(f.geometry),
    })),
  };
  return new GeoJSONVT(collection, {
    maxZoom: MAX_ZOOM,
    indexMaxZoom: 0,
    indexMaxPoints: 0,
    tolerance: 3,
    extent: 4096,
    buffer: 64,
  });
}

function encodeTile(
  sources: readonly { name: string; source: Source }[],
  z: number,
  x: number,
  y: number,
): Uint8Array | undefined {
  const present: Parameters<typeof fromGeojsonVt>[0] = {};
  for (const { name, source } of sources) {
    const tile = source.getTile(z, x, y);
    if (tile !== null && tile.features.length > 0) present[name] = tile;
  }
  if (Object.keys(present).length === 0) return undefined;
  return gzipStable(fromGeojsonVt(present, { version: 2, extent: 4096 }));
}

/** The tiler's types want arrays it may write to; it does not write, but it gets its own all the same. */
function mutableCopy(geometry: TileFeature['geometry']) {
  if (geometry.type === 'Point') return { type: geometry.type, coordinates: [...geometry.coordinates] };
  if (geometry.type === 'LineString')
    return { type: geometry.type, coordinates: geometry.coordinates.map((p) => [...p]) };
  return { type: geometry.type, coordinates: geometry.coordinates.map((ring) => ring.map((p) => [...p])) };
}

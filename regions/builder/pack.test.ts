import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PMTiles } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { equirectM } from '../../shared/geo/distance.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';
import { CAR, EMERGENCY } from '../../shared/roads/profiles.ts';
import { decodeRegion, REGION_FILES, REGION_TILES_FILE } from '../../shared/roads/region.ts';
import { roadClassName } from '../../shared/roads/road-class.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { pointOnEdge } from '../../shared/roads/snap.ts';
import { gunzipSync } from 'fflate';
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { joinRoadLines } from './road-lines.ts';
import { tileLayers } from './tile-layers.ts';
import { encodeTiles } from './tiles.ts';

const PACK = join(import.meta.dirname, '..', 'jinan');
// a plain copy: a Buffer's slice would share memory with its pool
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(PACK, name)));
const files = Object.fromEntries(REGION_FILES.map((name) => [name, read(name)]));
const region = decodeRegion(files);

describe('the committed pack', () => {
  it('is small, credited and says what it does not know', () => {
    const { manifest } = region;
    expect(manifest.files.reduce((sum, f) => sum + f.bytes, 0)).toBeLessThan(4_000_000);
    expect(manifest.source.attribution).toContain('© OpenStreetMap contributors');
    expect(manifest.source.date).toBe('unknown');
    expect(manifest.source.licence).toBe('ODbL-1.0');
    expect(manifest.counts.largestComponentShare).toBeGreaterThan(0.97);
  });

  it('has stable, distinct exit names, motorway exits among them', () => {
    const names = region.exits.map((e) => e.name.zh);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names)
      expect(name).toMatch(
        /^(北|东北|东|东南|南|西南|西|西北) · 近(济南|济阳|明水|齐河) · (高速口|快速路口) \d\d$/,
      );
    expect(region.exits.filter((e) => e.class === 'motorway').length).toBeGreaterThanOrEqual(5);
  });

  it('puts every point on a real road where cars and patrols come and go', () => {
    const nets = [prepareMainNet(region.graph, CAR), prepareMainNet(region.graph, EMERGENCY)];
    const { drill } = region;
    const points = [
      ...region.stoppable,
      ...drill.stations,
      ...drill.branches,
      ...drill.goldShops,
      ...drill.teahouses,
      ...drill.checkpoints,
    ];
    expect(points.length).toBeGreaterThan(80);
    for (const p of points) {
      for (const net of nets) expect(net.edgeSeconds[p.edge], p.id).toBeLessThan(Infinity);
      const onRoad = pointOnEdge(region.graph, p.edge, p.fraction);
      expect(equirectM(onRoad.lon, onRoad.lat, p.lon, p.lat), p.id).toBeLessThan(1);
    }
    for (const p of region.stoppable)
      expect(['motorway', 'trunk']).not.toContain(roadClassName(region.graph.edgeClass[p.edge] ?? 0));
  });

  it('marks everything invented, in the numbers asked for', () => {
    const { drill } = region;
    expect([
      drill.stations.length,
      drill.branches.length,
      drill.goldShops.length,
      drill.checkpoints.length,
    ]).toEqual([12, 20, 8, 15]);
    for (const p of [
      ...drill.stations,
      ...drill.branches,
      ...drill.goldShops,
      ...drill.teahouses,
      ...drill.checkpoints,
    ]) {
      expect(p.name.zh).toContain('演练');
      expect(p.name.en).toContain('Drill');
      expect(polygonContains(region.manifest.coreOutline, p.lon, p.lat)).toBe(true);
    }
    expect(drill.river?.label.zh).toBe('示意');
    expect(drill.countyLine?.label.zh).toBe('示意');
  });
});

describe('the committed tiles', () => {
  const bytes = read(REGION_TILES_FILE);
  const archive = new PMTiles({
    getKey: () => 'x',
    getBytes: async (o, n) => ({ data: bytes.slice(o, o + n).buffer }),
  });

  it('hold every tile of the region exactly as made from its source, and no other', async () => {
    const { manifest: outline, graph, places, exits, drill } = region;
    const tiles = encodeTiles(
      tileLayers({ lines: joinRoadLines(graph), outline, places, exits, drill }),
      outline.bounds,
    );
    expect(tiles.length).toBe(outline.counts.tiles);
    expect((await archive.getHeader()).numAddressedTiles).toBe(tiles.length);
    for (const t of tiles) {
      const got = await archive.getZxy(t.z, t.x, t.y);
      const same =
        got !== undefined && Buffer.compare(Buffer.from(got.data), Buffer.from(gunzipSync(t.data))) === 0;
      expect(same, `${t.z}/${t.x}/${t.y}`).toBe(true);
    }
  });

  it('show the middle of every road of the graph at the last zoom, within a metre', async () => {
    const { graph } = region;
    const byTile = new Map<string, (readonly [x: number, y: number, segment: number])[]>();
    for (let s = 0; s < graph.segmentCount; s++) {
      const p = pointOnEdge(graph, 2 * s, 0.5);
      const [x, y] = worldPixel(p.lon, p.lat);
      const key = `${Math.floor(x / 4096)}/${Math.floor(y / 4096)}`;
      byTile.set(key, [...(byTile.get(key) ?? []), [x % 4096, y % 4096, s]]);
    }
    const missing: number[] = [];
    for (const [key, points] of byTile) {
      const [x = 0, y = 0] = key.split('/').map(Number);
      const got = await archive.getZxy(14, x, y);
      const layer = got && new VectorTile(new PbfReader(new Uint8Array(got.data))).layers['roads'];
      const lines = Array.from({ length: layer?.length ?? 0 }, (_, i) => layer?.feature(i)).flatMap(
        (f) => f?.loadGeometry() ?? [],
      );
      for (const [px, py, s] of points) if (!lines.some((line) => passes(line, px, py))) missing.push(s);
    }
    expect([...byTile.values()].flat().length).toBe(region.manifest.counts.segments);
    expect(missing).toEqual([]);
  });

  it('carry the right bounds and centre', async () => {
    const header = await archive.getHeader();
    const [west, south, east, north] = region.manifest.bounds;
    expect([header.minLon, header.minLat, header.maxLon, header.maxLat]).toEqual([west, south, east, north]);
    expect([header.centerLon, header.centerLat]).toEqual(region.manifest.centre);
    expect([header.minZoom, header.maxZoom]).toEqual([6, 14]);
  });
});

/** Position in units of 1/4096 of a zoom-14 tile (about 0.5 m). */
function worldPixel(lon: number, lat: number): readonly [number, number] {
  const size = 2 ** 14 * 4096;
  const sin = Math.sin((lat * Math.PI) / 180);
  return [((lon + 180) / 360) * size, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size];
}

function passes(
  line: ReturnType<VectorTileFeature['loadGeometry']>[number],
  px: number,
  py: number,
): boolean {
  return line.some((b, i) => {
    const a = line[i - 1];
    if (a === undefined) return false;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.min(1, Math.max(0, ((px - a.x) * dx + (py - a.y) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(px - a.x - t * dx, py - a.y - t * dy) < 2;
  });
}

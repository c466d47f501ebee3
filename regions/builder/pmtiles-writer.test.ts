import { PMTiles } from 'pmtiles';
import { gunzipSync, gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../shared/kit/rng.ts';
import { type ArchiveInfo, writePmtiles } from './pmtiles-writer.ts';
import { type EncodedTile, encodeTiles, gzipStable, tileRange } from './tiles.ts';
import type { TileFeature, TileLayer } from './tile-layers.ts';

const INFO: ArchiveInfo = {
  bounds: [116.7, 36.5, 117.5, 37.1],
  centre: [117.02, 36.67],
  centreZoom: 11,
  metadata: { name: 'test', n: 1 },
};

/** The official reader over bytes in memory. */
function openArchive(bytes: Uint8Array): PMTiles {
  return new PMTiles({
    getKey: () => 'memory',
    getBytes: async (offset, length) => ({ data: bytes.slice(offset, offset + length).buffer }),
  });
}

function tile(z: number, x: number, y: number, text: string): EncodedTile {
  return { z, x, y, data: gzipStable(new TextEncoder().encode(text)) };
}

/** Quick packing: what matters here is how many tiles there are. */
function gzipStored(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 0, mtime: 0 });
}

async function expectSame(archive: PMTiles, tiles: readonly EncodedTile[]): Promise<void> {
  for (const t of tiles) {
    const got = await archive.getZxy(t.z, t.x, t.y);
    expect(got && Buffer.compare(Buffer.from(got.data), Buffer.from(gunzipSync(t.data)))).toBe(0);
  }
}

describe('PMTiles archive, read back with the official reader', () => {
  it('holds every tile, shares equal ones, and describes itself', async () => {
    const tiles: EncodedTile[] = [];
    for (let x = 0; x < 16; x++)
      for (let y = 0; y < 16; y++) tiles.push(tile(5, x, y, x < 8 ? 'sea' : `land ${x} ${y}`));
    tiles.push(tile(4, 3, 2, 'top'));
    const bytes = writePmtiles(tiles, INFO);
    const archive = openArchive(bytes);
    const header = await archive.getHeader();
    expect(header).toMatchObject({
      specVersion: 3,
      minZoom: 4,
      maxZoom: 5,
      clustered: true,
      tileType: 1,
      tileCompression: 2,
      centerZoom: 11,
    });
    expect([header.minLon, header.minLat, header.maxLon, header.maxLat]).toEqual(INFO.bounds);
    expect([header.centerLon, header.centerLat]).toEqual(INFO.centre);
    expect(header.numAddressedTiles).toBe(257);
    expect(header.numTileContents).toBe(130);
    expect(header.numTileEntries).toBeLessThan(257);
    expect(await archive.getMetadata()).toEqual(INFO.metadata);
    await expectSame(archive, tiles);
    expect(await archive.getZxy(5, 20, 20)).toBeUndefined();
    expect(Buffer.compare(writePmtiles(tiles.toReversed(), INFO), bytes)).toBe(0);
  });

  it('spills into leaf directories when there are many tiles', async () => {
    const rng = createRng(7);
    const unique: EncodedTile[] = [];
    for (let i = 0; i < 20_000; i++) {
      const data = Uint8Array.from({ length: 1 + rng.int(60) }, () => rng.int(256));
      unique.push({ z: 9, x: i % 512, y: 11 * Math.floor(i / 512) + rng.int(11), data: gzipStored(data) });
    }
    const archive = openArchive(writePmtiles(unique, INFO));
    const header = await archive.getHeader();
    expect(header.leafDirectoryLength).toBeGreaterThan(0);
    expect(header.rootDirectoryOffset + header.rootDirectoryLength).toBeLessThanOrEqual(16_384);
    await expectSame(
      archive,
      unique.filter((_, i) => i % 97 === 0),
    );
  });

  it('an empty archive is still an archive', async () => {
    const header = await openArchive(writePmtiles([], INFO)).getHeader();
    expect(header.numAddressedTiles).toBe(0);
  });
});

describe('tiling', () => {
  const none: Readonly<Record<TileLayer, readonly TileFeature[]>> = {
    outline: [],
    borders: [],
    road_names: [],
    pois: [],
    drill_river: [],
    roads: [],
    drill_county: [],
    exits: [],
    places: [],
  };

  it('covers the box and nothing else', () => {
    expect(tileRange([-180, -85, 180, 85], 1)).toEqual({ x0: 0, y0: 0, x1: 1, y1: 1 });
    // by hand: tan 0.7443, sec 1.2466, ln 1.9909 = 0.6886; (1 - 0.6886 / pi) / 2 * 4096 = 1599.1
    expect(tileRange([117, 36.66, 117, 36.66], 12)).toEqual({ x0: 3379, y0: 1599, x1: 3379, y1: 1599 });
  });

  it('shows a road from its zoom on, in every tile it crosses', () => {
    const roads: TileFeature[] = [
      {
        minZoom: 10,
        properties: { class: 'secondary' },
        geometry: {
          type: 'LineString',
          coordinates: [
            [116.9, 36.66],
            [117.2, 36.66],
          ],
        },
      },
    ];
    const tiles = encodeTiles({ ...none, roads }, [116.9, 36.6, 117.2, 36.7]);
    expect(new Set(tiles.map((t) => t.z))).toEqual(new Set([10, 11, 12, 13, 14]));
    for (let z = 10; z <= 14; z++) {
      const { x0, x1, y0 } = tileRange([116.9, 36.66, 117.2, 36.66], z);
      for (let x = x0; x <= x1; x++)
        expect(tiles.some((t) => t.z === z && t.x === x && t.y === y0)).toBe(true);
    }
  });
});

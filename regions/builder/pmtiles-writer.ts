import type { BBox } from '../../shared/geo/bbox.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { zxyToTileId } from 'pmtiles';
import { type EncodedTile, gzipStable } from './tiles.ts';

/** What the archive says about itself. */
export interface ArchiveInfo {
  readonly bounds: BBox;
  readonly centre: LonLat;
  readonly centreZoom: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly id: number;
  readonly offset: number;
  readonly length: number;
  run: number;
}

const HEADER_BYTES = 127;
const TILE_COUNT_AT = 72;
/** Header and root directory must fit the first 16 kB, which is all a reader fetches first. */
const ROOT_LIMIT = 16_384 - HEADER_BYTES;
const LEAF_ENTRIES = 4096;

/**
 * Writes a PMTiles v3 archive (gzipped vector tiles) in one block: header, root directory, metadata, leaf directories,
 * tile data in Hilbert order. Equal tiles are stored once. The same tiles always give the same bytes.
 */
export function writePmtiles(tiles: readonly EncodedTile[], info: ArchiveInfo): Uint8Array {
  const { entries, contents, dataLength } = placeTiles(tiles);
  const metadata = gzipStable(new TextEncoder().encode(JSON.stringify(info.metadata)));
  const { root, leaves } = buildDirectories(entries);
  const rootOffset = HEADER_BYTES;
  const metadataOffset = rootOffset + root.length;
  const leafOffset = metadataOffset + metadata.length;
  const dataOffset = leafOffset + leaves.length;
  const out = new Uint8Array(dataOffset + dataLength);
  const view = new DataView(out.buffer);
  out.set(new TextEncoder().encode('PMTiles'), 0);
  view.setUint8(7, 3);
  const longs = [
    rootOffset,
    root.length,
    metadataOffset,
    metadata.length,
    leafOffset,
    leaves.length,
    dataOffset,
    dataLength,
    tiles.length,
    entries.length,
    contents.length,
  ];
  for (const [i, value] of longs.entries()) view.setBigUint64(8 + 8 * i, BigInt(value), true);
  view.setUint8(96, 1); // clustered: data in tile order
  view.setUint8(97, 2); // directories and metadata: gzip
  view.setUint8(98, 2); // tiles: gzip
  view.setUint8(99, 1); // Mapbox vector tiles
  view.setUint8(
    100,
    tiles.reduce((z, t) => Math.min(z, t.z), tiles[0]?.z ?? 0),
  );
  view.setUint8(
    101,
    tiles.reduce((z, t) => Math.max(z, t.z), 0),
  );
  const e7 = (at: number, deg: number): void => view.setInt32(at, Math.round(deg * 1e7), true);
  for (const [i, deg] of info.bounds.entries()) e7(102 + 4 * i, deg);
  view.setUint8(118, info.centreZoom);
  e7(119, info.centre[0]);
  e7(123, info.centre[1]);
  out.set(root, rootOffset);
  out.set(metadata, metadataOffset);
  out.set(leaves, leafOffset);
  let at = dataOffset;
  for (const content of contents) {
    out.set(content, at);
    at += content.length;
  }
  return out;
}

function placeTiles(tiles: readonly EncodedTile[]): {
  entries: Entry[];
  contents: Uint8Array[];
  dataLength: number;
} {
  const ordered = tiles
    .map((t) => ({ id: zxyToTileId(t.z, t.x, t.y), data: t.data }))
    .toSorted((a, b) => a.id - b.id);
  const seen = new Map<string, { offset: number; length: number }>();
  const entries: Entry[] = [];
  const contents: Uint8Array[] = [];
  let dataLength = 0;
  for (const { id, data } of ordered) {
    const key = Buffer.from(data).toString('latin1');
    let place = seen.get(key);
    if (place === undefined) {
      place = { offset: dataLength, length: data.length };
      seen.set(key, place);
      contents.push(data);
      dataLength += data.length;
    }
    const last = entries.at(-1);
    if (last !== undefined && last.id + last.run === id && last.offset === place.offset) last.run++;
    else entries.push({ id, ...place, run: 1 });
  }
  return { entries, contents, dataLength };
}

function buildDirectories(entries: readonly Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const flat = encodeDirectory(entries);
  if (flat.length <= ROOT_LIMIT) return { root: flat, leaves: new Uint8Array() };
  for (let size = LEAF_ENTRIES; ; size *= 2) {
    const pointers: Entry[] = [];
    const parts: Uint8Array[] = [];
    let offset = 0;
    for (let i = 0; i < entries.length; i += size) {
      const leaf = encodeDirectory(entries.slice(i, i + size));
      // run 0 marks a pointer to a leaf directory
      pointers.push({ id: entries[i]?.id ?? 0, offset, length: leaf.length, run: 0 });
      parts.push(leaf);
      offset += leaf.length;
    }
    const root = encodeDirectory(pointers);
    if (root.length <= ROOT_LIMIT) return { root, leaves: Buffer.concat(parts) };
  }
}

function encodeDirectory(entries: readonly Entry[]): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    let left = value;
    while (left >= 0x80) {
      bytes.push((left % 0x80) | 0x80);
      left = Math.floor(left / 0x80);
    }
    bytes.push(left);
  };
  varint(entries.length);
  for (const [i, e] of entries.entries()) varint(e.id - (entries[i - 1]?.id ?? 0));
  for (const e of entries) varint(e.run);
  for (const e of entries) varint(e.length);
  for (const [i, e] of entries.entries()) {
    const before = entries[i - 1];
    const follows = before !== undefined && e.offset === before.offset + before.length;
    varint(follows ? 0 : e.offset + 1);
  }
  return gzipStable(Uint8Array.from(bytes));
}

/** How many tiles an archive of ours holds, by its header. */
export function readPmtilesCount(archive: Uint8Array): number {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  return Number(view.getBigUint64(TILE_COUNT_AT, true));
}

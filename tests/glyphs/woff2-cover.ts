import { brotliDecompressSync } from 'node:zlib';

/** Index of `cmap` among the tables WOFF2 names by number; 63 means that four letters of tag follow. */
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
const ARBITRARY = 63;

/** The code points a WOFF2 face has a glyph for, from its cmap (formats 4 and 12). Throws on what is no WOFF2. */
export function woff2Cover(face: Buffer): ReadonlySet<number> {
  if (face.toString('latin1', 0, 4) !== 'wOF2') throw new Error('not a WOFF2 file');
  const tables = face.readUInt16BE(12);
  const compressedBytes = face.readUInt32BE(20);
  let at = 48;
  const base128 = (): number => {
    let value = 0;
    for (let byte = 128; byte >= 128; at += 1) {
      byte = face.readUInt8(at);
      value = value * 128 + (byte % 128);
    }
    return value;
  };
  let offset = 0;
  let cmap: readonly [number, number] | undefined;
  for (let table = 0; table < tables; table += 1) {
    const flags = face.readUInt8(at);
    at += flags % 64 === ARBITRARY ? 5 : 1;
    const tag = flags % 64;
    const version = flags >> 6;
    const original = base128();
    const isTransformed = tag === GLYF || tag === LOCA ? version !== 3 : version !== 0;
    const bytes = isTransformed ? base128() : original;
    if (tag === CMAP) cmap = [offset, bytes];
    offset += bytes;
  }
  if (cmap === undefined) throw new Error('the face has no cmap');
  const data = brotliDecompressSync(face.subarray(at, at + compressedBytes));
  return readCmap(data.subarray(cmap[0], cmap[0] + cmap[1]));
}

function readCmap(cmap: Buffer): ReadonlySet<number> {
  const cover = new Set<number>();
  for (let record = 0; record < cmap.readUInt16BE(2); record += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + record * 8 + 4));
    const format = table.readUInt16BE(0);
    if (format === 12) readGroups(table, cover);
    else if (format === 4) readSegments(table, cover);
  }
  return cover;
}

function readGroups(table: Buffer, cover: Set<number>): void {
  for (let group = 0; group < table.readUInt32BE(12); group += 1) {
    const last = table.readUInt32BE(20 + group * 12);
    for (let code = table.readUInt32BE(16 + group * 12); code <= last; code += 1) cover.add(code);
  }
}

function readSegments(table: Buffer, cover: Set<number>): void {
  const count = table.readUInt16BE(6) / 2;
  for (let segment = 0; segment < count; segment += 1) {
    const last = table.readUInt16BE(14 + segment * 2);
    const startAt = 16 + count * 2 + segment * 2;
    const delta = table.readUInt16BE(startAt + count * 2);
    const rangeAt = startAt + count * 4;
    const range = table.readUInt16BE(rangeAt);
    const first = table.readUInt16BE(startAt);
    for (let code = first; code <= last && code < 0xffff; code += 1) {
      const glyph =
        range === 0 ? (code + delta) % 65_536 : table.readUInt16BE(rangeAt + range + (code - first) * 2);
      if (glyph !== 0) cover.add(code);
    }
  }
}

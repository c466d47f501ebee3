import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { BBox } from '../geo/bbox.ts';
import type { LonLat } from '../geo/point.ts';
import type { BilingualText, PackFile } from './pack.ts';
import {
  type Check,
  count,
  fields,
  finiteNumber,
  list,
  maybe,
  oneOf,
  RegionPackError,
  text,
  within,
} from './shape-check.ts';
import { decodeUtf8 } from './utf8.ts';

/** A pack without roads: for push-down, prevention and statistics by township. It has no graph, so no ETA can come of it. */
export interface BoardManifest {
  readonly formatVersion: 1;
  readonly kind: 'board';
  readonly name: string;
  readonly title: BilingualText;
  /** Always 示意 / schematic; must be on screen wherever the board is drawn. */
  readonly label: BilingualText;
  readonly timezone: string;
  readonly licence: string;
  readonly attribution: readonly string[];
  readonly note: BilingualText;
  readonly bounds: BBox;
  readonly counts: {
    readonly townships: number;
    /** Townships with a position; the others belong in lists only. */
    readonly placed: number;
    readonly neighbours: number;
  };
  readonly files: readonly PackFile[];
}

/** A place of a board; degrees, WGS-84, schematic; absent = not known, never guessed. */
export interface BoardPosition {
  readonly lon?: number | undefined;
  readonly lat?: number | undefined;
}

export const TOWNSHIP_KINDS = ['subdistrict', 'town', 'township'] as const;

export interface Township extends BoardPosition {
  /** Administrative division code, 9 digits. */
  readonly code: string;
  readonly kind: (typeof TOWNSHIP_KINDS)[number];
  readonly name: BilingualText;
  /** Syllables apart, no tones: 'gao sun tang'. */
  readonly pinyin: string;
}

export interface BoardNeighbour extends BoardPosition {
  readonly id: string;
  readonly name: BilingualText;
  readonly province: BilingualText;
}

/** board.json. */
export interface Board {
  readonly formatVersion: 1;
  readonly townships: readonly Township[];
  readonly neighbours: readonly BoardNeighbour[];
  readonly river: {
    readonly name: BilingualText;
    readonly label: BilingualText;
    readonly lines: readonly (readonly LonLat[])[];
  };
}

const lon = within(-180, 180);
const lat = within(-90, 90);
const bilingual = fields<BilingualText>({ zh: text, en: text });
const schematic: Check<BilingualText> = fields<BilingualText>({ zh: oneOf('示意'), en: oneOf('schematic') });
const lonLat: Check<LonLat> = (value, path) => {
  const pair = list(finiteNumber)(value, path);
  return [lon(pair[0], `${path}[0]`), lat(pair[1], `${path}[1]`)];
};
const box: Check<BBox> = (value, path) => {
  const [w, s, e, n] = list(finiteNumber)(value, path);
  return [lon(w, path), lat(s, path), lon(e, path), lat(n, path)];
};

/** Checks the manifest of a board. Throws RegionPackError naming the path. */
export const checkBoardManifest: Check<BoardManifest> = fields<BoardManifest>({
  formatVersion: oneOf(1),
  kind: oneOf('board'),
  name: text,
  title: bilingual,
  label: schematic,
  timezone: text,
  licence: text,
  attribution: list(text),
  note: bilingual,
  bounds: box,
  counts: fields<BoardManifest['counts']>({ townships: count, placed: count, neighbours: count }),
  files: list(fields<PackFile>({ path: text, bytes: count, sha256: text })),
});

const code: Check<string> = (value, path) => {
  const digits = text(value, path);
  if (!/^\d{9}$/.test(digits)) throw new RegionPackError(`${path}: expected 9 digits, found '${digits}'`);
  return digits;
};

const checkBoardFields = fields<Board>({
  formatVersion: oneOf(1),
  townships: list(
    fields<Township>({
      code,
      kind: oneOf(...TOWNSHIP_KINDS),
      name: bilingual,
      pinyin: text,
      lon: maybe(lon),
      lat: maybe(lat),
    }),
  ),
  neighbours: list(
    fields<BoardNeighbour>({
      id: text,
      name: bilingual,
      province: bilingual,
      lon: maybe(lon),
      lat: maybe(lat),
    }),
  ),
  river: fields<Board['river']>({ name: bilingual, label: schematic, lines: list(list(lonLat)) }),
});

/** Checks board.json: shape, distinct codes, and that a position has both its halves. */
export const checkBoard: Check<Board> = (value, path) => {
  const board = checkBoardFields(value, path);
  const codes = new Set<string>();
  for (const township of board.townships) {
    if (codes.has(township.code))
      throw new RegionPackError(`${path}: township ${township.code} is there twice`);
    codes.add(township.code);
  }
  const half = [...board.townships, ...board.neighbours].find(
    (p) => (p.lon === undefined) !== (p.lat === undefined),
  );
  if (half !== undefined) throw new RegionPackError(`${path}: ${half.name.zh} has half a position`);
  return board;
};

/**
 * Turns the bytes of a board's manifest.json and board.json into a board, after comparing the latter with its checksum.
 * Throws RegionPackError, also for a pack with roads.
 */
export function decodeBoard(files: Readonly<Record<string, Uint8Array>>): {
  manifest: BoardManifest;
  board: Board;
} {
  const manifest = checkBoardManifest(parse(files, 'manifest.json'), 'manifest.json');
  const listed = manifest.files.find((file) => file.path === 'board.json');
  const bytes = files['board.json'];
  if (bytes !== undefined && listed?.sha256 !== bytesToHex(sha256(bytes)))
    throw new RegionPackError(
      `board.json of '${manifest.name}' differs from its manifest; copy the pack again`,
    );
  return { manifest, board: checkBoard(parse(files, 'board.json'), 'board.json') };
}

function parse(files: Readonly<Record<string, Uint8Array>>, name: string): unknown {
  const bytes = files[name];
  if (bytes === undefined)
    throw new RegionPackError(`${name} is missing from the board; copy the pack again`);
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch (cause) {
    throw new RegionPackError(`${name} is not JSON; copy the pack again`, { cause });
  }
}

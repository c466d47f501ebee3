import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bboxOf } from '../../shared/geo/bbox.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import {
  type Board,
  type BoardManifest,
  type BoardNeighbour,
  type BoardPosition,
  checkBoard,
  checkBoardManifest,
  type Township,
} from '../../shared/roads/board.ts';
import type { BilingualText } from '../../shared/roads/pack.ts';
import {
  type Check,
  fields,
  finiteNumber,
  list,
  maybe,
  RegionPackError,
  text,
} from '../../shared/roads/shape-check.ts';
import { RegionBusyError, whileLocked } from './build-lock.ts';
import { RegionBuildError } from './region-error.ts';
import { roundDeg } from './round.ts';
import { buildWorkspace } from './workspace.ts';
import { writePack } from './write-pack.ts';

const SOURCES = ['board.json', 'townships.csv', 'places.geojson', 'river.geojson'] as const;
const SCHEMATIC = { zh: '示意', en: 'schematic' } as const;
const KINDS: Readonly<Record<string, { readonly kind: Township['kind']; readonly en: string }>> = {
  街道: { kind: 'subdistrict', en: 'Subdistrict' },
  镇: { kind: 'town', en: 'Town' },
  乡: { kind: 'township', en: 'Township' },
};
/** Of the river, what lies this many degrees around the townships is drawn. */
const RIVER_MARGIN_DEG = 0.3;

const bilingual = fields<BilingualText>({ zh: text, en: text });
interface About {
  readonly name: string;
  readonly title: BilingualText;
  readonly timezone: string;
  readonly river: BilingualText;
  readonly attribution: readonly string[];
  readonly note: BilingualText;
  readonly neighbours: readonly (Pick<BoardNeighbour, 'id' | 'name' | 'province'> & {
    readonly district: string;
  })[];
}
const checkAbout = fields<About>({
  name: text,
  title: bilingual,
  timezone: text,
  river: bilingual,
  attribution: list(text),
  note: bilingual,
  neighbours: list(
    fields<About['neighbours'][number]>({ id: text, name: bilingual, province: bilingual, district: text }),
  ),
});
const pair: Check<LonLat> = (value, path) => {
  const [x = Number.NaN, y = Number.NaN] = list(finiteNumber)(value, path);
  return [finiteNumber(x, path), finiteNumber(y, path)];
};
const anything: Check<unknown> = (value) => value;
const features = fields<{ features: readonly { properties: unknown; geometry: unknown }[] }>({
  features: list(
    fields<{ properties: unknown; geometry: unknown }>({ properties: anything, geometry: anything }),
  ),
});

/**
 * Builds a board (a pack without roads) in `dir` from the files in its source folder: board.json, townships.csv,
 * places.geojson, river.geojson. The same sources give the same bytes. Throws RegionBuildError, and
 * RegionBusyError while another process writes there.
 */
export async function buildBoard(dir: string): Promise<BoardManifest> {
  const source = new Map<string, Uint8Array>();
  try {
    for (const name of SOURCES) source.set(`source/${name}`, await readFile(join(dir, 'source', name)));
    const { manifest, board } = makeBoard(source);
    const files = new Map([['board.json', board], ...source]);
    const listed = [...files].map(([path, bytes]) => ({
      path,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
    const complete = checkBoardManifest({ ...manifest, files: listed }, 'manifest.json');
    files.set('manifest.json', toJson(complete));
    await whileLocked(resolve(dir), async () => {
      const workspace = buildWorkspace(dir);
      try {
        await writePack(dir, workspace.packDir, files);
      } finally {
        await workspace.remove();
      }
    });
    return complete;
  } catch (cause) {
    if (cause instanceof RegionBuildError || cause instanceof RegionBusyError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RegionBuildError(
      `无法生成示意板，请检查 ${join(dir, 'source')} 中的文件。`,
      `The board cannot be built: ${why}. Correct the files in ${join(dir, 'source')}.`,
      { cause },
    );
  }
}

function makeBoard(source: ReadonlyMap<string, Uint8Array>): {
  manifest: Omit<BoardManifest, 'files'>;
  board: Uint8Array;
} {
  const read = (name: (typeof SOURCES)[number]): string =>
    new TextDecoder().decode(source.get(`source/${name}`) ?? new Uint8Array());
  const about = checkAbout(JSON.parse(read('board.json')), 'source/board.json');
  const townships = readTownships(read('townships.csv'));
  const points = townships.flatMap(({ lon, lat }): LonLat[] =>
    lon === undefined || lat === undefined ? [] : [[lon, lat]],
  );
  const bounds = bboxOf(points);
  if (bounds === undefined) throw new RegionPackError('townships.csv: no township has a position');
  const [w, s, e, n] = bounds;
  const isShown = ([x, y]: LonLat): boolean =>
    x >= w - RIVER_MARGIN_DEG &&
    x <= e + RIVER_MARGIN_DEG &&
    y >= s - RIVER_MARGIN_DEG &&
    y <= n + RIVER_MARGIN_DEG;
  const positionOf = districtPositions(read('places.geojson'));
  const board: Board = {
    formatVersion: 1,
    townships,
    neighbours: about.neighbours.map(({ district, ...rest }) => ({ ...rest, ...positionOf(district) })),
    river: {
      name: about.river,
      label: SCHEMATIC,
      lines: riverLines(read('river.geojson'))
        .map((line) => line.filter(isShown))
        .filter((line) => line.length > 1),
    },
  };
  const manifest = {
    formatVersion: 1,
    kind: 'board',
    name: about.name,
    title: about.title,
    label: SCHEMATIC,
    timezone: about.timezone,
    licence: 'CC-BY-4.0 AND MIT',
    attribution: about.attribution,
    note: about.note,
    bounds,
    counts: { townships: townships.length, placed: points.length, neighbours: board.neighbours.length },
  } as const;
  return { manifest, board: toJson(checkBoard(board, 'board.json')) };
}

function readTownships(csv: string): Township[] {
  const [head = '', ...rows] = csv.trim().split(/\r?\n/);
  const columns = head.split(',');
  return rows.map((row, i) => {
    const cells = row.split(',');
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const kind = KINDS[cell('kind')];
    if (kind === undefined)
      throw new RegionPackError(`townships.csv row ${i + 2}: unknown kind '${cell('kind')}'`);
    const pinyin = cell('pinyin');
    const joined = pinyin.replaceAll(' ', '');
    const isTujia = cell('name').includes('土家族');
    const en = `${joined.charAt(0).toUpperCase()}${joined.slice(1)} ${isTujia ? 'Tujia ' : ''}${kind.en}`;
    const known = cell('lon_wgs84') !== '' && cell('lat_wgs84') !== '';
    return {
      code: cell('code'),
      kind: kind.kind,
      name: { zh: cell('name'), en },
      pinyin,
      ...(known ? { lon: Number(cell('lon_wgs84')), lat: Number(cell('lat_wgs84')) } : {}),
    };
  });
}

/** The middle of the places that are said to lie in a district: schematic, but on the right side. */
function districtPositions(json: string): (district: string) => BoardPosition {
  const place = fields<{ district: string | undefined }>({
    district: (value, path) => (value === null ? undefined : maybe(text)(value, path)),
  });
  const point = fields<{ coordinates: LonLat }>({ coordinates: pair });
  const places = features(JSON.parse(json), 'places.geojson').features.map((feature, i) => ({
    district: place(feature.properties, `places.geojson ${i}`).district,
    at: point(feature.geometry, `places.geojson ${i}`).coordinates,
  }));
  return (district) => {
    const inside = places.filter((p) => p.district === district);
    if (inside.length === 0) return {};
    const mean = (k: 0 | 1): number =>
      roundDeg(inside.reduce((sum, p) => sum + p.at[k], 0) / inside.length, 4);
    return { lon: mean(0), lat: mean(1) };
  };
}

function riverLines(json: string): LonLat[][] {
  const shape = fields<{ coordinates: readonly (readonly LonLat[])[] }>({ coordinates: list(list(pair)) });
  return features(JSON.parse(json), 'river.geojson').features.flatMap(({ geometry }, i) =>
    geometry === null
      ? []
      : shape(geometry, `river.geojson ${i}`).coordinates.map((line) =>
          line.map(([x, y]): LonLat => [roundDeg(x, 5), roundDeg(y, 5)]),
        ),
  );
}

function toJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 1)}\n`);
}

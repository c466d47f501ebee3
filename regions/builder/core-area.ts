import { type BBox, bboxContains, bboxOf } from '../../shared/geo/bbox.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';
import type { CoreArea } from '../../shared/roads/pack.ts';
import type { OsmExtract, OsmRelation, OsmTags } from './read-extract.ts';
import { RegionBuildError } from './region-error.ts';
import { joinRings } from './rings.ts';
import { roundDeg } from './round.ts';
import { nameOfTags } from './tag-names.ts';

/** How the user names the core: one border of the extract, or a box. */
export type CoreWish = { readonly boundary: string } | { readonly bbox: BBox };

const NAME_KEYS = ['name', 'name:zh', 'name:zh-Hans', 'name:en', 'name:pinyin', 'official_name', 'alt_name'];
const SUGGESTIONS = 5;

/**
 * The area asked for. Throws RegionBuildError when the extract has no border of that name (with the nearest names it
 * has), or holds it only in part.
 */
export function findCoreArea(extract: OsmExtract, wish: CoreWish): Pick<CoreArea, 'kind' | 'name' | 'rings'> {
  if ('bbox' in wish) {
    const [w, s, e, n] = wish.bbox;
    const ring: LonLat[] = [
      [w, s],
      [e, s],
      [e, n],
      [w, n],
      [w, s],
    ];
    return { kind: 'bbox', name: { zh: '指定范围', en: 'chosen box' }, rings: [ring] };
  }
  const wanted = wish.boundary.trim().normalize('NFC');
  const found = extract.borders
    .filter((border) => namesOf(border.tags).includes(wanted))
    .toSorted((a, b) => levelOf(a) - levelOf(b))[0];
  const drawn = extract.borderWays.find(
    (way) => namesOf(way.tags).includes(wanted) && way.refs[0] === way.refs.at(-1),
  );
  if (found === undefined && drawn === undefined) throw notFound(extract, wanted);
  const waysOf = new Map(extract.borderWays.concat(extract.roads).map((way) => [way.id, way]));
  const members = found?.members.filter((m) => m.type === 'way' && m.role !== 'subarea') ?? [];
  const ways = found === undefined ? [drawn] : members.map((m) => waysOf.get(m.ref));
  const lines = ways.flatMap((way) => {
    const nodes = way?.refs.map((ref) => extract.nodes.get(ref)) ?? [];
    const known = nodes.filter((node) => node !== undefined);
    if (way === undefined || known.length < 2 || known.length < nodes.length) return [];
    return [
      {
        refs: way.refs,
        points: known.map((n): LonLat => [roundDeg(n.lon, 6), roundDeg(n.lat, 6)]),
      },
    ];
  });
  const { rings, open } = joinRings(lines);
  if (rings.length === 0 || open > 0 || lines.length < ways.length)
    throw new RegionBuildError(
      `提取文件只含“${wanted}”边界的一部分，请使用覆盖整个辖区的提取文件，或改用 --bbox。`,
      `The extract holds only part of the border of '${wanted}'. Use an extract that covers all of it, or --bbox.`,
    );
  const { zh, en } = nameOfTags(found?.tags ?? drawn?.tags ?? {}) ?? { zh: wanted, en: wanted };
  return { kind: 'boundary', name: { zh, en }, rings };
}

/** A test whether a place lies in the area (in an odd number of its rings). */
export function insideOf(rings: readonly (readonly LonLat[])[]): (lon: number, lat: number) => boolean {
  const boxed = rings.map((ring) => ({ ring, box: bboxOf(ring) }));
  return (lon, lat) =>
    boxed.filter(
      ({ ring, box }) => box !== undefined && bboxContains(box, lon, lat) && polygonContains(ring, lon, lat),
    ).length %
      2 ===
    1;
}

function namesOf(tags: OsmTags): string[] {
  return NAME_KEYS.flatMap((key) => (tags[key] ?? '').split(';'))
    .map((name) => name.trim().normalize('NFC'))
    .filter((name) => name !== '');
}

function levelOf(border: OsmRelation): number {
  return Number(border.tags['admin_level'] ?? 99) || 99;
}

function notFound(extract: OsmExtract, wanted: string): RegionBuildError {
  const names = new Set(extract.borders.concat().flatMap((b) => namesOf(b.tags)));
  for (const way of extract.borderWays)
    if (way.refs[0] === way.refs.at(-1)) namesOf(way.tags).forEach((n) => names.add(n));
  const nearest = [...names]
    .map((name) => ({
      name,
      far: name.includes(wanted) || wanted.includes(name) ? 0 : editDistance(name, wanted),
    }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, SUGGESTIONS)
    .map(({ name }) => name)
    .join('、');
  return names.size === 0
    ? new RegionBuildError(
        `提取文件中没有行政边界，请改用 --bbox。`,
        `The extract holds no administrative borders. Use --bbox.`,
      )
    : new RegionBuildError(
        `找不到名为“${wanted}”的边界，相近的有：${nearest}。请改用其中之一，或用 --bbox。`,
        `No border is named '${wanted}'. Nearest names: ${nearest.replaceAll('、', ', ')}. Use one of them, or --bbox.`,
      );
}

function editDistance(a: string, b: string): number {
  const to = Array.from(b.toLowerCase());
  let row = to.map((_, i) => i + 1);
  for (const [i, from] of Array.from(a.toLowerCase()).entries()) {
    const next: number[] = [];
    for (const [j, letter] of to.entries()) {
      const diagonal = j === 0 ? i : (row[j - 1] ?? 0);
      const left = j === 0 ? i + 1 : (next[j - 1] ?? 0);
      next.push(Math.min(diagonal + Number(letter !== from), left + 1, (row[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? a.length;
}

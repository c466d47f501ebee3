import type { LonLat } from '../../shared/geo/point.ts';
import type { BilingualText } from '../../shared/roads/pack.ts';
import type { OsmExtract } from './read-extract.ts';
import { nameOfTags } from './tag-names.ts';

/** One stretch of an administrative border: of the highest area it bounds (2 = country, 4 = province, 6 = county ...). */
export interface BorderFeature {
  readonly level: number;
  /** The areas it bounds at that level, ' / ' between them. */
  readonly name: BilingualText;
  readonly line: readonly LonLat[];
}

const LOWEST_LEVEL = 12;

/** Every way of a border once, in file order; stretches the extract cuts are drawn as far as they go. */
export function findBorders(extract: Pick<OsmExtract, 'nodes' | 'borders' | 'borderWays'>): BorderFeature[] {
  const areasOf = new Map<number, { readonly level: number; readonly name: BilingualText | undefined }[]>();
  for (const { tags, members } of extract.borders) {
    const area = { level: levelOf(tags['admin_level']), name: nameOfTags(tags) };
    for (const { type, ref } of members) {
      if (type !== 'way') continue;
      const known = areasOf.get(ref);
      if (known === undefined) areasOf.set(ref, [area]);
      else known.push(area);
    }
  }
  return extract.borderWays.flatMap((way): BorderFeature[] => {
    const line = way.refs.flatMap((ref): LonLat[] => {
      const node = extract.nodes.get(ref);
      return node === undefined ? [] : [[node.lon, node.lat]];
    });
    const own = { level: levelOf(way.tags['admin_level']), name: nameOfTags(way.tags) };
    const areas = [...(areasOf.get(way.id) ?? []), ...(way.tags['boundary'] === undefined ? [] : [own])];
    const level = Math.min(LOWEST_LEVEL, ...areas.map((area) => area.level));
    const names = areas.flatMap((area) => (area.level === level ? (area.name ?? []) : []));
    const joined = (of: 'zh' | 'en'): string => [...new Set(names.map((name) => name[of]))].join(' / ');
    return line.length < 2 ? [] : [{ level, name: { zh: joined('zh'), en: joined('en') }, line }];
  });
}

function levelOf(tag: string | undefined): number {
  const level = Number(tag);
  return Number.isInteger(level) && level > 0 ? level : LOWEST_LEVEL;
}

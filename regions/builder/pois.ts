import type { BilingualText, Poi, PoiKind } from '../../shared/roads/pack.ts';
import { nameOfTags } from './tag-names.ts';
import type { OsmExtract, OsmTags } from './read-extract.ts';
import { roundDeg } from './round.ts';

const KIND_NAMES: Readonly<Record<PoiKind, BilingualText>> = {
  police: { zh: '公安机关', en: 'police' },
  bank: { zh: '银行', en: 'bank' },
  'gold-shop': { zh: '金店', en: 'gold shop' },
  'toll-booth': { zh: '收费站', en: 'toll booth' },
  fuel: { zh: '加油站', en: 'filling station' },
  hospital: { zh: '医院', en: 'hospital' },
};

const GOLD_SHOPS = new Set(['jewelry', 'jewellery', 'gold', 'gold_buyer']);

/** What the tags make of a place, when it is one this work asks for. */
export function poiKindOf(tags: OsmTags): PoiKind | undefined {
  if (tags['barrier'] === 'toll_booth') return 'toll-booth';
  if (GOLD_SHOPS.has(tags['shop'] ?? '')) return 'gold-shop';
  const amenity = tags['amenity'];
  return amenity === 'police' || amenity === 'bank' || amenity === 'fuel' || amenity === 'hospital'
    ? amenity
    : undefined;
}

/** Police, banks, gold shops, toll booths, filling stations and hospitals, mapped as points or as buildings; in file order. */
export function findPois(extract: Pick<OsmExtract, 'nodes' | 'areas'>): Poi[] {
  const points = [...extract.nodes.values()].flatMap((node) =>
    poi(`node/${node.id}`, node.tags, node.lon, node.lat),
  );
  const grounds = extract.areas.flatMap((way) => {
    const corners = [...new Set(way.refs)].flatMap((ref) => extract.nodes.get(ref) ?? []);
    if (corners.length === 0) return [];
    const mean = (of: 'lon' | 'lat'): number => corners.reduce((sum, n) => sum + n[of], 0) / corners.length;
    return poi(`way/${way.id}`, way.tags, mean('lon'), mean('lat'));
  });
  return [...points, ...grounds];
}

function poi(id: string, tags: OsmTags, lon: number, lat: number): Poi[] {
  const kind = poiKindOf(tags);
  if (kind === undefined) return [];
  const name = nameOfTags(tags);
  const { zh, en } = name ?? KIND_NAMES[kind];
  return [{ id, kind, name: { zh, en }, named: name !== undefined, lon: roundDeg(lon), lat: roundDeg(lat) }];
}

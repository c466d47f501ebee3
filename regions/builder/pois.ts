import { equirectM } from '../../shared/geo/distance.ts';
import { POI_KINDS, type Poi, type PoiKind } from '../../shared/roads/pack.ts';
import { middleOf } from './area-middle.ts';
import { hasCashMachine, poiKindOf, poiNameOf, tellsOf } from './poi-kinds.ts';
import type { OsmExtract, OsmTags } from './read-extract.ts';
import { roundDeg } from './round.ts';

/** Kinds that maps draw as several objects: the hotel's door and its house, each line of a station, each lawn of a park. */
const DRAWN_TWICE: ReadonlySet<PoiKind> = new Set(['hotel', 'tea-house', 'park', 'station']);
/** Of these, two of one name this near to each other are one place, metres. */
const ONE_PLACE_M = 300;
/** A park without a name and smaller than this is a lawn, square metres. */
const LAWN_SQUARE_M = 2000;

/** Every place this work asks for, mapped as a point, a way or a multipolygon; in file order. */
export function findPois(extract: Pick<OsmExtract, 'nodes' | 'areas'>): Poi[] {
  const points = [...extract.nodes.values()].flatMap((node) =>
    poi(`node/${node.id}`, node.tags, node.lon, node.lat),
  );
  const grounds = extract.areas.flatMap((area) => {
    const middle = middleOf(area, extract.nodes);
    if (middle === undefined) return [];
    return poi(`${area.type}/${area.id}`, area.tags, middle.lon, middle.lat).filter(
      ({ kind, named }) => kind !== 'park' || named || middle.squareM >= LAWN_SQUARE_M,
    );
  });
  return withoutTwins([...points, ...grounds]);
}

/** How many of each kind there are, none (0) included; without the kinds that the extract could not tell of. */
export function countPois(
  pois: readonly Poi[],
  { poiKeys }: Pick<OsmExtract, 'poiKeys'>,
): Readonly<Partial<Record<PoiKind, number>>> {
  const counts: Partial<Record<PoiKind, number>> = {};
  for (const kind of POI_KINDS) {
    const found = pois.filter((one) => one.kind === kind).length;
    if (found > 0 || tellsOf(kind, poiKeys)) counts[kind] = found;
  }
  return counts;
}

/** The counts in words for the build's log, and what the extract could not tell of. */
export function describePoiKinds(counts: Readonly<Partial<Record<PoiKind, number>>>): string {
  const counted = Object.entries(counts).map(([kind, n]) => `${kind} ${n}`);
  const untold = POI_KINDS.filter((kind) => counts[kind] === undefined);
  return [
    ...(counted.length > 0 ? [`points of interest: ${counted.join(', ')}`] : []),
    ...(untold.length > 0 ? [`no tags in the extract that could tell of: ${untold.join(', ')}`] : []),
  ].join('; ');
}

function poi(id: string, tags: OsmTags, lon: number, lat: number): Poi[] {
  const kind = poiKindOf(tags);
  if (kind === undefined) return [];
  return [
    {
      id,
      kind,
      ...poiNameOf(kind, tags),
      lon: roundDeg(lon),
      lat: roundDeg(lat),
      ...(hasCashMachine(tags) ? { atm: true as const } : {}),
    },
  ];
}

/** The first of every place that is drawn more than once. */
function withoutTwins(pois: readonly Poi[]): Poi[] {
  const byName = new Map<string, Poi[]>();
  return pois.filter((one) => {
    if (!one.named || !DRAWN_TWICE.has(one.kind)) return true;
    const key = `${one.kind} ${one.name.zh}`;
    const kept = byName.get(key) ?? [];
    if (kept.some(({ lon, lat }) => equirectM(lon, lat, one.lon, one.lat) <= ONE_PLACE_M)) return false;
    byName.set(key, [...kept, one]);
    return true;
  });
}

import type { NamedPlace } from '../../shared/roads/pack.ts';
import type { OsmNode } from './read-extract.ts';
import { roundDeg } from './round.ts';
import { nameOfTags } from './tag-names.ts';

const RANKS: Readonly<Record<string, number>> = { city: 1, town: 2, suburb: 3, village: 4 };
const MOST = 80;

/** Towns and villages as mapped, larger ones first; for regions whose region.json names none. */
export function taggedPlaces(nodes: readonly OsmNode[]): NamedPlace[] {
  return nodes
    .flatMap((node): NamedPlace[] => {
      const rank = RANKS[node.tags['place'] ?? ''];
      const name = nameOfTags(node.tags);
      if (rank === undefined || name === undefined) return [];
      const { zh, en } = name;
      return [
        { id: `node-${node.id}`, name: { zh, en }, lon: roundDeg(node.lon), lat: roundDeg(node.lat), rank },
      ];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST);
}

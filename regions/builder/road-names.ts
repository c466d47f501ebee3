import { equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { RoadName, RoadNames } from '../../shared/roads/pack.ts';
import type { RoadPiece } from './road-network.ts';
import { roundDeg } from './round.ts';
import { roadNameOfTags } from './tag-names.ts';

/** Two stretches of one name farther apart than this are two roads to anybody who looks for one. */
const APART_M = 4000;
/** A ring road is not looked for in more places than this. */
const MOST_STRETCHES = 6;

/** Names of all segments, each different name once, in the order they turn up; undefined when no road has one. */
export function collectRoadNames(pieces: readonly RoadPiece[]): RoadNames | undefined {
  const names: (RoadName & { readonly at: LonLat[] })[] = [];
  const indexOf = new Map<string, number>();
  const runs: [number, number][] = [];
  for (const { way, nodes } of pieces) {
    const name = roadNameOfTags(way.tags);
    const key = JSON.stringify(name);
    let index = name === undefined ? -1 : indexOf.get(key);
    if (index === undefined && name !== undefined) {
      index = names.push({ ...name, at: [] }) - 1;
      indexOf.set(key, index);
    }
    const middle = nodes[Math.floor(nodes.length / 2)];
    if (middle !== undefined) addStretch(names[index ?? -1]?.at, [middle.lon, middle.lat]);
    const last = runs.at(-1);
    if (last !== undefined && last[1] === index) last[0]++;
    else runs.push([1, index ?? -1]);
  }
  return names.length === 0 ? undefined : { formatVersion: 1, names, runs };
}

function addStretch(at: LonLat[] | undefined, [lon, lat]: LonLat): void {
  if (at === undefined || at.length >= MOST_STRETCHES) return;
  if (at.some(([x, y]) => equirectM(x, y, lon, lat) < APART_M)) return;
  at.push([roundDeg(lon, 5), roundDeg(lat, 5)]);
}

import type { RoadName, RoadNames } from '../../shared/roads/pack.ts';
import type { RoadPiece } from './road-network.ts';
import { roadNameOfTags } from './tag-names.ts';

/** Names of all segments, each different name once, in the order they turn up; undefined when no road has one. */
export function collectRoadNames(pieces: readonly RoadPiece[]): RoadNames | undefined {
  const names: RoadName[] = [];
  const indexOf = new Map<string, number>();
  const runs: [number, number][] = [];
  for (const { way } of pieces) {
    const name = roadNameOfTags(way.tags);
    const key = JSON.stringify(name);
    let index = name === undefined ? -1 : indexOf.get(key);
    if (index === undefined && name !== undefined) {
      index = names.push(name) - 1;
      indexOf.set(key, index);
    }
    const last = runs.at(-1);
    if (last !== undefined && last[1] === index) last[0]++;
    else runs.push([1, index ?? -1]);
  }
  return names.length === 0 ? undefined : { formatVersion: 1, names, runs };
}

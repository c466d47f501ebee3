import type { WindPost, WindTown } from '../../domain/wind-tunnel.ts';
import { bearingDeg, equirectM } from '../../geo/distance.ts';
import type { DrillPlace } from '../../roads/pack.ts';
import type { RoadGraph } from '../../roads/road-graph.ts';
import type { PostOf } from './shift-rules.ts';
import { createShiftWorld } from './shift-town.ts';
import type { ShiftPost, ShiftWorld } from './shift-world.ts';

/** A region to play nights on, and how its posts are called. */
export interface TownOfNights {
  readonly world: ShiftWorld;
  readonly town: Extract<WindTown, { kind: 'town' }>;
  readonly postOf: PostOf;
}

const TOWN_SEED = 7;

/** Draws the town of a region pack. Throws RangeError when no road leads to any of the stations. */
export function townOfNights(graph: RoadGraph, stations: readonly DrillPlace[]): TownOfNights {
  const world = createShiftWorld(graph, stations, TOWN_SEED);
  const bases = world.bases.map((base, i): WindPost => {
    const station = stations.find(({ lon, lat }) => lon === base.lon && lat === base.lat);
    return { postId: `base-${i}`, name: station?.name, lon: base.lon, lat: base.lat };
  });
  const kerbs = world.posts
    .slice(bases.length)
    .map(({ lon, lat }, i): WindPost => ({ postId: `kerb-${i}`, near: nearest(bases, lon, lat), lon, lat }));
  const posts = [...bases, ...kerbs];
  const byId = new Map(
    posts.map(({ postId }, i): [string, ShiftPost | undefined] => [postId, world.posts[i]]),
  );
  return {
    world,
    town: { kind: 'town', posts, sites: world.sites.length },
    postOf: (postId) => byId.get(postId),
  };
}

function nearest(bases: readonly WindPost[], lon: number, lat: number): WindPost['near'] {
  const [first] = bases
    .map((base) => ({ base, metres: equirectM(base.lon, base.lat, lon, lat) }))
    .toSorted((a, b) => a.metres - b.metres);
  if (first === undefined) return undefined;
  const { base, metres } = first;
  return {
    postId: base.postId,
    metres: Math.round(metres),
    bearingDeg: Math.round(bearingDeg(base.lon, base.lat, lon, lat)),
  };
}

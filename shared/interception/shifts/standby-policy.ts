import { fairTable, shareOutPosts, standbyPosts, type StandbyTable } from '../standby.ts';
import { busyShare, chanceFrom, type PastNights } from './past-nights.ts';
import type { WaitPolicy } from './run-shift.ts';

/** Everybody free waits where earlier nights say it does most good. */
export function standby(past: PastNights): WaitPolicy {
  const { world, weight } = past;
  const chance = Float64Array.from(world.posts.flatMap(({ node }) => chanceFrom(past, node)));
  const areaOf = world.sites.map(({ group }) => group);
  const tables = new Map<number, StandbyTable>();
  const known = new Map<string, readonly number[]>();
  const tableFor = (cars: number): StandbyTable => {
    const plain = { posts: world.posts.length, weight, chance, busy: busyShare(past, cars) };
    const ownPosts = Array.from({ length: cars }, (_, i) => i % world.bases.length);
    const table = tables.get(cars) ?? fairTable(plain, areaOf, ownPosts);
    tables.set(cars, table);
    return table;
  };
  const postsFor = (free: number, cars: number): readonly number[] => {
    const key = `${free} of ${cars}`;
    const posts = known.get(key) ?? standbyPosts(tableFor(cars), free);
    known.set(key, posts);
    return posts;
  };
  return ({ free, shift }) => {
    const posts = postsFor(free.length, shift.units.length);
    const shared = shareOutPosts(
      free.length,
      posts,
      (unit, post) => world.posts[post]?.secondsFrom[free[unit]?.node ?? -1] ?? Infinity,
    );
    return new Map(
      free.flatMap(({ unit }, i) => {
        const post = world.posts[posts[shared[i] ?? -1] ?? -1];
        return post === undefined ? [] : [[unit.unitId, post] as const];
      }),
    );
  };
}

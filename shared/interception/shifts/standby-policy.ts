import { busyShare } from '../habits.ts';
import { LEAST_GAIN } from '../standby-advice.ts';
import { fairTable, standbyMoves, standbyPosts, type StandbyTable } from '../standby.ts';
import { chanceFrom, type PastNights } from './past-nights.ts';
import type { WaitPolicy } from './run-shift.ts';

/** Everybody free waits where earlier nights say it does most good (see `standbyMoves`), the others at their own posts. */
export function standby(past: PastNights): WaitPolicy {
  const { world, weight } = past;
  const rowOf = new Map(world.posts.map((post) => [post, chanceFrom(past, post.node)] as const));
  const chance = Float64Array.from(world.posts.flatMap((post) => rowOf.get(post) ?? []));
  const areaOf = world.sites.map(({ group }) => group);
  const tables = new Map<number, StandbyTable>();
  const tableFor = (cars: number): StandbyTable =>
    kept(tables, cars, () => {
      const plain = { posts: world.posts.length, weight, chance, busy: busyShare(past, cars) };
      const own = Array.from({ length: cars }, (_, i) => i % world.bases.length).flatMap((post) => {
        const base = world.bases[post];
        return base === undefined ? [] : (rowOf.get(base) ?? []);
      });
      return fairTable(plain, areaOf, Float64Array.from(own), cars);
    });
  const posts = new Map<string, readonly number[]>();
  const postsFor = (cars: number, free: number): readonly number[] =>
    kept(posts, `${cars}:${free}`, () => standbyPosts(tableFor(cars), free));
  return ({ free, shift }) => {
    const moves = standbyMoves({
      table: tableFor(shift.units.length),
      posts: postsFor(shift.units.length, free.length),
      units: free.length,
      own: Float64Array.from(free.flatMap(({ unit }) => rowOf.get(unit.base) ?? [])),
      secondsTo: (unit, post) => world.posts[post]?.secondsFrom[free[unit]?.node ?? -1] ?? Infinity,
      least: LEAST_GAIN,
    });
    return new Map(
      moves.flatMap(({ unit, post }) => {
        const [car, to] = [free[unit], world.posts[post]];
        return car === undefined || to === undefined ? [] : [[car.unit.unitId, to] as const];
      }),
    );
  };
}

function kept<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

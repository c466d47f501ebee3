import { cheapestAssignment } from './plan/kernels/assignment.ts';

/** Where alerts came up before, and how likely somebody waiting at a post would have made it. */
export interface StandbyTable {
  readonly posts: number;
  /** Share of all alerts at each place. */
  readonly weight: Float64Array;
  /** Chance to be in time, post by post. */
  readonly chance: Float64Array;
  /** Chance that a unit is on a job when it is needed. */
  readonly busy: number;
}

/**
 * Where `free` units should wait so that most of what usually happens is met in time: posts one by one, each the one that
 * adds most, counting that whoever waits nearer may be busy (maximum expected covering, Daskin 1983, by greed, which is
 * within 1 - 1/e of the best).
 */
export function standbyPosts({ posts, weight, chance, busy }: StandbyTable, free: number): readonly number[] {
  const places = weight.length;
  const unmet = Float64Array.from(weight);
  const chosen: number[] = [];
  while (chosen.length < Math.min(free, posts)) {
    let best = -1;
    let bestGain = -1;
    for (let post = 0; post < posts; post++) {
      if (chosen.includes(post)) continue;
      let gain = 0;
      for (let i = 0; i < places; i++) gain += (unmet[i] ?? 0) * (chance[post * places + i] ?? 0);
      if (gain > bestGain) [best, bestGain] = [post, gain];
    }
    chosen.push(best);
    for (let i = 0; i < places; i++)
      unmet[i] = (unmet[i] ?? 0) * (1 - (1 - busy) * (chance[best * places + i] ?? 0));
  }
  return chosen;
}

/**
 * The table with the places of an area weighed up until it is met in time at least as often as with everybody at
 * `ownPosts`: what most alerts gain, no area shall pay for. Gives up, with the heaviest weights tried, after 40 rounds.
 */
export function fairTable(
  table: StandbyTable,
  areaOf: readonly string[],
  ownPosts: readonly number[],
): StandbyTable {
  const before = metByArea(table, areaOf, ownPosts);
  const factor = new Map<string, number>();
  for (let round = 0; ; round++) {
    const weight = table.weight.map((w, i) => w * (factor.get(areaOf[i] ?? '') ?? 1));
    const weighed = { ...table, weight };
    const after = metByArea(table, areaOf, standbyPosts(weighed, ownPosts.length));
    const short = [...before].filter(([area, met]) => (after.get(area) ?? 0) < met);
    if (short.length === 0 || round === 40) return weighed;
    for (const [area] of short) factor.set(area, (factor.get(area) ?? 1) * 1.1);
  }
}

function metByArea(
  { weight, chance, busy }: StandbyTable,
  areaOf: readonly string[],
  posts: readonly number[],
): Map<string, number> {
  const met = new Map<string, number>();
  for (const [i, area] of areaOf.entries()) {
    const unmet = posts.reduce(
      (left, post) => left * (1 - (1 - busy) * (chance[post * weight.length + i] ?? 0)),
      1,
    );
    met.set(area, (met.get(area) ?? 0) + (weight[i] ?? 0) * (1 - unmet));
  }
  return met;
}

/** Each unit to one of the posts with the least driving in all. Answers an index into `posts` for each unit, -1 = none. */
export function shareOutPosts(
  units: number,
  posts: readonly number[],
  secondsTo: (unit: number, post: number) => number,
): Int32Array {
  const cost = Float64Array.from({ length: units * posts.length }, (_, k) =>
    secondsTo(Math.floor(k / posts.length), posts[k % posts.length] ?? 0),
  );
  return cheapestAssignment(units, posts.length, cost, NO_POST_S);
}

/** More than any drives together. */
const NO_POST_S = 1e9;

/**
 * What each of the free units adds to what all of them together would meet in time: the share of alerts that is lost to a
 * district while this one is away. `chance` is unit by place here.
 */
export function coverOfEach(
  { weight, chance, busy }: Omit<StandbyTable, 'posts'>,
  units: number,
): Float64Array {
  const places = weight.length;
  const adds = new Float64Array(units);
  for (let i = 0; i < places; i++) {
    let unmet = weight[i] ?? 0;
    for (let u = 0; u < units; u++) unmet *= 1 - (1 - busy) * (chance[u * places + i] ?? 0);
    for (let u = 0; u < units; u++) {
      const own = (1 - busy) * (chance[u * places + i] ?? 0);
      adds[u] = (adds[u] ?? 0) + (own / (1 - own)) * unmet;
    }
  }
  return adds;
}

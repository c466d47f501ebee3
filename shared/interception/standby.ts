import { Cover } from './cover.ts';
import { cheapestAssignment } from './plan/kernels/assignment.ts';

/** Where alerts came up before, and how likely somebody waiting at a post would have made it. */
export interface StandbyTable {
  readonly posts: number;
  /** Share of all alerts at each place. */
  readonly weight: Float64Array;
  /** Chance to be in time, post by place. */
  readonly chance: Float64Array;
  /** Chance that a unit is on a job when it is needed. */
  readonly busy: number;
}

/**
 * Where `free` units should wait so that most of what usually happens is met in time, counting that whoever waits nearer may be
 * busy (maximum expected covering, Daskin 1983): posts one by one, each the one that adds most, then exchanged one for one
 * while that adds something (Teitz and Bart 1968): the best five are not the best four and one more. Stops early when no post
 * adds anything.
 */
export function standbyPosts(table: StandbyTable, free: number): readonly number[] {
  const chosen = greedyPosts(table, free);
  for (let round = 0; round < EXCHANGE_ROUNDS; round++) if (!exchangePosts(table, chosen)) break;
  return chosen;
}

function greedyPosts({ posts, weight, chance, busy }: StandbyTable, free: number): number[] {
  const cover = new Cover(weight, busy);
  const chosen: number[] = [];
  while (chosen.length < Math.min(free, posts)) {
    const best = bestPost(cover, -2, chance, posts, chosen);
    if (best === undefined) break;
    cover.add(chosen.length, chance, best);
    chosen.push(best);
  }
  return chosen;
}

/** Exchanges each of the chosen, in their order, for the post that does more in its place; true = some were. */
function exchangePosts({ posts, weight, chance, busy }: StandbyTable, chosen: number[]): boolean {
  let isChanged = false;
  for (const unit of chosen.keys()) {
    const cover = new Cover(weight, busy);
    for (const [other, post] of chosen.entries()) cover.add(other, chance, post);
    const best = bestPost(cover, unit, chance, posts, chosen);
    if (best === undefined) continue;
    chosen[unit] = best;
    isChanged = true;
  }
  return isChanged;
}

/** The post not chosen yet that adds most, with one unit (-2 = nobody) away; undefined = none adds anything. */
function bestPost(
  cover: Cover,
  without: number,
  chance: Float64Array,
  posts: number,
  chosen: readonly number[],
): number | undefined {
  let best: number | undefined;
  let bestGain = NOTHING;
  for (let post = 0; post < posts; post++) {
    if (chosen.includes(post)) continue;
    const gain = cover.change(without, chance, post);
    if (gain > bestGain) [best, bestGain] = [post, gain];
  }
  return best;
}

/** Rounds of exchanges: mostly two are enough, and a worker may not be kept for ever. */
const EXCHANGE_ROUNDS = 8;

/** Less than one alert in a hundred thousand. */
const NOTHING = 1e-5;

/**
 * The table with the places of an area weighed up until it is met in time at least as often as by units that stay where they
 * are (`own`, unit by place): what most alerts gain, no area shall pay for. Gives up, with the heaviest weights tried, after
 * 40 rounds.
 */
export function fairTable(
  table: StandbyTable,
  areaOf: readonly string[],
  own: Float64Array,
  units: number,
): StandbyTable {
  const everybody = Array.from({ length: units }, (_, i) => i);
  const before = metByArea(table, areaOf, own, everybody);
  const factor = new Map<string, number>();
  for (let round = 0; ; round++) {
    const weight = table.weight.map((w, i) => w * (factor.get(areaOf[i] ?? '') ?? 1));
    const weighed = { ...table, weight };
    const after = metByArea(table, areaOf, table.chance, standbyPosts(weighed, units));
    const short = [...before].filter(([area, met]) => (after.get(area) ?? 0) < met);
    if (short.length === 0 || round === 40) return weighed;
    for (const [area] of short) factor.set(area, (factor.get(area) ?? 1) * 1.1);
  }
}

/** Share of all alerts that is in an area and met in time, by units that wait at these rows of `chance`. */
export function metByArea(
  { weight, busy }: Pick<StandbyTable, 'weight' | 'busy'>,
  areaOf: readonly string[],
  chance: Float64Array,
  rows: readonly number[],
): Map<string, number> {
  const cover = new Cover(weight, busy);
  for (const [unit, row] of rows.entries()) cover.add(unit, chance, row);
  const met = new Map<string, number>();
  for (const [i, area] of areaOf.entries())
    met.set(area, (met.get(area) ?? 0) + (weight[i] ?? 0) * cover.met(i));
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

/** One moment with everybody who could be told to wait elsewhere. */
export interface StandbyQuestion {
  /** As `fairTable` weighed it. */
  readonly table: StandbyTable;
  /** Its posts for that many units (see `standbyPosts`). */
  readonly posts: readonly number[];
  readonly units: number;
  /** Chance to be in time, unit by place, of those who are told nothing. */
  readonly own: Float64Array;
  secondsTo(unit: number, post: number): number;
  /** A move that adds less than this share of all alerts is not worth a drive. */
  readonly least: number;
}

/** A unit to a post, and the share of the (weighed) alerts that is met in time more for it. */
export interface UnitMove {
  readonly unit: number;
  readonly post: number;
  readonly gain: number;
}

/**
 * Who should go and wait where, best first: posts by `standbyPosts`, units by `shareOutPosts`, then one move after the other
 * as long as each still adds `least` to what is met by those who stay and those who have gone before it.
 */
export function standbyMoves(question: StandbyQuestion): UnitMove[] {
  const { table, units, own, secondsTo, least } = question;
  const { weight, chance, busy } = table;
  const posts = question.posts.slice(0, units);
  const shared = shareOutPosts(units, posts, secondsTo);
  const open = [...shared].flatMap((nth, unit) => {
    const post = posts[nth];
    return post === undefined ? [] : [{ unit, post }];
  });
  const moves: UnitMove[] = [];
  for (;;) {
    const cover = new Cover(weight, busy);
    for (let unit = 0; unit < units; unit++) {
      const move = moves.find((one) => one.unit === unit);
      cover.add(unit, move === undefined ? own : chance, move?.post ?? unit);
    }
    let best: UnitMove | undefined;
    for (const { unit, post } of open) {
      const gain = cover.change(unit, chance, post);
      if (gain >= least && gain > (best?.gain ?? -Infinity)) best = { unit, post, gain };
    }
    if (best === undefined) return moves;
    moves.push(best);
    open.splice(
      open.findIndex(({ unit }) => unit === best.unit),
      1,
    );
  }
}

/**
 * What each of the free units adds to what all of them together would meet in time: the share of alerts that is lost to a
 * district while this one is away. `chance` is unit by place here.
 */
export function coverOfEach(
  { weight, chance, busy }: Omit<StandbyTable, 'posts'>,
  units: number,
): Float64Array {
  const cover = new Cover(weight, busy);
  for (let unit = 0; unit < units; unit++) cover.add(unit, chance, unit);
  return Float64Array.from({ length: units }, (_, unit) => -cover.change(unit));
}

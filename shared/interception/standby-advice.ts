import type { PastAlert, PlannerUnit } from '../contract/planner.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import type { StandbyMove, StandbyPlan, StandbyPost } from '../domain/desk-advice.ts';
import type { Candidate } from './candidates.ts';
import { Cover } from './cover.ts';
import { busyShare, chanceAfterDrive, type Habits } from './habits.ts';
import type { RaceContext } from './race.ts';
import type { PlaceReach, Reach, Stand } from './reach.ts';
import {
  type Demand,
  demandOf,
  type District,
  districtOf,
  districtsOf,
  postsOf,
  type StandbyPack,
} from './standby-ground.ts';
import {
  coverOfEach,
  fairTable,
  metByArea,
  standbyMoves,
  standbyPosts,
  type StandbyTable,
  type UnitMove,
} from './standby.ts';
import type { RunMode } from '../domain/vocabulary.ts';

/** A drive that adds less than this share of all alerts is not worth it; the shifts of the wind tunnel keep to the same. */
export const LEAST_GAIN = 0.001;
/** Moves are shown when all together gain this share, and until they gain less than that. */
const SHOWN_FROM = 0.005;
const SHOWN_UNTIL = 0.003;
/** No district may lose more than this share of its own alerts by a move, nor by all that are shown. */
const MOST_LOSS = 0.005;
/** A desk orders that many and looks again. */
const MOST_MOVES = 3;
/** Nobody is sent that far to wait, seconds. */
const FARTHEST_S = 1500;
/** Without blue lights. */
const MOVE_SLOWNESS = 1.3;
/** A move that is on the screen stays there against one that saves this little driving, seconds. */
const SHOWN_LEAD_S = 120;
/** Road searches a call may cost: a worker that prepares must not keep an order waiting. */
const SEARCHES_A_CALL = 6;
/** Search fields that are kept, as junctions: they are what costs memory. */
const KEPT_NODES = 4_000_000;

interface Site<P> {
  readonly lon: number;
  readonly lat: number;
  readonly weight: number;
  readonly district: District | undefined;
  readonly reach: PlaceReach<P>;
}

interface Post<P> {
  readonly post: StandbyPost;
  readonly reach: PlaceReach<P>;
  readonly stand: Stand<P>;
}

/** The roads as they are: with some of them closed, and what tells them from the roads of another moment. */
export interface StandbyRoads<P> {
  readonly reach: Reach<P>;
  readonly key: string;
}

/** Places, posts and districts with their road searches, for one thread. Answers nothing before it is prepared. */
export class StandbyGround<P> {
  readonly #pack: StandbyPack;
  readonly #most: number;
  readonly #fields = new Map<string, PlaceReach<P> | undefined>();
  #sites: readonly Site<P>[] = [];
  #posts: readonly Post<P>[] = [];
  #basis: Demand['basis'] = { kind: 'assumed', n: 0 };
  #shown: ReadonlyMap<string, string> = new Map();
  #away: ReadonlyMap<string, number> = new Map();

  constructor(pack: StandbyPack, nodeCount: number) {
    this.#pack = pack;
    this.#most = Math.max(10, Math.min(40, Math.floor(KEPT_NODES / 2 / Math.max(1, nodeCount))));
  }

  /** Brings places and posts up to what the log, the roster and the closed roads say; true = ready to advise. */
  prepare(
    past: readonly PastAlert[],
    mode: RunMode,
    units: readonly PlannerUnit[],
    { reach: roads, key: roadsKey }: StandbyRoads<P>,
  ): boolean {
    const keyOf = ({ lon, lat }: { readonly lon: number; readonly lat: number }): string =>
      `${roadsKey}|${lon},${lat}`;
    const districts = districtsOf(units);
    const demand = demandOf(past, this.#pack, mode, districts, this.#most);
    const middle = [
      mean(demand.places.map(({ lon }) => lon)),
      mean(demand.places.map(({ lat }) => lat)),
    ] as const;
    const posts = postsOf(this.#pack, mode, districts, middle, this.#most);
    const wanted = [...demand.places, ...posts];
    const missing = wanted.filter((place) => !this.#fields.has(keyOf(place)));
    for (const place of missing.slice(0, SEARCHES_A_CALL))
      this.#fields.set(keyOf(place), roads.place(pinned(place), false));
    if (missing.length > SEARCHES_A_CALL) return false;
    const keys = new Set(wanted.map(keyOf));
    for (const key of this.#fields.keys()) if (!keys.has(key)) this.#fields.delete(key);
    this.#basis = demand.basis;
    this.#sites = demand.places.flatMap((place) => {
      const reach = this.#fields.get(keyOf(place));
      return reach === undefined ? [] : [{ ...place, reach, district: districtOf(districts, place) }];
    });
    this.#posts = posts.flatMap((post, i) => {
      const reach = this.#fields.get(keyOf(post));
      // slots below nothing are nobody's
      const stand = roads.stand(-1 - i, { ...pinned(post), atMs: 0 }, false);
      return reach === undefined || stand === undefined ? [] : [{ post, reach, stand }];
    });
    return this.#sites.length > 0 && this.#posts.length > 0;
  }

  /** What is lost, in people, while a free unit is on a job, as when `advise` was last asked. */
  awayCost({ unit }: Candidate<P>): number {
    return this.#away.get(unit.unitId) ?? 0;
  }

  /** Where free cars had better wait; `wanted` = units that are proposed for something else just now. */
  advise(
    units: readonly PlannerUnit[],
    context: RaceContext<P>,
    habits: Habits,
    wanted: ReadonlySet<string>,
  ): StandbyPlan {
    const all = waitingCars(context);
    const isMovable = ({ unit }: Candidate<P>): boolean =>
      unit.post === undefined && !wanted.has(unit.unitId);
    // those who stay put come first, so that rows of the movable ones are the last
    const cars = [...all.filter((car) => !isMovable(car)), ...all.filter(isMovable)];
    const fixed = cars.length - all.filter(isMovable).length;
    const own = this.#ownRows(cars, habits);
    const plain = this.#table(habits, units.length);
    const adds = coverOfEach({ ...plain, chance: own }, cars.length);
    this.#away = new Map(
      cars.map(({ unit }, i) => [unit.unitId, (adds[i] ?? 0) * habits.realRate * habits.serveS]),
    );
    const areaOf = this.#sites.map(({ district }) => district?.name.zh ?? '');
    const table = fairTable(plain, areaOf, own, cars.length);
    const posts = standbyPosts(table, cars.length);
    const found = standbyMoves({
      table,
      posts,
      units: cars.length,
      own,
      least: LEAST_GAIN,
      secondsTo: (i, nth) => this.#secondsTo(cars[i], nth, i < fixed),
    }).filter(({ unit }) => unit >= fixed);
    const moves = this.#inWords(found, cars, own, areaOf, plain);
    const isShown = sumOf(moves.map(({ gain }) => gain)) >= (this.#shown.size > 0 ? SHOWN_UNTIL : SHOWN_FROM);
    const shown = isShown ? moves : [];
    this.#shown = new Map(shown.map(({ unitId, post }) => [unitId, post.id]));
    return { atMs: context.nowMs, moves: shown, basis: this.#basis };
  }

  #secondsTo(car: Candidate<P> | undefined, nth: number, isFixed: boolean): number {
    const post = this.#posts[nth];
    if (car === undefined || post === undefined) return Infinity;
    if (isFixed) return car.unit.post?.source === post.post.id ? 0 : Infinity;
    const seconds = post.reach.expectedS(car.stand);
    if (seconds * MOVE_SLOWNESS > FARTHEST_S) return Infinity;
    return this.#shown.get(car.unit.unitId) === post.post.id ? Math.max(0, seconds - SHOWN_LEAD_S) : seconds;
  }

  /** The moves worth showing, each with what it alone would change, best first; no district pays for them. */
  #inWords(
    found: readonly UnitMove[],
    cars: readonly Candidate<P>[],
    own: Float64Array,
    areaOf: readonly string[],
    plain: StandbyTable,
  ): StandbyMove[] {
    const places = this.#sites.length;
    const share = new Map<string, number>();
    for (const [i, area] of areaOf.entries())
      share.set(area, (share.get(area) ?? 0) + (plain.weight[i] ?? 0));
    const cover = new Cover(plain.weight, plain.busy);
    for (const unit of cars.keys()) cover.add(unit, own, unit);
    const metBy = (met: (place: number) => number): Map<string, number> => {
      const byArea = new Map<string, number>();
      for (const [i, area] of areaOf.entries())
        byArea.set(area, (byArea.get(area) ?? 0) + (plain.weight[i] ?? 0) * met(i));
      return byArea;
    };
    const before = metBy((i) => cover.met(i));
    const of = (met: ReadonlyMap<string, number>, area: string): number =>
      (met.get(area) ?? 0) / Math.max(1e-9, share.get(area) ?? 0);
    const losesNobody = (after: ReadonlyMap<string, number>): boolean =>
      [...after.keys()].every((area) => of(after, area) >= of(before, area) - MOST_LOSS);
    const alone = found.flatMap(({ unit, post: nth }) => {
      const [car, post] = [cars[unit], this.#posts[nth]];
      if (car === undefined || post === undefined) return [];
      const after = metBy((i) => cover.met(i, unit, plain.chance[nth * places + i] ?? 0));
      const rise = (area: string): number => of(after, area) - of(before, area);
      const area = [...after.keys()].reduce((best, one) => (rise(one) > rise(best) ? one : best));
      const move: StandbyMove = {
        unitId: car.unit.unitId,
        post: post.post,
        driveS: Math.round(post.reach.expectedS(car.stand) * MOVE_SLOWNESS),
        area: this.#sites.find(({ district }) => district?.name.zh === area)?.district?.name,
        before: of(before, area),
        after: of(after, area),
        gain: sumOf(after.values()) - sumOf(before.values()),
      };
      return losesNobody(after) && move.gain >= LEAST_GAIN ? [{ move, unit, nth }] : [];
    });
    const rows = Float64Array.from(own);
    const kept: StandbyMove[] = [];
    for (const { move, unit, nth } of alone.toSorted((a, b) => b.move.gain - a.move.gain)) {
      if (kept.length === MOST_MOVES) break;
      const at = unit * places;
      rows.set(plain.chance.subarray(nth * places, (nth + 1) * places), at);
      if (losesNobody(metByArea(plain, areaOf, rows, [...cars.keys()]))) kept.push(move);
      else rows.set(own.subarray(at, at + places), at);
    }
    return kept;
  }

  #table(habits: Habits, cars: number): StandbyTable {
    const chance = this.#posts.flatMap(({ stand }) => this.#row(stand, habits));
    const weight = Float64Array.from(this.#sites, (site) => site.weight);
    const busy = busyShare(habits, cars);
    return { posts: this.#posts.length, weight, chance: Float64Array.from(chance), busy };
  }

  /** Where each car would be when it is needed: at the post it was told, else where it is. */
  #ownRows(cars: readonly Candidate<P>[], habits: Habits): Float64Array {
    const rows = new Float64Array(cars.length * this.#sites.length);
    for (const [i, { unit, stand }] of cars.entries()) {
      const at =
        unit.post === undefined ? undefined : this.#posts.find(({ post }) => post.id === unit.post?.source);
      rows.set(this.#row(at?.stand ?? stand, habits), i * this.#sites.length);
    }
    return rows;
  }

  #row(stand: Stand<P>, habits: Habits): number[] {
    return this.#sites.map(({ reach }) => chanceAfterDrive(habits, reach.expectedS(stand)));
  }
}

/** Free cars of the kinds that wait for calls; on foot nobody is moved, a squad has its own work. */
function waitingCars<P>({ candidates }: RaceContext<P>): Candidate<P>[] {
  return candidates.candidates.filter(
    ({ unit }) => unit.hasVehicle && (unit.kind === 'patrol' || unit.kind === 'station'),
  );
}

function pinned({ lon, lat }: { readonly lon: number; readonly lat: number }): PlaceBelief {
  return { kind: 'pinned', lon, lat, radiusM: 40, atMs: 0, source: 'standby' };
}

function mean(values: readonly number[]): number {
  return sumOf(values) / Math.max(1, values.length);
}

function sumOf(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

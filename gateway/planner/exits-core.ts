import type { RaceEntry } from '../../shared/contract/planner.ts';
import type { ExitsView, MovingTarget } from '../../shared/domain/moving-target.ts';
import type { ClosedRoad } from '../../shared/domain/road-closure.ts';
import type { RaceContext } from '../../shared/interception/race.ts';
import { meetings } from '../../shared/interception/rendezvous/meetings.ts';
import { exitsBoard } from '../../shared/interception/target/exits-board.ts';
import { type Futures, possibleFutures } from '../../shared/interception/target/futures.ts';
import { gatePlacesOf } from '../../shared/interception/target/gates.ts';
import { type Ground, prepareGround } from '../../shared/interception/target/ground.ts';
import type { PaceModel } from '../../shared/interception/target/pace.ts';
import { type PastTrip, paceOfTrips } from '../../shared/interception/target/past-trips.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { decodeGateFiles, type GateFiles } from '../../shared/roads/gate-files.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import type { RunMode } from '../../shared/domain/vocabulary.ts';

/** Somebody on the move, and the ways of others from which the pace is learned. */
interface OnTheMove {
  readonly target: MovingTarget;
  readonly trips: readonly PastTrip[];
}

/**
 * Targets on the move, for the planner worker: the ground is prepared at the first question, the ways of the last target are
 * kept until it is seen again. The same question always gets the same answer: its random numbers come from the target itself.
 */
export class ExitsCore {
  readonly #graph: RoadGraph;
  readonly #files: GateFiles;
  readonly #grounds = new Map<string, Ground>();
  #pace: { readonly key: string; readonly model: PaceModel } | undefined;
  #last: { readonly key: string; readonly futures: Futures } | undefined;

  constructor(graph: RoadGraph, files: GateFiles) {
    this.#graph = graph;
    this.#files = files;
  }

  /** The exits and the meetings of one entry at the moment of the context. Throws RegionPackError for a damaged pack. */
  view<P>(
    entry: RaceEntry,
    { target, trips }: OnTheMove,
    mode: RunMode,
    closed: readonly ClosedRoad[],
    context: RaceContext<P>,
  ): ExitsView {
    const roads = closed.length === 0 ? '' : JSON.stringify(closed);
    const ground = this.#groundOf(mode, closed, roads);
    const pace = this.#paceOf(ground, trips);
    const futures = this.#futuresOf(ground, target, pace, `${mode}|${roads}`);
    return {
      board: exitsBoard(entry, ground, futures, context),
      meetings: meetings(entry, ground, futures, context),
    };
  }

  #groundOf(mode: RunMode, closed: readonly ClosedRoad[], roads: string): Ground {
    const key = `${mode}|${roads}`;
    const known = this.#grounds.get(key);
    if (known !== undefined) return known;
    const places = gatePlacesOf(decodeGateFiles(this.#files), mode);
    const ground = prepareGround(
      this.#graph,
      places,
      closed.flatMap(({ ways }) => ways),
    );
    // some 10 MB a ground: the open roads, and those closed last
    for (const other of this.#grounds.keys()) if (other !== `${mode}|`) this.#grounds.delete(other);
    this.#grounds.set(key, ground);
    return ground;
  }

  /** Learned once for the same trips: a third of a second when they are many. */
  #paceOf(ground: Ground, trips: readonly PastTrip[]): PaceModel {
    const key = JSON.stringify(trips);
    if (this.#pace?.key !== key) this.#pace = { key, model: paceOfTrips(ground, trips) };
    return this.#pace.model;
  }

  #futuresOf(ground: Ground, target: MovingTarget, pace: PaceModel, groundKey: string): Futures {
    const key = `${groundKey}|${pace.n}|${pace.factor.join()}|${JSON.stringify(target)}`;
    if (this.#last?.key === key) return this.#last.futures;
    const last = target.sightings.at(-1) ?? target.sightings[0];
    const rng = createRng(SEED).fork(`${target.id}|${last.atMs}`);
    const futures = possibleFutures(ground, target, { pace, rng });
    this.#last = { key, futures };
    return futures;
  }
}

const SEED = 20_261_122;

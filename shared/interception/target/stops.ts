import type { ItineraryStop } from '../../domain/moving-target.ts';
import { fastestTo, secondsFromTail } from '../../roads/fastest.ts';
import { twinEdge } from '../../roads/road-graph.ts';
import { snapCandidates } from '../../roads/snap.ts';
import type { Ground } from './ground.ts';
import type { Start } from './starts.ts';
import type { WalkGoal } from './walk.ts';

/** The end of a way: a directed edge and the share of it that is driven. */
export interface LastPiece {
  readonly edge: number;
  readonly share: number;
}

/** A stop of a timetable, or a stated destination, as somebody drives to it. */
export interface Stop extends WalkGoal {
  /** Free-flow seconds from every node. */
  readonly seconds: Float32Array;
  /** The last piece of road, by the junction it is entered at. */
  readonly last: ReadonlyMap<number, LastPiece>;
  /** Seconds after the last sighting by the timetable; undefined = no time is stated. */
  readonly dueS: number | undefined;
}

/**
 * A stop is a name on a timetable, not a lane: what lies this much farther than the nearest road serves it as well, and the
 * other carriageway of that road does so farther off.
 */
const SLACK_M = 8;
const CARRIAGEWAYS_M = 45;
const STOP_RADIUS_M = 500;
const STOP_ROADS = 6;
/** A stop that costs so much more than the way straight on to the next one lies behind already. */
const BEHIND_S = 150;

/** Stops that are still ahead, in order, each with its own search; what lies off the roads is left out. */
export function stopsAhead(
  ground: Ground,
  stops: readonly ItineraryStop[],
  starts: readonly Start[],
  fromMs: number,
): Stop[] {
  const named = stops
    .filter(({ atMs }) => atMs === undefined || atMs > fromMs)
    .flatMap((stop) => stopAt(ground, stop, fromMs) ?? []);
  while (named.length > 1 && isBehind(ground, starts, named)) named.shift();
  return named;
}

function stopAt(
  { net, index, workspace }: Ground,
  { lon, lat, atMs }: ItineraryStop,
  fromMs: number,
): Stop | undefined {
  const near = snapCandidates(index, net, lon, lat, STOP_ROADS, STOP_RADIUS_M);
  const nearest = near[0];
  if (nearest === undefined) return undefined;
  const { edgeClass } = net.graph;
  const points = near.filter(({ edge, distanceM }) => {
    const isSameKind = edgeClass[edge] === edgeClass[nearest.edge];
    return distanceM <= nearest.distanceM + (isSameKind ? CARRIAGEWAYS_M : SLACK_M);
  });
  const seconds = Float32Array.from(fastestTo(net, workspace, points).seconds);
  const last = new Map<number, LastPiece>();
  for (const point of points) {
    for (const edge of [point.edge, twinEdge(point.edge)]) {
      const tail = net.graph.edgeTail[edge] ?? 0;
      // a junction with a faster way to another piece of road is passed, not the end
      if (secondsFromTail(net, point, edge) > (seconds[tail] ?? 0) + 0.01) continue;
      last.set(tail, { edge, share: edge === point.edge ? point.fraction : 1 - point.fraction });
    }
  }
  const dueS = atMs === undefined ? undefined : (atMs - fromMs) / 1000;
  return { seconds, last, dueS, isReached: (node) => last.has(node) };
}

/** Whether the first of the stops has been passed: the timetable says when it is left, not where the coach is. */
function isBehind({ net }: Ground, starts: readonly Start[], [first, second]: readonly Stop[]): boolean {
  if (first === undefined || second === undefined) return false;
  const via = secondsFrom(net.graph.edgeHead, starts, first) + secondsOn(net.graph.edgeHead, first, second);
  return via > secondsFrom(net.graph.edgeHead, starts, second) + BEHIND_S;
}

function secondsFrom(heads: Uint32Array, starts: readonly Start[], { seconds }: Stop): number {
  return Math.min(...starts.map(({ point }) => seconds[heads[point.edge] ?? 0] ?? Infinity));
}

function secondsOn(heads: Uint32Array, from: Stop, { seconds }: Stop): number {
  return Math.min(...[...from.last.values()].map(({ edge }) => seconds[heads[edge] ?? 0] ?? Infinity));
}

/** The share at which a stop lies on the edge somebody is driving on already, ahead of them; undefined = elsewhere. */
export function shareAhead({ last }: Stop, on: LastPiece): number | undefined {
  for (const { edge, share } of last.values()) if (edge === on.edge && on.share <= share) return share;
  return undefined;
}

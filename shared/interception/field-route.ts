import type { SnapPoint, TimeField } from '../roads/fastest.ts';
import { directEdge, secondsFromTail, secondsToHead } from '../roads/fastest.ts';
import { segmentOfEdge, twinEdge } from '../roads/road-graph.ts';
import type { Route } from '../roads/route.ts';

/**
 * The way from `from` to the field's place, read out of an all-to-one field that is already there: no new search.
 * Undefined when there is no way. The field must have direction 'to' and one place.
 */
export function routeInField(field: TimeField, from: SnapPoint): Route | undefined {
  const { net } = field;
  const to = field.places[0];
  if (to === undefined || field.direction !== 'to') return undefined;
  const direct = directEdge(net, from, to);
  let best = direct?.seconds ?? Infinity;
  let firstEdge: number | undefined;
  for (const edge of [from.edge, twinEdge(from.edge)]) {
    const seconds =
      secondsToHead(net, from, edge) + (field.seconds[net.graph.edgeHead[edge] ?? 0] ?? Infinity);
    if (seconds < best) {
      best = seconds;
      firstEdge = edge;
    }
  }
  if (best === Infinity) return undefined;
  const edges =
    firstEdge === undefined ? [direct?.edge ?? from.edge] : edgesToPlace(field, to, from, firstEdge);
  return { from, to, edges, seconds: best, lengthM: lengthOf(field, from, to, edges) };
}

function edgesToPlace(field: TimeField, to: SnapPoint, from: SnapPoint, firstEdge: number): number[] {
  const { graph } = field.net;
  const edges = firstPartIsEmpty(from, firstEdge) ? [] : [firstEdge];
  let node = graph.edgeHead[firstEdge] ?? 0;
  for (let next = field.parentEdge[node] ?? -1; next >= 0; next = field.parentEdge[node] ?? -1) {
    edges.push(next);
    node = graph.edgeHead[next] ?? 0;
  }
  // the last junction enters the place's own road by whichever direction explains its time
  const ends = [to.edge, twinEdge(to.edge)].filter((edge) => graph.edgeTail[edge] === node);
  const last = ends.toSorted(
    (a, b) => secondsFromTail(field.net, to, a) - secondsFromTail(field.net, to, b),
  )[0];
  if (last !== undefined) edges.push(last);
  return edges.length > 0 ? edges : [firstEdge];
}

function firstPartIsEmpty(from: SnapPoint, edge: number): boolean {
  return (edge === from.edge ? 1 - from.fraction : from.fraction) <= 0;
}

function lengthOf(field: TimeField, from: SnapPoint, to: SnapPoint, edges: readonly number[]): number {
  const { edgeLengthM } = field.net.graph;
  const shareAt = (point: SnapPoint, edge: number): number =>
    point.edge === edge ? point.fraction : 1 - point.fraction;
  return edges.reduce((sum, edge, i) => {
    const startsHere = i === 0 && segmentOfEdge(from.edge) === segmentOfEdge(edge);
    const endsHere = i === edges.length - 1 && segmentOfEdge(to.edge) === segmentOfEdge(edge);
    const share = (endsHere ? shareAt(to, edge) : 1) - (startsHere ? shareAt(from, edge) : 0);
    return sum + (edgeLengthM[edge] ?? 0) * Math.max(0, share);
  }, 0);
}

import type { SnapPoint, TimeField } from '../roads/fastest.ts';
import { directEdge, secondsFromTail, secondsToHead } from '../roads/fastest.ts';
import { twinEdge } from '../roads/road-graph.ts';
import { type Route, routeAlong } from '../roads/route.ts';

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
  const edges = firstEdge === undefined ? [direct?.edge ?? from.edge] : edgesToPlace(field, to, firstEdge);
  return routeAlong(net, from, to, edges, best);
}

function edgesToPlace(field: TimeField, to: SnapPoint, firstEdge: number): number[] {
  const { graph } = field.net;
  const edges = [firstEdge];
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
  return edges;
}

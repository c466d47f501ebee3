import { TIE_S } from '../problem.ts';
import type { RouteVisits } from '../problem.ts';
import { isSubset } from './bits.ts';

/** Visits by node, the latest first: node n owns first[n] .. first[n + 1]. */
export interface NodeVisits {
  readonly routeCount: number;
  readonly first: Uint32Array;
  readonly route: Uint32Array;
  readonly seconds: Float64Array;
}

/** Turns the routes' visits round. */
export function visitsByNode(routes: RouteVisits, nodeCount: number): NodeVisits {
  const routeCount = routes.first.length - 1;
  const routeOf = new Uint32Array(routes.node.length);
  for (let r = 0; r < routeCount; r++) routeOf.fill(r, routes.first[r], routes.first[r + 1]);
  const first = new Uint32Array(nodeCount + 1);
  for (const node of routes.node) first[node + 1]!++;
  for (let n = 0; n < nodeCount; n++) first[n + 1]! += first[n]!;
  const order = new Uint32Array(routes.node.length);
  const next = first.slice(0, nodeCount);
  routes.node.forEach((node, i) => {
    order[next[node]!++] = i;
  });
  for (let n = 0; n < nodeCount; n++) {
    if (first[n + 1]! - first[n]! < 2) continue;
    order.subarray(first[n], first[n + 1]).sort((a, b) => routes.seconds[b]! - routes.seconds[a]!);
  }
  return {
    routeCount,
    first,
    route: order.map((i) => routeOf[i]!),
    seconds: Float64Array.from(order, (i) => routes.seconds[i]!),
  };
}

/** One useful place for a unit: the routes it meets there. */
export interface Candidate {
  readonly node: number;
  readonly routes: Uint32Array;
}

/**
 * The places worth standing at for a unit with these fastest times: those that meet a route, and of them only the ones
 * whose routes no other place meets as well. Largest first.
 */
export function candidatesOf(visits: NodeVisits, times: Float64Array): Candidate[] {
  const words = (visits.routeCount + 31) >>> 5;
  const nodes: number[] = [];
  for (let n = 0; n < times.length; n++) {
    const at = visits.first[n]!;
    if (at < visits.first[n + 1]! && visits.seconds[at]! >= times[n]! - TIE_S) nodes.push(n);
  }
  const bits = new Uint32Array(nodes.length * words);
  const rarity = new Uint32Array(visits.routeCount);
  let visitCount = 0;
  for (const n of nodes) visitCount += visits.first[n + 1]! - visits.first[n]!;
  const members = new Uint32Array(visitCount);
  const memberFirst = new Uint32Array(nodes.length + 1);
  let count = 0;
  nodes.forEach((n, c) => {
    const readyAt = times[n]! - TIE_S;
    for (let i = visits.first[n]!; i < visits.first[n + 1]! && visits.seconds[i]! >= readyAt; i++) {
      const route = visits.route[i]!;
      const word = c * words + (route >>> 5);
      const bit = 1 << (route & 31);
      if ((bits[word]! & bit) !== 0) continue;
      bits[word]! |= bit;
      members[count++] = route;
      rarity[route]!++;
    }
    memberFirst[c + 1] = count;
  });
  const order = Array.from(nodes.keys()).sort(
    (a, b) => memberFirst[b + 1]! - memberFirst[b]! - (memberFirst[a + 1]! - memberFirst[a]!) || a - b,
  );
  const keptAt: number[][] = Array.from({ length: visits.routeCount }, () => []);
  const kept: Candidate[] = [];
  for (const c of order) {
    const routes = members.slice(memberFirst[c], memberFirst[c + 1]);
    let rarest = routes[0]!;
    for (const route of routes) if (rarity[route]! < rarity[rarest]!) rarest = route;
    if (keptAt[rarest]!.some((other) => isSubset(bits, c * words, other * words, words))) continue;
    for (const route of routes) keptAt[route]!.push(c);
    kept.push({ node: nodes[c]!, routes });
  }
  return kept;
}

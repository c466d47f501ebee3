import { type RouteVisits, TIE_S } from '../problem.ts';

/** A plan at a glance: a node a unit, -1 = nowhere, and how many routes it meets. */
export interface Glance {
  readonly node: Int32Array;
  readonly met: number;
}

/**
 * Sends one unit after another to where it meets most routes that none before it meets; `timesOf[u]` are a unit's arrivals,
 * undefined = not known, so that it stays. A look at every visit a unit and nothing prepared: the first plan there is.
 */
export function coverAtAGlance(
  routes: RouteVisits,
  nodeCount: number,
  timesOf: readonly (Float64Array | undefined)[],
): Glance {
  const routeCount = routes.first.length - 1;
  const isMet = new Uint8Array(routeCount);
  // the last route counted at a node: one that comes by twice counts once
  const lastAt = new Int32Array(nodeCount);
  const gain = new Int32Array(nodeCount);
  const node = new Int32Array(timesOf.length).fill(-1);
  let met = 0;
  timesOf.forEach((times, unit) => {
    if (times === undefined) return;
    gain.fill(0);
    lastAt.fill(-1);
    let best = -1;
    for (let r = 0; r < routeCount; r++) {
      if (isMet[r] === 1) continue;
      for (let i = routes.first[r]!; i < routes.first[r + 1]!; i++) {
        const n = routes.node[i]!;
        if (routes.seconds[i]! < times[n]! - TIE_S || lastAt[n] === r) continue;
        lastAt[n] = r;
        gain[n]!++;
        if (best < 0 || gain[n]! > gain[best]!) best = n;
      }
    }
    if (best < 0) return;
    node[unit] = best;
    met += gain[best]!;
    for (let r = 0; r < routeCount; r++) {
      for (let i = routes.first[r]!; i < routes.first[r + 1]!; i++) {
        if (routes.node[i] === best && routes.seconds[i]! >= times[best]! - TIE_S) isMet[r] = 1;
      }
    }
  });
  return { node, met };
}

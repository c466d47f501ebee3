import type { Band } from '../../domain/race.ts';
import type { DensityPiece } from '../../domain/moving-target.ts';
import { edgePoints } from '../../roads/road-graph.ts';
import type { Future, Futures } from './futures.ts';
import type { Ground } from './ground.ts';

/** A gate somebody has watched without a break since a moment: who was not seen there has probably not come by. */
export interface Watch {
  readonly gate: number;
  readonly sinceMs: number;
}

/** That the target still comes by one gate, and when. */
export interface Passage {
  readonly gate: number;
  /** Among all ways that are still possible, 0..1. */
  readonly chance: number;
  /** Epoch ms; low and high bound the middle four fifths of those who still come. */
  readonly targetMs: Band;
}

/** Share of cars that slip past somebody who looks for them. */
const MISSED = 0.15;
const LOW = 0.1;
const HIGH = 0.9;

/** Weights of the ways now, summing to 1: what should have been seen and was not counts against a way. */
export function weighFutures(futures: Futures, watches: readonly Watch[], nowMs: number): Float64Array {
  const nowS = (nowMs - futures.fromMs) / 1000;
  const weights = Float64Array.from(futures.ways, (way) => {
    let weight = 1;
    for (const { gate, sinceMs } of watches) {
      const pass = way.passes.find((one) => one.gate === gate);
      if (pass !== undefined && pass.atS < nowS && pass.atS * 1000 + futures.fromMs >= sinceMs)
        weight *= MISSED;
    }
    return weight;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}

/** Gates the target may still come by, by chance. Gates certainly passed already are not among them. */
export function passagesOf(futures: Futures, weights: Float64Array, nowMs: number): Passage[] {
  const nowS = (nowMs - futures.fromMs) / 1000;
  const byGate = new Map<number, { atS: number; weight: number }[]>();
  for (const [i, way] of futures.ways.entries()) {
    for (const { gate, atS } of way.passes) {
      if (atS < nowS) continue;
      const list = byGate.get(gate) ?? [];
      list.push({ atS, weight: weights[i] ?? 0 });
      byGate.set(gate, list);
    }
  }
  return [...byGate]
    .map(([gate, times]): Passage => {
      times.sort((a, b) => a.atS - b.atS);
      const chance = times.reduce((sum, { weight }) => sum + weight, 0);
      const at = (q: number): number =>
        Math.round(futures.fromMs + 1000 * weightedQuantile(times, q * chance));
      return { gate, chance, targetMs: { low: at(LOW), mid: at(0.5), high: at(HIGH) } };
    })
    .toSorted((a, b) => b.chance - a.chance || a.gate - b.gate);
}

function weightedQuantile(ascending: readonly { atS: number; weight: number }[], weight: number): number {
  let left = weight;
  for (const one of ascending) {
    left -= one.weight;
    if (left <= 0) return one.atS;
  }
  return ascending.at(-1)?.atS ?? 0;
}

/** Where the target may be now, in pieces of road by share, and the share that has got where it was bound for. */
export function densityOf(
  ground: Ground,
  futures: Futures,
  weights: Float64Array,
  nowMs: number,
): { readonly pieces: readonly DensityPiece[]; readonly settledShare: number } {
  const nowS = (nowMs - futures.fromMs) / 1000;
  const byEdge = new Map<number, number>();
  let settledShare = 0;
  for (const [i, way] of futures.ways.entries()) {
    const weight = weights[i] ?? 0;
    const at = edgeAt(way, nowS);
    if (at < 0) settledShare += weight;
    else {
      // a way stands for its neighbours: its share lies on the stretch it drives within half a minute
      const from = Math.max(0, edgeIndexAt(way, nowS - SMEAR_S));
      const to = Math.max(from, Math.min(way.edges.length - 1, edgeIndexAt(way, nowS + SMEAR_S)));
      for (let k = from; k <= to; k++) {
        const edge = way.edges[k] ?? 0;
        byEdge.set(edge, (byEdge.get(edge) ?? 0) + weight / (to - from + 1));
      }
    }
  }
  const pieces = [...byEdge]
    .toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_PIECES)
    .map(([edge, share]) => ({
      path: edgePoints(ground.net.graph, edge).flatMap(([lon, lat]) => [toMetre(lon), toMetre(lat)]),
      share,
    }));
  return { pieces, settledShare };
}

const SMEAR_S = 20;
const MOST_PIECES = 240;

function edgeAt(way: Future, atS: number): number {
  return atS > (way.endS.at(-1) ?? 0) ? -1 : edgeIndexAt(way, atS);
}

/** Index of the edge a way is on so many seconds after the sighting; its length when it has ended. */
export function edgeIndexAt({ endS }: Future, atS: number): number {
  let low = 0;
  let high = endS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((endS[middle] ?? 0) < atS) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toMetre(deg: number): number {
  return Math.round(deg * 1e5) / 1e5;
}

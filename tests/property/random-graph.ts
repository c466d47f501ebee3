import type { Rng } from '../../shared/kit/rng.ts';
import type { JudgedProblem } from './plan-judge.ts';

type Edge = [number, number, number];

/** Few nodes, many ties: zero times, parallel edges, islands, one-way roads. */
export function randomGraph(
  rng: Rng,
  mostNodes = 7,
): JudgedProblem & { readonly nodes: number[][]; readonly edges: Edge[] } {
  const nodeCount = 2 + rng.int(mostNodes - 1);
  const style = rng.int(3);
  const seconds = (): number =>
    style === 0 ? rng.int(4) : style === 1 ? rng.int(60) / 10 : rng.between(0, 10);
  const edges: Edge[] = [];
  for (let i = Math.floor(nodeCount * rng.between(1, 2.5)); i > 0; i--) {
    const [from, to] = [rng.int(nodeCount), rng.int(nodeCount)];
    edges.push([from, to, seconds()]);
    if (rng.chance(0.7)) edges.push([to, from, seconds()]);
    if (rng.chance(0.1)) edges.push([from, to, seconds()]);
  }
  return { nodeCount, nodes: Array.from({ length: nodeCount }, () => [0, 0]), edges };
}

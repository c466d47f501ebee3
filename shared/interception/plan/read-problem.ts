import { err, ok, type Result } from '../../kit/result.ts';
import { edgeRows } from './kernels/edge-rows.ts';
import type { PlanGraph, PlanProblem, PlanUnit, RouteVisits } from './problem.ts';

/** What is wrong and where: `path` as in `routes[3][0][1]`, '' for the document itself. */
export interface ProblemError {
  readonly path: string;
  readonly message: string;
}

/** Carries the first error out of the reader; never leaves this file. */
class BadField extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

type Path = () => string;
type Members = { readonly [name: string]: unknown };

/** Reads a parsed JSON document into typed arrays. The first error in document order of the fields is answered. */
export function readProblem(document: unknown): Result<PlanProblem, ProblemError> {
  try {
    return ok(problemOf(document));
  } catch (error) {
    if (error instanceof BadField) return err({ path: error.path, message: error.message });
    throw error;
  }
}

function problemOf(document: unknown): PlanProblem {
  const top = membersOf(document, () => '');
  const { kind } = top;
  if (kind !== 'cover' && kind !== 'seal' && kind !== 'contain') {
    throw new BadField('kind', kind === undefined ? 'missing' : 'must be "cover", "seal" or "contain"');
  }
  const nodeCount = readNodes(top['nodes']);
  const graph = readGraph(top['edges'], nodeCount);
  if (kind === 'cover') {
    const units = listOf(top['units'], () => 'units').map((unit, i) =>
      nodeOf(unit, nodeCount, () => `units[${i}]`),
    );
    return { kind, graph, units, routes: readRoutes(top['routes'], nodeCount) };
  }
  const units = readUnits(top['units'], nodeCount);
  const exits = listOf(top['exits'], () => 'exits').map((exit, i) =>
    nodeOf(exit, nodeCount, () => `exits[${i}]`),
  );
  if (kind === 'seal') return { kind, graph, units, exits };
  const target = membersOf(top['target'], () => 'target');
  const node = nodeOf(target['node'], nodeCount, () => 'target.node');
  const headStartSeconds = secondsOf(target['headStartSeconds'], () => 'target.headStartSeconds');
  const { objective } = top;
  if (objective !== 'earliest' && objective !== 'fewest') {
    throw new BadField('objective', objective === undefined ? 'missing' : 'must be "earliest" or "fewest"');
  }
  return { kind, graph, units, exits, objective, target: { node, headStartSeconds } };
}

function readNodes(value: unknown): number {
  const nodes = listOf(value, () => 'nodes');
  nodes.forEach((node, i) => {
    const [lon, lat, ...more] = listOf(node, () => `nodes[${i}]`);
    numberOf(lon, () => `nodes[${i}][0]`);
    numberOf(lat, () => `nodes[${i}][1]`);
    if (more.length > 0) throw new BadField(`nodes[${i}]`, 'must be [lon, lat]');
  });
  return nodes.length;
}

function readGraph(value: unknown, nodeCount: number): PlanGraph {
  const edges = listOf(value, () => 'edges');
  const from = new Uint32Array(edges.length);
  const to = new Uint32Array(edges.length);
  const seconds = new Float64Array(edges.length);
  edges.forEach((item, i) => {
    const edge = listOf(item, () => `edges[${i}]`);
    from[i] = nodeOf(edge[0], nodeCount, () => `edges[${i}][0]`);
    to[i] = nodeOf(edge[1], nodeCount, () => `edges[${i}][1]`);
    seconds[i] = secondsOf(edge[2], () => `edges[${i}][2]`);
    if (edge.length > 3) numberOf(edge[3], () => `edges[${i}][3]`);
    if (edge.length > 4) throw new BadField(`edges[${i}]`, 'must be [from, to, seconds] or with metres');
  });
  return { nodeCount, rows: edgeRows(nodeCount, from, to, seconds) };
}

function readRoutes(value: unknown, nodeCount: number): RouteVisits {
  const routes = listOf(value, () => 'routes').map((route, r) => listOf(route, () => `routes[${r}]`));
  const first = new Uint32Array(routes.length + 1);
  routes.forEach((route, r) => {
    first[r + 1] = (first[r] ?? 0) + route.length;
  });
  const visitCount = first[routes.length] ?? 0;
  const node = new Uint32Array(visitCount);
  const seconds = new Float64Array(visitCount);
  routes.forEach((route, r) => {
    const start = first[r] ?? 0;
    route.forEach((item, i) => {
      const visit = listOf(item, () => `routes[${r}][${i}]`);
      node[start + i] = nodeOf(visit[0], nodeCount, () => `routes[${r}][${i}][0]`);
      seconds[start + i] = secondsOf(visit[1], () => `routes[${r}][${i}][1]`);
      if (visit.length > 2) throw new BadField(`routes[${r}][${i}]`, 'must be [node, seconds]');
    });
  });
  return { first, node, seconds };
}

function readUnits(value: unknown, nodeCount: number): PlanUnit[] {
  const seen = new Map<string, number>();
  return listOf(value, () => 'units').map((item, i) => {
    const unit = membersOf(item, () => `units[${i}]`);
    const { id } = unit;
    if (typeof id !== 'string') throw mistyped(id, `units[${i}].id`, 'a string');
    const before = seen.get(id);
    if (before !== undefined) throw new BadField(`units[${i}].id`, `the same id as units[${before}]: ${id}`);
    seen.set(id, i);
    return { id, node: nodeOf(unit['node'], nodeCount, () => `units[${i}].node`) };
  });
}

function membersOf(value: unknown, path: Path): Members {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw mistyped(value, path(), 'an object');
  }
  return Object.fromEntries(Object.entries(value));
}

function listOf(value: unknown, path: Path): readonly unknown[] {
  if (!Array.isArray(value)) throw mistyped(value, path(), 'an array');
  return value;
}

function numberOf(value: unknown, path: Path): number {
  if (typeof value !== 'number') throw mistyped(value, path(), 'a number');
  if (!Number.isFinite(value)) throw new BadField(path(), 'must be finite');
  return value;
}

function secondsOf(value: unknown, path: Path): number {
  const seconds = numberOf(value, path);
  if (seconds < 0) throw new BadField(path(), `must not be negative: ${seconds}`);
  return seconds;
}

function nodeOf(value: unknown, nodeCount: number, path: Path): number {
  const node = numberOf(value, path);
  if (!Number.isInteger(node)) throw new BadField(path(), `must be a whole number: ${node}`);
  if (node < 0 || node >= nodeCount) {
    throw new BadField(path(), `out of range: ${node} of ${nodeCount} nodes`);
  }
  return node;
}

function mistyped(value: unknown, path: string, wanted: string): BadField {
  const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
  return new BadField(path, value === undefined ? 'missing' : `must be ${wanted}, not ${got}`);
}

import { createTargetSearch, type TargetTimes } from './kernels/closing-times.ts';
import { type UnitLists, unitLists } from './kernels/unit-lists.ts';
import { createVertexCutter, OPEN_CAPACITY, type VertexCutter } from './kernels/vertex-cut.ts';
import { createTimesFrom } from './plan-times.ts';
import type { PackedRows } from '../../roads/road-net.ts';
import { createRng } from '../../kit/rng.ts';
import type { MayGoOn } from './ports.ts';
import { type ContainProblem, TIE_S } from './problem.ts';

/** Ways of the target known from the start, and by how much roads seem slower at most for those that are not the fastest. */
const TREES = 3;
const SLOWER = 1.35;

/** Seconds (head start included) at which a unit can be at every node; units that start at one node share them. */
type ReadyTimes = Float64Array;

/** One way of the target to every node: the node before, -1 at the start and where there is none, and when it is there. */
export interface WayTree {
  readonly parent: Int32Array;
  readonly seconds: Float64Array;
}

/** A containment problem made ready. */
export interface ContainTable {
  readonly problem: ContainProblem;
  readonly nodeCount: number;
  readonly start: number;
  /** Exits, each once. */
  readonly exits: readonly number[];
  readonly isExit: Uint8Array;
  /** What leaving each exit open costs a cut when it must be shut; 0 at nodes that are no exit. */
  readonly exitCost: Int32Array;
  /** 1 = on some way from the target to an exit. */
  readonly isRelevant: Uint8Array;
  /** False = some units were not searched from for want of time; they are taken to reach nothing. */
  readonly isComplete: boolean;
  /** By unit, in the problem's order. */
  readonly ready: readonly ReadyTimes[];
  /** Units by where they start, and how many start there; they are interchangeable. */
  readonly groups: readonly { readonly ready: ReadyTimes; readonly count: number }[];
  /** Group of each unit. */
  readonly groupOf: Int32Array;
  /** The target's earliest arrivals when nothing is closed. */
  readonly freeArrival: Float64Array;
  /** Ways of the target to everywhere: the fastest first, then some that are little slower. */
  readonly trees: readonly WayTree[];
  /** When the first of all units can be at each node. */
  readonly firstReady: Float64Array;
  /** The target's earliest arrivals when nodes close at given times; the result is overwritten by the next call. */
  readonly targetTimes: (closedAt: Float64Array) => TargetTimes;
  readonly cutter: VertexCutter;
  /** Who can be at each relevant node, the earliest first; groups as in `groups`. */
  readonly lists: UnitLists;
  /** Every instant at which some unit could close some node in time, ascending. */
  readonly instants: Float64Array;
}

/**
 * What may be closed when no seal may be later than `limit`: a relaxation, since every node is given the unit that is
 * there first. Whatever any plan closes in time is closable here.
 */
export interface Closable {
  readonly limit: number;
  readonly isClosable: Uint8Array;
  /** Latest arrival any plan can force on the target; Infinity = may be kept away. */
  readonly latest: Float64Array;
  /** 1 = the target gets there and on, whatever is closed. */
  readonly isOpen: Uint8Array;
}

/** Searches from every unit and from the target. */
export async function prepareContain(problem: ContainProblem, mayGoOn: MayGoOn): Promise<ContainTable> {
  const { graph, target } = problem;
  const { nodeCount, rows } = graph;
  const timesFrom = createTimesFrom(graph);
  const readyFrom = new Map<number, ReadyTimes>();
  const nowhere = new Float64Array(nodeCount).fill(Infinity);
  const ready: ReadyTimes[] = [];
  let isComplete = true;
  for (const { node } of problem.units) {
    isComplete &&= await mayGoOn();
    const known = readyFrom.get(node);
    const times = known ?? (isComplete ? timesFrom(node).map((s) => s + target.headStartSeconds) : nowhere);
    if (times !== nowhere) readyFrom.set(node, times);
    ready.push(times);
  }
  const counts = new Map<ReadyTimes, number>();
  for (const times of ready) counts.set(times, (counts.get(times) ?? 0) + 1);
  const firstReady = new Float64Array(nodeCount).fill(Infinity);
  for (const times of readyFrom.values()) {
    for (let n = 0; n < nodeCount; n++) firstReady[n] = Math.min(firstReady[n] ?? 0, times[n] ?? Infinity);
  }
  const exits = [...new Set(problem.exits)];
  const isExit = new Uint8Array(nodeCount);
  for (const exit of exits) isExit[exit] = 1;
  const exitCost = Int32Array.from(isExit, (yes) => (yes === 1 ? OPEN_CAPACITY : 0));
  const isRelevant = relevantNodes(problem, exits, timesFrom(target.node));
  const targetTimes = createTargetSearch(rows, nodeCount, target.node);
  const free = targetTimes(new Float64Array(nodeCount).fill(Infinity));
  const groups = Array.from(counts, ([times, count]) => ({ ready: times, count }));
  const table: ContainTable = {
    problem,
    groups,
    groupOf: Int32Array.from(ready, (times) => groups.findIndex((group) => group.ready === times)),
    exitCost,
    lists: unitLists(
      isRelevant,
      groups.map((group) => group.ready),
    ),
    freeArrival: free.seconds.slice(),
    trees: waysOf(problem),
    nodeCount,
    start: target.node,
    exits,
    isExit,
    isRelevant,
    isComplete,
    ready,
    firstReady,
    targetTimes,
    cutter: createVertexCutter(rows, nodeCount, target.node, isRelevant),
    instants: new Float64Array(),
  };
  const { isClosable, latest } = closableBy(table, Infinity);
  const able = { isClosable, latest };
  return { ...table, instants: instantsOf([...readyFrom.values()], able) };
}

/** Each instant once, ascending. */
function instantsOf(
  readyBy: readonly ReadyTimes[],
  { isClosable, latest }: Pick<Closable, 'isClosable' | 'latest'>,
): Float64Array {
  const all = new Float64Array(readyBy.length * isClosable.length);
  let size = 0;
  for (let n = 0; n < isClosable.length; n++) {
    if (isClosable[n] !== 1) continue;
    const by = (latest[n] ?? 0) + TIE_S;
    for (const times of readyBy) {
      const s = times[n] ?? Infinity;
      if (s <= by && s < Infinity) all[size++] = s;
    }
  }
  const sorted = all.subarray(0, size).sort();
  return sorted.filter((s, i) => i === 0 || s !== sorted[i - 1]);
}

/** Fastest ways, and fastest ways when roads take up to a third longer, at the times they really take. */
function waysOf({ graph, target }: ContainProblem): WayTree[] {
  const { nodeCount, rows } = graph;
  const open = new Float64Array(nodeCount).fill(Infinity);
  const rng = createRng(1);
  return Array.from({ length: TREES }, (_, i) => {
    const slower = i === 0 ? rows.seconds : rows.seconds.map((s) => s * rng.between(1, SLOWER));
    const felt = createTargetSearch({ ...rows, seconds: slower }, nodeCount, target.node)(open);
    const parent = felt.parent;
    const seconds = new Float64Array(nodeCount).fill(Infinity);
    seconds[target.node] = 0;
    for (let end = 0; end < nodeCount; end++) {
      const way: number[] = [];
      for (let n = end; n >= 0 && seconds[n] === Infinity; n = parent[n] ?? -1) way.push(n);
      for (const n of way.reverse()) {
        const before = parent[n] ?? -1;
        if (before >= 0) seconds[n] = (seconds[before] ?? Infinity) + fastestRoad(rows, before, n);
      }
    }
    return { parent, seconds };
  });
}

function fastestRoad(rows: PackedRows, from: number, to: number): number {
  let least = Infinity;
  for (let i = rows.first[from] ?? 0; i < (rows.first[from + 1] ?? 0); i++) {
    if (rows.node[i] === to) least = Math.min(least, rows.seconds[i] ?? Infinity);
  }
  return least;
}

/** Nodes the target can reach and from which an exit can be reached. */
function relevantNodes(
  { graph, target }: ContainProblem,
  exits: readonly number[],
  fromTarget: Float64Array,
): Uint8Array {
  const { nodeCount, rows } = graph;
  const before: number[][] = Array.from({ length: nodeCount }, () => []);
  for (let n = 0; n < nodeCount; n++) {
    for (let i = rows.first[n] ?? 0; i < (rows.first[n + 1] ?? 0); i++) before[rows.node[i] ?? 0]?.push(n);
  }
  const isRelevant = new Uint8Array(nodeCount);
  const waiting = exits.filter((exit) => (fromTarget[exit] ?? Infinity) < Infinity);
  for (const exit of waiting) isRelevant[exit] = 1;
  for (const node of waiting) {
    for (const other of before[node] ?? []) {
      if (isRelevant[other] === 1 || (fromTarget[other] ?? Infinity) === Infinity) continue;
      isRelevant[other] = 1;
      waiting.push(other);
    }
  }
  isRelevant[target.node] = 1;
  return isRelevant;
}

/** What may be closed by `limit` at the latest; `only` = nodes known to be the only ones any plan of interest closes. */
export function closableBy(table: ContainTable, limit: number, only?: Uint8Array): Closable {
  const { nodeCount, firstReady, start, isRelevant } = table;
  const within = firstReady.map((s, n) => (s <= limit + TIE_S && only?.[n] !== 0 ? s : Infinity));
  const { seconds, isStopped } = table.targetTimes(within);
  const isClosable = new Uint8Array(nodeCount);
  const isOpen = new Uint8Array(nodeCount);
  for (let n = 0; n < nodeCount; n++) {
    const arrival = seconds[n] ?? Infinity;
    const isLate = arrival < Infinity && isStopped[n] === 0;
    if (isLate) isOpen[n] = 1;
    else if (n !== start && isRelevant[n] === 1 && (within[n] ?? Infinity) < Infinity) isClosable[n] = 1;
  }
  return { limit, isClosable, latest: seconds.slice(), isOpen };
}

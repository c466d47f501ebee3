import type { LocalText, PlaceBelief } from '../../domain/belief.ts';
import type { GateKind } from '../../domain/moving-target.ts';
import type { LonLat } from '../../geo/point.ts';
import type { DrillPlaces, ExitPoint, RoadPosition, StoppablePoint } from '../../roads/pack.ts';
import { roadClassName } from '../../roads/road-class.ts';
import { edgePoints, type RoadGraph, twinEdge } from '../../roads/road-graph.ts';
import type { RunMode } from '../../domain/vocabulary.ts';

/** A place on the road that a vehicle passes, and the directed edges on which it passes it. */
export interface Gate {
  readonly id: string;
  readonly kind: GateKind;
  readonly name: LocalText;
  /** Where an officer stands, degrees; undefined edge list entries never occur. */
  readonly lon: number;
  readonly lat: number;
  readonly edges: readonly number[];
  /** Where a vehicle halts; empty for what only sees. */
  readonly halts: readonly RoadPosition[];
}

/** The places of a region pack that matter to somebody on the move. Structured-clone safe. */
export interface GatePlaces {
  readonly exits: readonly ExitPoint[];
  readonly stoppable: readonly StoppablePoint[];
  readonly cameras: DrillPlaces['checkpoints'];
  readonly border: { readonly name: LocalText; readonly line: readonly LonLat[] } | undefined;
}

/** What a pack offers; its invented stations, cameras and county line only in a drill. */
export function gatePlacesOf(
  pack: {
    readonly exits: readonly ExitPoint[];
    readonly stoppable: readonly StoppablePoint[];
    readonly drill: DrillPlaces;
  },
  mode: RunMode,
): GatePlaces {
  const { exits, stoppable, drill } = pack;
  if (mode === 'live') return { exits, stoppable, cameras: [], border: undefined };
  const line = drill.countyLine;
  return {
    exits,
    stoppable: [...stoppable, ...drill.stoppable],
    cameras: drill.checkpoints,
    border: line === undefined ? undefined : { name: line.neighbour, line: line.line },
  };
}

/**
 * Gates of a graph, in order of id. Toll plaza and foot of one exit are one gate, passed when its ramp is driven down;
 * everything else is passed in both directions of its road, a camera in the one it looks along.
 */
export function gatesOf(graph: RoadGraph, places: GatePlaces): Gate[] {
  const exits = places.exits.flatMap((exit) => {
    const halts = places.stoppable.filter((point) => point.exitId === exit.id);
    return halts.length === 0 ? [] : [exitGate(graph, exit, halts)];
  });
  const others = places.stoppable.flatMap((point) => {
    const kind = plainKind(point);
    if (kind === undefined) return [];
    return [{ ...headOf(point, kind), edges: bothWays(point), halts: [point] }];
  });
  const cameras = places.cameras.map((camera) => ({
    ...headOf(camera, 'camera' as const),
    edges: [camera.edge],
    halts: [],
  }));
  const border = places.border === undefined ? [] : borderGate(graph, places.border);
  return [...exits, ...others, ...cameras, ...border].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether somebody may be stopped there. */
export function isStoppable(gate: Gate): gate is Gate & { kind: Exclude<GateKind, 'camera' | 'border'> } {
  return gate.halts.length > 0;
}

/** The place of an order to go and stand there. */
export function placeOfGate(gate: Gate, atMs: number): PlaceBelief {
  const { lon, lat, name } = gate;
  return { kind: 'pinned', lon, lat, radiusM: 40, atMs, source: 'exits-board', label: name };
}

function plainKind(point: StoppablePoint): 'checkpoint' | 'service-area' | 'station' | undefined {
  const { kind } = point;
  return kind === 'checkpoint' || kind === 'service-area' || kind === 'station' ? kind : undefined;
}

function headOf<K extends GateKind>(
  { id, name, lon, lat }: Pick<StoppablePoint, 'id' | 'name' | 'lon' | 'lat'>,
  kind: K,
): Pick<Gate, 'id' | 'name' | 'lon' | 'lat'> & { kind: K } {
  return { id, kind, name: { zh: name.zh, en: name.en }, lon, lat };
}

function bothWays({ edge }: RoadPosition): number[] {
  return [edge, twinEdge(edge)];
}

function exitGate(graph: RoadGraph, exit: ExitPoint, halts: readonly StoppablePoint[]): Gate {
  const foot = halts.find(({ kind }) => kind === 'exit-foot') ?? halts[0] ?? exit;
  const ramps = exit.feet.flatMap(({ node }) => rampsInto(graph, node));
  const plazas = halts.filter(({ kind }) => kind === 'toll-plaza').map(({ edge }) => edge);
  return {
    ...headOf(exit, 'exit'),
    lon: foot.lon,
    lat: foot.lat,
    edges: [...new Set([...ramps, ...plazas])],
    halts,
  };
}

function rampsInto(graph: RoadGraph, node: number): number[] {
  const into = graph.inEdge.subarray(graph.inFirst[node] ?? 0, graph.inFirst[node + 1] ?? 0);
  return [...into].filter((edge) => {
    const name = roadClassName(graph.edgeClass[edge] ?? 0);
    return name === 'motorway_link' || name === 'trunk_link' || name === 'motorway';
  });
}

/** Every piece of road that crosses the line, both ways; drawn at the middle of the first one that is a main road. */
function borderGate(graph: RoadGraph, border: NonNullable<GatePlaces['border']>): Gate[] {
  const edges: number[] = [];
  let middle: LonLat | undefined;
  for (let edge = 0; edge < graph.edgeCount; edge += 2) {
    const points = edgePoints(graph, edge);
    const a = points[0];
    const b = points.at(-1);
    if (a === undefined || b === undefined || !crosses(a, b, border.line)) continue;
    edges.push(edge, edge + 1);
    middle ??= [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  }
  if (middle === undefined) return [];
  const name = { zh: `进入${border.name.zh}`, en: `into ${border.name.en ?? border.name.zh}` };
  return [{ id: 'border', kind: 'border', name, lon: middle[0], lat: middle[1], edges, halts: [] }];
}

function crosses(a: LonLat, b: LonLat, line: readonly LonLat[]): boolean {
  for (let i = 1; i < line.length; i++) {
    const c = line[i - 1];
    const d = line[i];
    if (c === undefined || d === undefined) continue;
    if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
  }
  return false;
}

function side(a: LonLat, b: LonLat, p: LonLat): number {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
}

import { bearingDeg, equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import { polygonContains } from '../../shared/geo/polygon.ts';
import type {
  BilingualText,
  ExitPoint,
  NamedPlace,
  RoadPosition,
  StoppableKind,
  StoppablePoint,
} from '../../shared/roads/pack.ts';
import { roadClassName } from '../../shared/roads/road-class.ts';
import { buildSnapIndex, pointOnEdge, snapNearest } from '../../shared/roads/snap.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import type { RoadNet } from '../../shared/roads/road-net.ts';
import { clusterPoints } from './clusters.ts';
import { derivedName } from './naming.ts';
import type { RegionOutline } from './outline.ts';
import type { OsmNode } from './read-extract.ts';
import { roundDeg } from './round.ts';

const TOLL_BEFORE_FOOT_M = 120;
const CHECKPOINT_RING_M = 9000;
const CHECKPOINT_SECTORS = 12;

const KIND_NAMES: Readonly<Record<StoppableKind, BilingualText>> = {
  'toll-plaza': { zh: '收费站', en: 'toll plaza' },
  'exit-foot': { zh: '出口下道处', en: 'exit foot' },
  'service-area': { zh: '服务区', en: 'service area' },
  checkpoint: { zh: '检查点', en: 'checkpoint' },
  station: { zh: '派出所', en: 'police station' },
};

interface Found extends RoadPosition {
  readonly kind: StoppableKind;
  readonly name?: BilingualText | undefined;
  readonly exitId?: string | undefined;
  readonly derived: boolean;
  readonly rule: string;
}

/**
 * Places where a person may be stopped. Tagged toll booths, services, rest areas and police stations come first; where the
 * extract has none: the foot of each expressway exit, a toll plaza 120 m up its ramp, service roads that leave a
 * motorway directly, and one junction of ordinary main roads a sector on a 9-km ring. `net` is the car's main network.
 */
export function findStoppable(
  net: RoadNet,
  outline: RegionOutline,
  places: readonly NamedPlace[],
  exits: readonly ExitPoint[],
  tagged: readonly OsmNode[],
): StoppablePoint[] {
  const found: Found[] = [...taggedPoints(net, tagged)];
  const has = (kind: StoppableKind): boolean => found.some((f) => f.kind === kind);
  const ramps = exits.filter((e) => e.class === 'motorway').flatMap((exit) => rampPoints(net, exit));
  found.push(...ramps.filter((p) => p.kind === 'exit-foot' || !has(p.kind)));
  if (!has('service-area')) found.push(...serviceAreas(net));
  found.push(...ringCheckpoints(net, outline));
  const counters = new Map<StoppableKind, number>();
  return found.map((point) => {
    const number = (counters.get(point.kind) ?? 0) + 1;
    counters.set(point.kind, number);
    const { name, ...rest } = point;
    return {
      id: `${point.kind}-${String(number).padStart(2, '0')}`,
      ...rest,
      name:
        name ?? derivedName(outline.centre, places, [point.lon, point.lat], KIND_NAMES[point.kind], number),
    };
  });
}

function taggedPoints(net: RoadNet, tagged: readonly OsmNode[]): Found[] {
  const index = buildSnapIndex(net.graph);
  return tagged.flatMap((node): Found[] => {
    const kind = kindOfTags(node);
    const at = kind === undefined ? undefined : snapNearest(index, net, node.lon, node.lat, 150);
    if (kind === undefined || at === undefined) return [];
    const zh = node.tags['name'];
    return [
      {
        ...position(at),
        kind,
        derived: false,
        rule: 'tagged',
        name: zh === undefined ? undefined : { zh, en: node.tags['name:en'] ?? zh },
      },
    ];
  });
}

function kindOfTags(node: OsmNode): StoppableKind | undefined {
  if (node.tags['barrier'] === 'toll_booth') return 'toll-plaza';
  if (node.tags['highway'] === 'services' || node.tags['highway'] === 'rest_area') return 'service-area';
  return node.tags['amenity'] === 'police' ? 'station' : undefined;
}

function rampPoints(net: RoadNet, exit: ExitPoint): Found[] {
  const { graph } = net;
  const open = (edge: number): boolean => (net.edgeSeconds[edge] ?? Infinity) < Infinity;
  const isRamp = (edge: number): boolean => roadClassName(graph.edgeClass[edge] ?? 0) === 'motorway_link';
  const into = [...graph.inEdge.subarray(graph.inFirst[exit.node], graph.inFirst[exit.node + 1])].filter(
    open,
  );
  const outOf = [...graph.outEdge.subarray(graph.outFirst[exit.node], graph.outFirst[exit.node + 1])].filter(
    open,
  );
  const ramp = into.find(isRamp);
  const arriving = ramp ?? into.find((e) => !isMainLine(graph, e));
  const leaving = outOf.find((e) => !isMainLine(graph, e));
  const foot =
    arriving === undefined
      ? leaving !== undefined && pointOnEdge(graph, leaving, 0)
      : pointOnEdge(graph, arriving, 1);
  if (foot === false) return [];
  const shared = { derived: true, exitId: exit.id };
  const footPoint: Found = {
    ...position(foot),
    ...shared,
    kind: 'exit-foot',
    rule: 'ramp-meets-ordinary-road',
  };
  if (ramp === undefined) return [footPoint];
  const lengthM = graph.edgeLengthM[ramp] ?? 0;
  const share = lengthM > 2 * TOLL_BEFORE_FOOT_M ? 1 - TOLL_BEFORE_FOOT_M / lengthM : 0.5;
  const toll: Found = {
    ...position(pointOnEdge(graph, ramp, share)),
    ...shared,
    kind: 'toll-plaza',
    rule: 'ramp-120m-before-foot',
  };
  return [toll, footPoint];
}

function isMainLine(graph: RoadGraph, edge: number): boolean {
  return ['motorway', 'trunk'].includes(roadClassName(graph.edgeClass[edge] ?? 0));
}

function serviceAreas(net: RoadNet): Found[] {
  const { graph } = net;
  const leaving: (RoadPosition & { lon: number; lat: number })[] = [];
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (
      roadClassName(graph.edgeClass[edge] ?? 0) !== 'service' ||
      (net.edgeSeconds[edge] ?? Infinity) === Infinity
    )
      continue;
    const tail = graph.edgeTail[edge] ?? 0;
    const onMotorway = [...graph.inEdge.subarray(graph.inFirst[tail], graph.inFirst[tail + 1])].some(
      (e) => roadClassName(graph.edgeClass[e] ?? 0) === 'motorway',
    );
    if (onMotorway) leaving.push(position(pointOnEdge(graph, edge, 0.5)));
  }
  return clusterPoints(leaving, 600).flatMap((group): Found[] => {
    const first = group[0];
    return first === undefined
      ? []
      : [{ ...first, kind: 'service-area', derived: true, rule: 'service-road-on-motorway' }];
  });
}

function ringCheckpoints(net: RoadNet, outline: RegionOutline): Found[] {
  const { graph } = net;
  const [lon, lat] = outline.centre;
  const best = new Map<number, { edge: number; offM: number }>();
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const roadClass = roadClassName(graph.edgeClass[edge] ?? 0);
    if (
      (roadClass !== 'primary' && roadClass !== 'secondary') ||
      (net.edgeSeconds[edge] ?? Infinity) === Infinity
    )
      continue;
    const node = graph.edgeHead[edge] ?? 0;
    const at: LonLat = [graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0];
    if (!polygonContains(outline.coreOutline, at[0], at[1])) continue;
    const offM = Math.abs(equirectM(lon, lat, at[0], at[1]) - CHECKPOINT_RING_M);
    const sector = Math.floor((bearingDeg(lon, lat, at[0], at[1]) / 360) * CHECKPOINT_SECTORS);
    if (offM < (best.get(sector)?.offM ?? 3000)) best.set(sector, { edge, offM });
  }
  return [...best]
    .toSorted(([a], [b]) => a - b)
    .map(([, { edge }]) => ({
      ...position(pointOnEdge(graph, edge, 1)),
      kind: 'checkpoint' as const,
      derived: true,
      rule: 'main-road-on-9km-ring',
    }));
}

function position(point: RoadPosition): RoadPosition {
  return {
    edge: point.edge,
    fraction: roundDeg(point.fraction, 4),
    lon: roundDeg(point.lon),
    lat: roundDeg(point.lat),
  };
}

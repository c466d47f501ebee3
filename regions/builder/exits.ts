import { bearingDeg, equirectM } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { BilingualText, ExitFoot, ExitPoint, NamedPlace } from '../../shared/roads/pack.ts';
import { type RoadClass, roadClassName } from '../../shared/roads/road-class.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import type { RoadNet } from '../../shared/roads/road-net.ts';
import { clusterPoints } from './clusters.ts';
import { derivedName } from './naming.ts';
import type { OsmNode } from './read-extract.ts';

/** Ramp feet of one interchange lie within this distance of one another. */
const INTERCHANGE_M = 700;

const KINDS = {
  motorway: { id: 'exit', name: { zh: '高速口', en: 'expressway exit' } },
  trunk: { id: 'ramp', name: { zh: '快速路口', en: 'trunk road exit' } },
} as const;

/**
 * Exits: every junction where a motorway or trunk ramp meets an ordinary road is a foot; feet within 700 m make one
 * exit. Only feet of `net` (the car's main network) count: nobody can be sent to the others. A named
 * motorway_junction within 1 km gives the name; otherwise it is derived. Numbered clockwise from north around the centre, then outwards.
 */
export function findExits(
  net: RoadNet,
  centre: LonLat,
  places: readonly NamedPlace[],
  tagged: readonly OsmNode[],
): ExitPoint[] {
  return (['motorway', 'trunk'] as const).flatMap((kind) => {
    const interchanges = clusterPoints(findFeet(net, kind), INTERCHANGE_M).map((feet) => ({
      feet,
      main: middleFoot(feet),
    }));
    const turn = (p: ExitFoot): number => bearingDeg(centre[0], centre[1], p.lon, p.lat);
    const far = (p: ExitFoot): number => equirectM(centre[0], centre[1], p.lon, p.lat);
    return interchanges
      .toSorted((a, b) => turn(a.main) - turn(b.main) || far(a.main) - far(b.main))
      .map(({ feet, main }, i): ExitPoint => {
        const named = nameFromTags(tagged, main);
        return {
          id: `${KINDS[kind].id}-${String(i + 1).padStart(2, '0')}`,
          number: i + 1,
          name: named?.name ?? derivedName(centre, places, [main.lon, main.lat], KINDS[kind].name, i + 1),
          ...(named?.ref === undefined ? {} : { ref: named.ref }),
          class: kind,
          ...main,
          feet,
          derived: named === undefined,
          rule: named === undefined ? `${kind}-ramp-meets-ordinary-road` : 'motorway_junction',
        };
      });
  });
}

function findFeet(net: RoadNet, kind: 'motorway' | 'trunk'): ExitFoot[] {
  const { graph } = net;
  const feet: ExitFoot[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const classes = classesAt(graph, node);
    const ordinary = [...classes].some((c) => isOrdinary(c, kind));
    const edge = [...graph.inEdge.subarray(graph.inFirst[node], graph.inFirst[node + 1])].find(
      (e) => (net.edgeSeconds[e] ?? Infinity) < Infinity,
    );
    if (!classes.has(`${kind}_link`) || !ordinary || edge === undefined) continue;
    feet.push({ node, edge, fraction: 1, lon: graph.nodeLon[node] ?? 0, lat: graph.nodeLat[node] ?? 0 });
  }
  return feet;
}

function classesAt(graph: RoadGraph, node: number): Set<RoadClass> {
  const classes = new Set<RoadClass>();
  for (let i = graph.outFirst[node] ?? 0; i < (graph.outFirst[node + 1] ?? 0); i++) {
    classes.add(roadClassName(graph.edgeClass[graph.outEdge[i] ?? 0] ?? 0));
  }
  return classes;
}

function isOrdinary(roadClass: RoadClass, leaving: 'motorway' | 'trunk'): boolean {
  if (roadClass.endsWith('_link') || roadClass === 'motorway') return false;
  return roadClass !== 'trunk' || leaving === 'motorway';
}

function middleFoot(feet: readonly ExitFoot[]): ExitFoot {
  const lon = feet.reduce((sum, f) => sum + f.lon, 0) / feet.length;
  const lat = feet.reduce((sum, f) => sum + f.lat, 0) / feet.length;
  const nearest = feet.toSorted(
    (a, b) => equirectM(a.lon, a.lat, lon, lat) - equirectM(b.lon, b.lat, lon, lat),
  )[0];
  if (nearest === undefined) throw new RangeError('an interchange has at least one foot');
  return nearest;
}

function nameFromTags(
  tagged: readonly OsmNode[],
  at: ExitFoot,
): { readonly name: BilingualText; readonly ref?: string } | undefined {
  const found = tagged
    .filter((n) => n.tags['highway'] === 'motorway_junction')
    .filter((n) => n.tags['name'] !== undefined || n.tags['ref'] !== undefined)
    .filter((n) => equirectM(n.lon, n.lat, at.lon, at.lat) <= 1000)
    .toSorted((a, b) => equirectM(a.lon, a.lat, at.lon, at.lat) - equirectM(b.lon, b.lat, at.lon, at.lat))[0];
  if (found === undefined) return undefined;
  const { name, ref } = found.tags;
  return {
    name: nameOfNamed(name, found) ?? { zh: `${ref ?? ''} 号出口`, en: `Exit ${ref ?? ''}` },
    ...(ref === undefined ? {} : { ref }),
  };
}

function nameOfNamed(name: string | undefined, { tags }: OsmNode): BilingualText | undefined {
  return name === undefined ? undefined : { zh: tags['name:zh'] ?? name, en: tags['name:en'] ?? name };
}

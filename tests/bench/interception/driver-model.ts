import type { AlertLevel, UnitKind } from '../../../shared/domain/vocabulary.ts';
import type { LonLat } from '../../../shared/geo/point.ts';
import type { Rng } from '../../../shared/kit/rng.ts';
import { profileSpeedKmh } from '../../../shared/roads/road-net.ts';
import type { RoadNet } from '../../../shared/roads/road-net.ts';
import { roadClassName } from '../../../shared/roads/road-class.ts';
import type { RoadGraph } from '../../../shared/roads/road-graph.ts';
import { CAR } from '../../../shared/roads/profiles.ts';
import type { Route } from '../../../shared/roads/route.ts';
import { pointOnEdge } from '../../../shared/roads/snap.ts';

/**
 * How people truly drive, for judging estimates: nothing here is known to shared/interception. Another speed law (cruising
 * speed drawn for each road class, speeding up and slowing down at junctions, red lights drawn one by one), congestion by
 * class and hour hidden in the city, a pace of the unit kind and of the driver, detours and stops drawn per drive.
 */
export interface City {
  /** One drive over a route that begins at `startMs`. */
  drive(route: Route, kind: UnitKind, startMs: number, rng: Rng): Drive;
  /** Seconds from issued to signed and from signed to rolling. */
  wait(level: AlertLevel, kind: UnitKind, rng: Rng): { readonly signS: number; readonly rollS: number };
}

/** A drive as it happens. */
export interface Drive {
  readonly seconds: number;
  /** Where the unit is after so many seconds, and how fast. */
  at(elapsedS: number): { readonly place: LonLat; readonly speedMps: number; readonly headingDeg: number };
}

const HOUR_MS = 3_600_000;
/** Clock of the hidden city against UTC. */
const ZONE_MS = 8 * HOUR_MS;

/** What the city hides: drawn once, the same for every drive. */
export function createCity(net: RoadNet, seed: Rng): City {
  const { graph } = net;
  const cruise = new Map<string, number>();
  const jam = new Map<string, number>();
  const draw = seed.fork('city');
  const [morning, evening] = [draw.between(7.3, 8.4), draw.between(17.2, 18.6)];
  const strength = { fast: draw.between(0.5, 1.1), main: draw.between(0.9, 1.7), side: draw.between(0.4, 1) };
  const everyday = {
    fast: draw.between(0.95, 1.1),
    main: draw.between(1.05, 1.3),
    side: draw.between(1, 1.15),
  };
  const paceOf = new Map<UnitKind, number>();
  const lightS = draw.between(10, 22);

  const paceOfKind = (kind: UnitKind): number => {
    const usual = { patrol: 1, station: 1.1, 'plain-clothes': 1.18, 'centre-squad': 1.05, expressway: 0.92 };
    const pace =
      paceOf.get(kind) ??
      (kind === 'auxiliary' ? 1.25 : usual[kind]) * Math.exp(seed.fork(`pace:${kind}`).normal(0, 0.05));
    paceOf.set(kind, pace);
    return pace;
  };
  const family = (edge: number): 'fast' | 'main' | 'side' => {
    const name = roadClassName(graph.edgeClass[edge] ?? 0);
    if (name.startsWith('motorway') || name.startsWith('trunk')) return 'fast';
    return name.startsWith('primary') || name.startsWith('secondary') ? 'main' : 'side';
  };
  const cruiseMps = (edge: number): number => {
    const name = roadClassName(graph.edgeClass[edge] ?? 0);
    const factor = cruise.get(name) ?? Math.exp(seed.fork(`cruise:${name}`).normal(0.36, 0.08));
    cruise.set(name, factor);
    return (Math.max(8, profileSpeedKmh(graph, CAR, edge)) / 3.6) * factor;
  };
  /** Slowing by congestion: two rushes, an ordinary day between them, empty streets at night, and luck of the hour. */
  const jamOf = (edge: number, atMs: number): number => {
    const where = family(edge);
    const hour = ((((atMs + ZONE_MS) / HOUR_MS) % 24) + 24) % 24;
    const luck =
      jam.get(`${where}:${Math.floor(hour)}`) ??
      seed.fork(`jam:${where}:${Math.floor(hour)}`).normal(0, 0.05);
    jam.set(`${where}:${Math.floor(hour)}`, luck);
    const rush = bump(hour, morning, 1.2) + bump(hour, evening, 1.5);
    const day = hour > 6 && hour < 22 ? everyday[where] : 1;
    return Math.max(0.9, day + strength[where] * rush + luck);
  };

  return {
    drive(route, kind, startMs, rng) {
      const pace = paceOfKind(kind) * Math.exp(rng.normal(0, 0.1));
      const marks = [0];
      let seconds = rng.between(3, 12);
      const hitch = hitches(route, rng);
      for (const [i, edge] of route.edges.entries()) {
        const start = i === 0 ? route.startShare : 0;
        const end = i === route.edges.length - 1 ? route.endShare : 1;
        const metres = (graph.edgeLengthM[edge] ?? 0) * Math.max(0, end - start);
        const slow = jamOf(edge, startMs + seconds * 1000) * pace;
        seconds += (metres / cruiseMps(edge)) * slow + (hitch.get(i) ?? 0) * pace;
        if (i < route.edges.length - 1)
          seconds += junctionS(graph, edge, family(edge), lightS, rng) * Math.sqrt(slow);
        marks.push(seconds);
      }
      return { seconds, at: (elapsedS) => placeAfter(graph, route, marks, elapsedS) };
    },
    wait(level, kind, rng) {
      const hurry = { L0: 0.8, L1: 1, L2: 1.5, L3: 2 }[level];
      return {
        signS: hurry * (4 + rng.exponential(11)),
        rollS: hurry * paceOfKind(kind) ** 2 * 28 * Math.exp(rng.normal(0, 0.45)),
      };
    },
  };
}

function bump(hour: number, middle: number, width: number): number {
  return Math.exp(-0.5 * ((hour - middle) / width) ** 2);
}

/** Detours and stops: seconds lost on the n-th piece of road. */
function hitches(route: Route, rng: Rng): Map<number, number> {
  const lost = new Map<number, number>();
  const lose = (seconds: number): void => {
    const at = rng.int(Math.max(1, route.edges.length));
    lost.set(at, (lost.get(at) ?? 0) + seconds);
  };
  if (rng.chance(0.12)) lose(((route.lengthM * rng.between(0.05, 0.3)) / 30) * 3.6);
  if (rng.chance(0.08)) lose(rng.between(15, 90));
  return lost;
}

/** Seconds lost at the far end of an edge: a turn or a crossing, now and then a red light. */
function junctionS(
  graph: RoadGraph,
  edge: number,
  where: 'fast' | 'main' | 'side',
  lightS: number,
  rng: Rng,
): number {
  const node = graph.edgeHead[edge] ?? 0;
  const ways = (graph.outFirst[node + 1] ?? 0) - (graph.outFirst[node] ?? 0);
  if (ways < 3) return 0;
  if (where === 'fast') return rng.chance(0.03) ? rng.exponential(lightS) : 0;
  return 0.6 + (rng.chance(where === 'main' ? 0.13 : 0.07) ? rng.exponential(lightS) : 0);
}

function placeAfter(
  graph: RoadGraph,
  route: Route,
  marks: readonly number[],
  elapsedS: number,
): ReturnType<Drive['at']> {
  const i = Math.max(0, Math.min(route.edges.length - 1, marks.findIndex((mark) => mark > elapsedS) - 1));
  const edge = route.edges[i] ?? 0;
  const [from, to] = [marks[i] ?? 0, marks[i + 1] ?? 1];
  const share = Math.min(1, Math.max(0, (elapsedS - from) / Math.max(0.001, to - from)));
  const start = i === 0 ? route.startShare : 0;
  const end = i === route.edges.length - 1 ? route.endShare : 1;
  const here = pointOnEdge(graph, edge, start + share * (end - start));
  const ahead = pointOnEdge(graph, edge, Math.min(1, start + share * (end - start) + 0.02));
  const headingDeg = (Math.atan2(ahead.lon - here.lon, ahead.lat - here.lat) * 180) / Math.PI;
  const metres = (graph.edgeLengthM[edge] ?? 0) * (end - start);
  return {
    place: [here.lon, here.lat],
    speedMps: metres / Math.max(1, to - from),
    headingDeg: (headingDeg + 360) % 360,
  };
}

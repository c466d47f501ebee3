import type { Rng } from '../kit/rng.ts';
import { fromWgs84, type Datum } from '../geo/datum.ts';
import { destination } from '../geo/distance.ts';
import { createSearchWorkspace } from './fastest.ts';
import type { RoadGraph } from './road-graph.ts';
import { prepareMainNet, type RoadNet } from './road-net.ts';
import { EMERGENCY } from './profiles.ts';
import { fastestRoute, placeOnRoute, type RouteGeometry, routeGeometry } from './route.ts';
import { pointOnEdge } from './snap.ts';

/** Support of tests and benches: fixes of units that drive the roads of a graph, with the faults real devices have. */

/** One fix as a source sends it, in the datum it really uses. */
export interface SampleFix {
  readonly unit: number;
  readonly atMs: number;
  readonly lon: number;
  readonly lat: number;
  readonly speedMps: number;
}

export interface SampleOptions {
  readonly units: number;
  readonly fixes: number;
  readonly datum: Datum;
  /** Share of the units that stand somewhere off the road; 0.3 unless told. */
  readonly standing?: number;
  /** Share of fixes sent twice, and share that lie 600 to 5,000 m off; 0.03 and 0.01 unless told. */
  readonly stale?: number;
  readonly jumps?: number;
  readonly sigmaM?: number;
}

/** Drives between random places of the main network; every third one ends on a motorway or trunk where there is one. */
export function sampleDrives(graph: RoadGraph, rng: Rng, count: number): RouteGeometry[] {
  const net = prepareMainNet(graph, EMERGENCY);
  const workspace = createSearchWorkspace(graph.nodeCount);
  const open = Array.from({ length: graph.edgeCount }, (_, edge) => edge).filter(
    (edge) => (net.edgeSeconds[edge] ?? Infinity) < Infinity,
  );
  const fast = open.filter((edge) => (graph.edgeClass[edge] ?? 99) <= 3);
  const drives: RouteGeometry[] = [];
  while (drives.length < count) {
    const ends = drives.length % 3 === 0 && fast.length > 0 ? fast : open;
    const drive = driveBetween(net, workspace, rng.pick(open), rng.pick(ends), rng);
    if (drive !== undefined) drives.push(drive);
  }
  return drives;
}

function driveBetween(
  net: RoadNet,
  workspace: ReturnType<typeof createSearchWorkspace>,
  fromEdge: number,
  toEdge: number,
  rng: Rng,
): RouteGeometry | undefined {
  const from = pointOnEdge(net.graph, fromEdge, rng.next());
  const to = pointOnEdge(net.graph, toEdge, rng.next());
  const route = fastestRoute(net, workspace, from, to);
  return route !== undefined && route.seconds > 120 ? routeGeometry(net, route) : undefined;
}

/** Fixes of a fleet in the order of their times; every unit begins somewhere on a drive and takes another at its end. */
export function sampleFixes(drives: readonly RouteGeometry[], rng: Rng, options: SampleOptions): SampleFix[] {
  const { units, datum, standing = 0.3, stale = 0.03, jumps = 0.01, sigmaM = 5 } = options;
  const fleet = Array.from({ length: units }, () => {
    const drive = rng.pick(drives);
    const [periodS, offM] = [rng.pick([5, 15]), rng.between(5, 60)];
    return {
      drive,
      seconds: rng.next() * (drive.cumulativeSeconds.at(-1) ?? 0),
      stands: rng.chance(standing),
      periodS,
      offM,
      offDeg: rng.between(0, 360),
      next: rng.between(0, periodS),
      last: undefined as SampleFix | undefined,
    };
  });
  const out: SampleFix[] = [];
  while (out.length < options.fixes) {
    const unit = fleet.reduce((a, b) => (b.next < a.next ? b : a));
    const atMs = Math.round(unit.next * 1000);
    unit.next += unit.periodS;
    if (!unit.stands) unit.seconds += unit.periodS;
    if (unit.seconds > (unit.drive.cumulativeSeconds.at(-1) ?? 0)) {
      unit.drive = rng.pick(drives);
      unit.seconds = 0;
    }
    if (unit.last !== undefined && rng.chance(stale)) {
      out.push(unit.last);
      continue;
    }
    const place = placeOnRoute(unit.drive, unit.seconds);
    const [lon, lat] = unit.stands
      ? destination(place.lon, place.lat, unit.offDeg, unit.offM)
      : [place.lon, place.lat];
    const isJump = rng.chance(jumps);
    const farM = isJump ? rng.between(600, 5000) : Math.abs(rng.normal(0, sigmaM * Math.SQRT2));
    const noisy = destination(lon, lat, rng.between(0, 360), farM);
    const [sentLon, sentLat] = fromWgs84(noisy[0], noisy[1], datum);
    unit.last = {
      unit: fleet.indexOf(unit),
      atMs,
      lon: Number(sentLon.toFixed(7)),
      lat: Number(sentLat.toFixed(7)),
      speedMps: unit.stands || place.arrived ? 0 : place.speedMps,
    };
    out.push(unit.last);
  }
  return out;
}

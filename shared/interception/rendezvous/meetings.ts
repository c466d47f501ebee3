import type { RaceEntry } from '../../contract/planner.ts';
import type { Band } from '../../domain/race.ts';
import type { MeetingRow } from '../../domain/rendezvous.ts';
import { equirectM } from '../../geo/distance.ts';
import { bestVehicle } from '../best-vehicle.ts';
import { fromNow } from '../margin.ts';
import type { RaceContext } from '../race.ts';
import type { Future, Futures } from '../target/futures.ts';
import { type Gate, isStoppable, placeOfGate } from '../target/gates.ts';
import type { Ground, Halt } from '../target/ground.ts';
import { quantile } from '../target/pace.ts';
import { edgeIndexAt } from '../target/passages.ts';

/** Rows that can be chosen with one digit. */
const MOST_ROWS = 5;
/** The call itself: until then the person drives on as before. */
export const CALL_S = 30;
/** Joint arrivals this close (share of the waiting time) are equal; side, post and light then decide. */
const EQUAL_SHARE = 0.01;
const POST_M = 400;
/** Reaching the right side may cost so much more than stopping across the road. */
const SIDE_SLACK_S = 2;

/**
 * Where a willing person on the move can be met, earliest joint arrival first. Every stoppable place is weighed against every
 * way the person may have gone and every unit that can be sent; places the person cannot reach on the road are left out.
 */
export function meetings<P>(
  entry: RaceEntry,
  ground: Ground,
  futures: Futures,
  context: RaceContext<P>,
): MeetingRow[] {
  const { nowMs } = context;
  const fromS = (nowMs - futures.fromMs) / 1000 + CALL_S;
  const places = futures.ways.map((way) => whereIs(ground, way, fromS));
  const stations = ground.gates.filter(({ kind }) => kind === 'station');
  const rows: MeetingRow[] = [];
  let boundMs = Infinity;
  const kept: number[] = [];
  const persons = ground.halts
    .map((halt) => ({ halt, seconds: personBand(ground, halt, places) }))
    .filter((one) => one.seconds !== undefined)
    .toSorted((a, b) => (a.seconds?.mid ?? 0) - (b.seconds?.mid ?? 0));
  for (const { halt, seconds } of persons) {
    const gate = ground.gates[halt.gate];
    if (gate === undefined || seconds === undefined || !isStoppable(gate)) continue;
    const personMs = fromNow(nowMs, seconds);
    // nobody can be met before arriving: whatever comes later in this order cannot be among the first any more
    if (personMs.mid > boundMs) break;
    const best = bestVehicle(entry, placeOfGate(gate, nowMs), context);
    if (best === undefined) continue;
    const unitMs = fromNow(nowMs, best.seconds);
    const jointMs = later(personMs, unitMs);
    kept.push(jointMs.mid);
    if (kept.length >= 2 * MOST_ROWS) {
      kept.sort((a, b) => a - b);
      boundMs = nowMs + ((kept[2 * MOST_ROWS - 1] ?? Infinity) - nowMs) * (1 + EQUAL_SHARE);
    }
    rows.push({
      gateId: gate.id,
      kind: gate.kind,
      name: gate.name,
      lon: gate.lon,
      lat: gate.lat,
      personMs,
      unitMs,
      jointMs,
      unitId: best.unitId,
      onTheWay: onTheWay(futures, halt.gate, fromS),
      isRightSide: isRightSide(ground, halt, places),
      hasPost: hasPost(gate, stations),
      isLit: gate.kind !== 'checkpoint' && (gate.kind !== 'exit' || hasPlaza(gate)),
    });
  }
  return ranked(rows, nowMs).slice(0, MOST_ROWS);
}

/** Where a way has got to: its edge, the share of it still ahead, and its pace. */
interface Position {
  readonly edge: number;
  readonly left: number;
  readonly pace: number;
}

function whereIs({ net }: Ground, way: Future, atS: number): Position {
  const i = edgeIndexAt(way, atS);
  const last = way.edges.length - 1;
  if (i > last) return { edge: way.edges[last] ?? 0, left: 0, pace: way.pace };
  const endS = way.endS[i] ?? 0;
  const startS =
    i === 0 ? endS - (net.edgeSeconds[way.edges[0] ?? 0] ?? 0) * way.pace : (way.endS[i - 1] ?? 0);
  const left = endS > startS ? Math.min(1, Math.max(0, (endS - atS) / (endS - startS))) : 0;
  return { edge: way.edges[i] ?? 0, left, pace: way.pace };
}

/** Seconds until the person stands there: low, middle and high over the ways; undefined when most have no way there. */
function personBand(ground: Ground, halt: Halt, places: readonly Position[]): Band | undefined {
  const seconds = places
    .map((place) => CALL_S + secondsFrom(ground, halt.seconds, place) * place.pace)
    .toSorted((a, b) => a - b);
  const mid = quantile(seconds, 0.5);
  if (seconds.length === 0 || !(mid < Infinity)) return undefined;
  const high = quantile(seconds, 0.9);
  return {
    low: Math.round(quantile(seconds, 0.1)),
    mid: Math.round(mid),
    high: Math.round(high < Infinity ? high : 2 * mid),
  };
}

function secondsFrom({ net }: Ground, field: Float32Array, { edge, left }: Position): number {
  const whole = net.edgeSeconds[edge] ?? Infinity;
  const toHead = left === 0 ? 0 : whole * left;
  return toHead + (field[net.graph.edgeHead[edge] ?? 0] ?? Infinity);
}

function isRightSide(ground: Ground, halt: Halt, places: readonly Position[]): boolean {
  const right = places.filter(
    (place) =>
      secondsFrom(ground, halt.onItsSide, place) <= secondsFrom(ground, halt.seconds, place) + SIDE_SLACK_S,
  );
  return 2 * right.length >= places.length;
}

function onTheWay({ ways }: Futures, gate: number, fromS: number): number {
  const passing = ways.filter((way) => way.passes.some((pass) => pass.gate === gate && pass.atS >= fromS));
  return ways.length === 0 ? 0 : passing.length / ways.length;
}

function hasPost(gate: Gate, stations: readonly Gate[]): boolean {
  return stations.some(({ lon, lat }) => equirectM(lon, lat, gate.lon, gate.lat) <= POST_M);
}

function hasPlaza(gate: Gate): boolean {
  return gate.halts.some((halt) => 'kind' in halt && halt.kind === 'toll-plaza');
}

function later(a: Band, b: Band): Band {
  return { low: Math.max(a.low, b.low), mid: Math.max(a.mid, b.mid), high: Math.max(a.high, b.high) };
}

/** By joint arrival; those as early as the first of their group are put in order by what makes a place safe. */
function ranked(rows: readonly MeetingRow[], nowMs: number): MeetingRow[] {
  const byTime = rows.toSorted((a, b) => a.jointMs.mid - b.jointMs.mid || (a.gateId < b.gateId ? -1 : 1));
  const out: MeetingRow[] = [];
  for (let i = 0; i < byTime.length; ) {
    const firstMs = byTime[i]?.jointMs.mid ?? nowMs;
    const limitMs = nowMs + (firstMs - nowMs) * (1 + EQUAL_SHARE);
    let end = i;
    while ((byTime[end]?.jointMs.mid ?? Infinity) <= limitMs) end++;
    out.push(...byTime.slice(i, end).toSorted((a, b) => safety(b) - safety(a)));
    i = Math.max(end, i + 1);
  }
  return out;
}

function safety({ isRightSide: side, hasPost: post, isLit, onTheWay: share }: MeetingRow): number {
  return (side ? 8 : 0) + (post ? 4 : 0) + (isLit ? 2 : 0) + share;
}

import type { PlannerOrder, RaceEntry } from '../../contract/planner.ts';
import type { ExitRow, ExitsBoard, LookoutRow } from '../../domain/moving-target.ts';
import type { Band } from '../../domain/race.ts';
import { isOrderOpen } from '../../domain/state-machines.ts';
import { equirectM } from '../../geo/distance.ts';
import { bestVehicle } from '../best-vehicle.ts';
import { fromNow, marginBand } from '../margin.ts';
import { raceOf, type RaceContext } from '../race.ts';
import type { Futures } from './futures.ts';
import { type Gate, isStoppable, placeOfGate } from './gates.ts';
import type { Ground } from './ground.ts';
import { densityOf, passagesOf, type Watch, weighFutures } from './passages.ts';

/** Gates less likely than this are left out, unless somebody is ordered to them. */
const LEAST_CHANCE = 0.01;
const MOST_ROWS = 12;
const MOST_LOOKOUTS = 6;
/** An order this near to a gate is an order to it. */
const AT_GATE_M = 200;

/**
 * Every place where the target can be stopped, likeliest first, against who can be there: the unit under order to it, or the best
 * one were it sent this second. Units on foot are never sent to an exit. `clockless` margins are target minus arrival.
 */
export function exitsBoard<P>(
  entry: RaceEntry,
  ground: Ground,
  futures: Futures,
  context: RaceContext<P>,
): ExitsBoard {
  const { nowMs } = context;
  const orders = ordersByGate(ground.gates, entry.orders);
  const weights = weighFutures(futures, watchesOf(orders), nowMs);
  const passages = passagesOf(futures, weights, nowMs);
  const { pieces, settledShare } = densityOf(ground, futures, weights, nowMs);
  const rows: ExitRow[] = [];
  const lookouts: LookoutRow[] = [];
  for (const { gate: index, chance, targetMs } of passages) {
    const gate = ground.gates[index];
    if (gate === undefined) continue;
    const { id: gateId, kind, name, lon, lat } = gate;
    if (kind === 'camera' || kind === 'border') {
      if (lookouts.length < MOST_LOOKOUTS && chance >= LEAST_CHANCE)
        lookouts.push({ gateId, kind, name, lon, lat, chance, targetMs });
    } else if (orders.has(index) || (rows.length < MOST_ROWS && chance >= LEAST_CHANCE)) {
      rows.push({ gateId, kind, name, lon, lat, chance, targetMs, ...who(gate, index, targetMs) });
    }
  }
  for (const index of orders.keys()) {
    const gate = ground.gates[index];
    if (gate === undefined || !isStoppable(gate) || rows.some(({ gateId }) => gateId === gate.id)) continue;
    const { id: gateId, kind, name, lon, lat } = gate;
    rows.push({ gateId, kind, name, lon, lat, chance: 0, ...who(gate, index, undefined) });
  }
  return {
    targetId: entry.id,
    atMs: nowMs,
    seenAtMs: futures.fromMs,
    rows,
    lookouts,
    density: pieces,
    settledShare,
    unseenShare: unseenShare(ground, futures, weights, nowMs),
    learnedFrom: futures.learnedFrom,
    why: futures.ways.length === 0 ? OFF_THE_ROADS : undefined,
  };

  function who(
    gate: Gate,
    index: number,
    targetMs: Band | undefined,
  ): Omit<ExitRow, 'gateId' | 'kind' | 'name' | 'lon' | 'lat' | 'chance' | 'targetMs'> {
    const order = orders.get(index);
    if (order !== undefined) return underOrder(order, targetMs);
    const best = bestVehicle(entry, placeOfGate(gate, nowMs), context);
    if (best === undefined) return { status: 'open' };
    const { seconds, unitId } = best;
    const arrivalMs = fromNow(nowMs, seconds);
    return {
      status: 'open',
      unitId,
      arrivalMs,
      marginS: targetMs === undefined ? undefined : marginBand(targetMs, arrivalMs),
      latestDepartureMs: targetMs === undefined ? undefined : targetMs.low - seconds.mid * 1000,
    };
  }

  function underOrder(
    order: PlannerOrder,
    targetMs: Band | undefined,
  ): Pick<ExitRow, 'status' | 'orderId' | 'unitId' | 'arrivalMs' | 'marginS'> {
    const stands = order.state === 'on-scene' || order.state === 'met';
    const { arrivalMs } = raceOf({ ...entry, place: order.place, orders: [order] }, context);
    return {
      status: stands ? 'covered' : 'en-route',
      orderId: order.orderId,
      unitId: order.unitId,
      arrivalMs,
      marginS:
        targetMs === undefined || arrivalMs === undefined ? undefined : marginBand(targetMs, arrivalMs),
    };
  }
}

const OFF_THE_ROADS = {
  zh: '最后位置附近没有路网，无法推算去向',
  en: 'no road near the last sighting: the way on cannot be reckoned',
};

/** The open order to each gate; the earliest issued one where there are several. */
function ordersByGate(gates: readonly Gate[], orders: readonly PlannerOrder[]): Map<number, PlannerOrder> {
  const byGate = new Map<number, PlannerOrder>();
  for (const order of orders) {
    if (!isOrderOpen(order.state)) continue;
    let nearest: number | undefined;
    let nearestM = AT_GATE_M;
    for (const [i, gate] of gates.entries()) {
      if (!isStoppable(gate)) continue;
      const points = [gate, ...gate.halts];
      const awayM = Math.min(
        ...points.map(({ lon, lat }) => equirectM(lon, lat, order.place.lon, order.place.lat)),
      );
      if (awayM < nearestM) {
        nearest = i;
        nearestM = awayM;
      }
    }
    if (nearest !== undefined && !byGate.has(nearest)) byGate.set(nearest, order);
  }
  return byGate;
}

function watchesOf(orders: ReadonlyMap<number, PlannerOrder>): Watch[] {
  return [...orders].flatMap(([gate, order]) => {
    const sinceMs = order.enteredAtMs['on-scene'];
    return sinceMs === undefined ? [] : [{ gate, sinceMs }];
  });
}

/** Share of the ways that pass no place where the target could still be stopped. */
function unseenShare(ground: Ground, futures: Futures, weights: Float64Array, nowMs: number): number {
  const nowS = (nowMs - futures.fromMs) / 1000;
  return futures.ways.reduce((sum, way, i) => {
    const isSeen = way.passes.some(({ gate, atS }) => {
      const at = ground.gates[gate];
      return atS >= nowS && at !== undefined && isStoppable(at);
    });
    return sum + (isSeen ? 0 : (weights[i] ?? 0));
  }, 0);
}

import type { Fix } from '../../contract/planner.ts';
import type { PlaceBelief } from '../../domain/belief.ts';
import type { Incident, Order } from '../../domain/entities.ts';
import type { LedgerEvent } from '../../domain/event.ts';
import type { MarginAccount } from '../../domain/margin-account.ts';
import type { State } from '../../domain/state.ts';
import { err, ok, type Result } from '../../kit/result.ts';
import { equirectM } from '../../geo/distance.ts';
import { decisiveOrder, type MarginOrder, type MarginRace } from './margin-marks.ts';

/** A race to be accounted for, and the place arrivals are reckoned to. */
export interface MarginCase {
  readonly race: MarginRace;
  readonly place: PlaceBelief;
  readonly placeFrom: Extract<MarginAccount, { kind: 'ledger' }>['placeFrom'];
  readonly end: Extract<MarginAccount, { kind: 'ledger' }>['end'];
  /** Moments at which roads were closed or opened, ascending. */
  readonly closedAtMs: readonly number[];
  /** Slots of the units that were under order. */
  readonly slotOf: (unitId: string) => number | undefined;
}

/** What the builder reads. `state` is the newest, `events` are the incident's own in order, its alerts' included. */
export interface MarginSource {
  readonly incident: Incident;
  readonly state: State;
  readonly events: readonly LedgerEvent[];
  /** Every closing and opening of a road in the log. */
  readonly roadEvents?: readonly LedgerEvent[] | undefined;
  /** The newest moment of the log. */
  readonly nowMs: number;
  /** Newest fix of a slot at a moment; undefined = none kept. */
  readonly fixAt: (slot: number, atMs: number) => Fix | undefined;
}

type Why = Extract<MarginAccount, { kind: 'none' }>['why'];

/** A unit's position says where she was met only when it is no older. */
const MEETING_FIX_MS = 60_000;
/** Two places this near are one: a car parks round the corner. */
const SAME_PLACE_M = 200;

/** The race of an incident as it turned out, from its own facts, or why no account can be drawn up. */
export function marginCaseOf(source: MarginSource): Result<MarginCase, Why> {
  const { incident, state, events } = source;
  const dueMs = lastDueMs(incident, events);
  if (dueMs === undefined) return err('no-clock');
  const orders = incident.orderIds.flatMap((orderId) => state.orders[orderId] ?? []);
  const plain = orders.map((order) => marginOrder(order, []));
  const found = whereSheWas(source, orders[plain.indexOf(decisiveOrder(plain) ?? marginless)]);
  if (found === undefined) return err('no-place');
  const { place } = found;
  const raised = events.find((event) => event.kind === 'alert/raised');
  const raisedAtMs = raised?.receivedAtMs ?? incident.raisedAtMs;
  const hasMet = plain.some(({ metAtMs }) => metAtMs !== undefined);
  const closedAtMs = incident.closedAtMs ?? lastAtMs(events, 'incident/disposed');
  return ok({
    race: {
      factAtMs: Math.min(raised?.atMs ?? raisedAtMs, raisedAtMs),
      raisedAtMs,
      acknowledgedAtMs: acknowledgedAtMs(events),
      dueMs,
      orders: orders.map((order) => marginOrder(order, wrongSpans(order, events, place, source.nowMs))),
      untilMs: closedAtMs ?? source.nowMs,
    },
    ...found,
    end: hasMet ? 'met' : closedAtMs === undefined ? 'running' : 'closed',
    closedAtMs: roadTurns(source.roadEvents ?? []),
    slotOf: (unitId) => state.units[unitId]?.slot,
  });
}

/** A closing ends at its time or when the road is opened; a moment that turns out to be no change costs nothing. */
function roadTurns(events: readonly LedgerEvent[]): number[] {
  const turns = events.flatMap((event) => {
    if (event.kind === 'road/opened') return [event.atMs];
    if (event.kind !== 'road/closed') return [];
    return event.data.untilMs === undefined ? [event.atMs] : [event.atMs, event.data.untilMs];
  });
  return [...new Set(turns)].toSorted((a, b) => a - b);
}

const marginless: MarginOrder = { unitId: '', issuedAtMs: 0, wrongPlaceMs: [] };

/** The clock as last known: one that was taken back leaves the one before. */
function lastDueMs({ clock }: Incident, events: readonly LedgerEvent[]): number | undefined {
  if (clock.kind !== 'unknown') return clock.dueAtMs;
  const known = events.flatMap((event) => {
    const told =
      event.kind === 'alert/raised' || event.kind === 'incident/clock-set' ? event.data.clock : undefined;
    return told === undefined || told.kind === 'unknown' ? [] : [told.dueAtMs];
  });
  return known.at(-1);
}

/** Where she was met, by the position of who met her; else the place of the order; else the last belief. */
function whereSheWas(
  { incident, state, fixAt }: MarginSource,
  order: Order | undefined,
): Pick<MarginCase, 'place' | 'placeFrom'> | undefined {
  const metAtMs = order?.enteredAtMs.met;
  if (order !== undefined && metAtMs !== undefined) {
    const slot = state.units[order.unitId]?.slot;
    const fix = slot === undefined ? undefined : fixAt(slot, metAtMs);
    if (fix === undefined || metAtMs - fix.atMs > MEETING_FIX_MS)
      return { place: order.place, placeFrom: 'order' };
    const { lon, lat, atMs } = fix;
    const place = { kind: 'measured-fix', lon, lat, radiusM: 30, atMs, source: order.unitId } as const;
    return { place, placeFrom: 'met' };
  }
  const place = incident.trail.at(-1) ?? incident.place;
  return place === undefined ? undefined : { place, placeFrom: 'belief' };
}

/** A promotion or an order is an acknowledgement, too. */
function acknowledgedAtMs(events: readonly LedgerEvent[]): number | undefined {
  return events.find(({ kind }) => kind === 'alert/acknowledged' || kind === 'alert/promoted')?.atMs;
}

function lastAtMs(events: readonly LedgerEvent[], kind: LedgerEvent['kind']): number | undefined {
  return events.findLast((event) => event.kind === kind)?.atMs;
}

function marginOrder(
  { unitId, issuedAtMs, enteredAtMs }: Order,
  wrongPlaceMs: MarginOrder['wrongPlaceMs'],
): MarginOrder {
  return {
    unitId,
    issuedAtMs,
    signedAtMs: enteredAtMs.signed,
    rollingAtMs: enteredAtMs.rolling,
    onSceneAtMs: enteredAtMs['on-scene'],
    metAtMs: enteredAtMs.met,
    endedAtMs: enteredAtMs.recalled ?? enteredAtMs.returned ?? enteredAtMs.transferred,
    wrongPlaceMs,
  };
}

/** Spans during which the order named a place she was not at, by more than its own radius. */
function wrongSpans(
  order: Order,
  events: readonly LedgerEvent[],
  truth: PlaceBelief,
  nowMs: number,
): [fromMs: number, toMs: number][] {
  const named = events.flatMap((event) =>
    (event.kind === 'order/issued' || event.kind === 'order/redirected') &&
    event.data.orderId === order.orderId
      ? [{ atMs: event.atMs, place: event.data.place }]
      : [],
  );
  return named.flatMap(({ atMs, place }, i) => {
    const offM = equirectM(place.lon, place.lat, truth.lon, truth.lat);
    const isRight = offM <= Math.max(SAME_PLACE_M, place.radiusM) + truth.radiusM;
    return isRight ? [] : [[atMs, named[i + 1]?.atMs ?? nowMs] as [number, number]];
  });
}

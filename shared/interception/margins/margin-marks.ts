import type { MarginStage } from '../../domain/margin-account.ts';
import type { MarginMark } from './book-margin.ts';

/** An order of the race, epoch ms; undefined = never came to it. */
export interface MarginOrder {
  readonly unitId: string;
  readonly issuedAtMs: number;
  readonly signedAtMs?: number | undefined;
  readonly rollingAtMs?: number | undefined;
  readonly onSceneAtMs?: number | undefined;
  readonly metAtMs?: number | undefined;
  /** Recalled, returned or transferred. */
  readonly endedAtMs?: number | undefined;
  /** Spans during which the order named a place where she was not, [from, to) in epoch ms. */
  readonly wrongPlaceMs: readonly (readonly [fromMs: number, toMs: number])[];
}

/** A race as it turned out. */
export interface MarginRace {
  /** When what the alert tells happened, and when the alert came. */
  readonly factAtMs: number;
  readonly raisedAtMs: number;
  readonly acknowledgedAtMs?: number | undefined;
  /** When the money went, or would have gone, as known at the end. */
  readonly dueMs: number;
  readonly orders: readonly MarginOrder[];
  /** The moment the account is drawn up, when nobody has met her before. */
  readonly untilMs: number;
}

/**
 * Road seconds to where she really was, from where units really were; undefined = not known then, or no way.
 * Answers must depend on the arguments only.
 */
export interface MarginReach {
  /** Of the nearest unit that could have been sent at that moment. */
  bestS(atMs: number): number | undefined;
  unitS(unitId: string, atMs: number): number | undefined;
  /** Moments at which a road was closed or opened; the answers above change there. */
  readonly closedAtMs?: readonly number[] | undefined;
}

/** How often a way is looked at; a loss is dated no finer than this. */
const STEP_MS = 5000;

/**
 * The race as marks: before the decisive order (the first that met her, else the last) the best anybody could do, after it
 * what its unit could do. Marks begin with the first moment at which anybody could be reckoned with.
 */
export function marksOf(race: MarginRace, reach: MarginReach): MarginMark[] {
  const order = decisiveOrder(race.orders);
  const endMs = order?.metAtMs ?? order?.endedAtMs ?? race.untilMs;
  const marks: MarginMark[] = [];
  const add = (atMs: number, seconds: number | undefined, stage: MarginStage): void => {
    const arrivalS = seconds ?? lastSeconds(marks);
    if (arrivalS !== undefined) marks.push({ atMs, arrivalMs: atMs + Math.round(arrivalS * 1000), stage });
  };
  const waitEndMs = order?.issuedAtMs ?? endMs;
  const closures = reach.closedAtMs ?? [];
  const atRest = (toMs: number, stage: MarginStage): void => {
    // elapsed seconds belong to whoever held the race; what the units did meanwhile is booked apart
    const held = lastSeconds(marks);
    if (held !== undefined) add(toMs, held, stage);
    add(toMs, reach.bestS(toMs), closures.includes(toMs) ? 'closed-road' : 'units-moved');
  };
  add(race.factAtMs, reach.bestS(race.factAtMs), 'model-delay');
  for (const [toMs, stage] of waiting(race, order, waitEndMs, closures)) atRest(toMs, stage);
  if (order === undefined) return marks;
  add(order.issuedAtMs, reach.unitS(order.unitId, order.issuedAtMs), 'unit-choice');
  for (const [fromMs, toMs, stage] of driving(order, endMs, closures)) {
    const before = lastSeconds(marks);
    const after = stage === 'meeting' ? 0 : reach.unitS(order.unitId, toMs);
    if (stage !== 'way') add(toMs, after, stage);
    else if (isWrongPlace(order, fromMs)) add(toMs, after, 'wrong-place');
    else add(toMs, after, isFurther(before, after) ? 'wrong-way' : 'slow-road');
  }
  return marks;
}

/** The latest moment at which some unit known then still made it; undefined = there never was one. To the second. */
export function lastWinnableMs(race: MarginRace, reach: MarginReach): number | undefined {
  const wins = (atMs: number): boolean => atMs + (reach.bestS(atMs) ?? Infinity) * 1000 <= race.dueMs;
  let atMs = race.dueMs;
  while (atMs >= race.factAtMs && !wins(atMs)) atMs -= STEP_MS;
  if (atMs < race.factAtMs) return wins(race.factAtMs) ? race.factAtMs : undefined;
  let low = atMs;
  let high = Math.min(race.dueMs, atMs + STEP_MS);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    if (wins(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The first order that met her, else the last one issued. */
export function decisiveOrder(orders: readonly MarginOrder[]): MarginOrder | undefined {
  const met = orders.filter(({ metAtMs }) => metAtMs !== undefined);
  const byMeeting = met.toSorted((a, b) => (a.metAtMs ?? 0) - (b.metAtMs ?? 0));
  return byMeeting[0] ?? orders.toSorted((a, b) => a.issuedAtMs - b.issuedAtMs).at(-1);
}

/** Ends of the spans before the decisive order, and who held the race in them. */
function waiting(
  race: MarginRace,
  order: MarginOrder | undefined,
  endMs: number,
  closures: readonly number[],
): [toMs: number, stage: MarginStage][] {
  const edges = new Set([race.raisedAtMs, race.acknowledgedAtMs ?? endMs, endMs]);
  const others = race.orders.filter((other) => other !== order);
  for (const other of others)
    for (const atMs of [other.issuedAtMs, other.endedAtMs ?? endMs]) edges.add(atMs);
  // just before a road closed everything was as it was
  for (const atMs of closures) edges.add(atMs - 1).add(atMs);
  const sorted = [...edges].filter((atMs) => atMs > race.factAtMs && atMs <= endMs).toSorted((a, b) => a - b);
  let fromMs = race.factAtMs;
  return sorted.map((toMs) => {
    const startMs = fromMs;
    fromMs = toMs;
    if (startMs < race.raisedAtMs) return [toMs, 'model-delay'];
    const isOut = others.some((other) => other.issuedAtMs <= startMs && startMs < (other.endedAtMs ?? endMs));
    if (isOut) return [toMs, 'other-order'];
    return [toMs, startMs < (race.acknowledgedAtMs ?? endMs) ? 'ring' : 'desk'];
  });
}

/** Spans of the decisive order. `way` is judged from the way itself; a closed road changes the reach in no time. */
function driving(
  order: MarginOrder,
  endMs: number,
  closures: readonly number[],
): (readonly [fromMs: number, toMs: number, stage: MarginStage | 'way'])[] {
  const { signedAtMs, rollingAtMs, onSceneAtMs, metAtMs } = order;
  const arriveMs = Math.min(onSceneAtMs ?? metAtMs ?? endMs, endMs);
  const ends: [toMs: number, stage: MarginStage | 'way'][] = [
    [signedAtMs ?? rollingAtMs ?? endMs, 'unsigned'],
    [rollingAtMs ?? onSceneAtMs ?? endMs, 'rolling'],
    ...wayEnds(rollingAtMs ?? arriveMs, arriveMs, closures),
    [endMs, 'meeting'],
  ];
  let fromMs = order.issuedAtMs;
  return ends.flatMap(([toMs, stage]) => {
    const startMs = fromMs;
    fromMs = Math.max(startMs, Math.min(toMs, endMs));
    return fromMs > startMs ? [[startMs, fromMs, stage] as const] : [];
  });
}

/** The way in steps. Just before a road closed the way was what it was; the change of that millisecond is the road's. */
function wayEnds(
  fromMs: number,
  toMs: number,
  closures: readonly number[],
): [toMs: number, stage: 'way' | 'closed-road'][] {
  const steps = Array.from(
    { length: Math.ceil(Math.max(0, toMs - fromMs) / STEP_MS) },
    (_, i): [number, 'way'] => [Math.min(toMs, fromMs + (i + 1) * STEP_MS), 'way'],
  );
  const closed = closures
    .filter((atMs) => atMs > fromMs && atMs <= toMs)
    .flatMap((atMs): [number, 'way' | 'closed-road'][] => [
      [atMs - 1, 'way'],
      [atMs, 'closed-road'],
    ]);
  // a step that ends as the road closes would take the road's loss for its own
  const others = steps.filter(([atMs]) => !closures.includes(atMs));
  return [...others, ...closed].toSorted(([a], [b]) => a - b);
}

const isWrongPlace = (order: MarginOrder, atMs: number): boolean =>
  order.wrongPlaceMs.some(([fromMs, toMs]) => fromMs <= atMs && atMs < toMs);

/** Standing still or crawling is slow; only a way that grows is wrong. */
const isFurther = (before: number | undefined, after: number | undefined): boolean =>
  before !== undefined && after !== undefined && after > before + 1;

function lastSeconds(marks: readonly MarginMark[]): number | undefined {
  const last = marks.at(-1);
  return last === undefined ? undefined : (last.arrivalMs - last.atMs) / 1000;
}

import type { RaceEntry } from '../contract/planner.ts';
import type { JointLine, JointProposal, JointTaking } from '../domain/desk-advice.ts';
import { isOrderOpen } from '../domain/state-machines.ts';
import {
  decideTogether,
  type TogetherOption,
  type TogetherQuestion,
  type TogetherRow,
} from './decide-together.ts';
import { orderQueue } from './queue.ts';
import { raceOf } from './race.ts';
import { areEqual } from './ranking.ts';

/** Units one line offers besides its own. */
const MAX_EQUALS = 3;

/**
 * Everything that waits decided at once, for the desk: who goes where, what that gains against each row's own first one
 * after the other, and per line what it costs elsewhere. Undefined = fewer than two wait and nobody under way is better
 * used elsewhere, or none of those that wait can be helped.
 */
export function jointProposal<P>(question: TogetherQuestion<P>): JointProposal | undefined {
  const { entries, context } = question;
  const waiting = entries.filter(isWaiting);
  if (waiting.length === 0) return undefined;
  const rows = decideTogether(question);
  const races = waiting.map((entry) => raceOf(entry, context));
  const order = orderQueue(races, [], context.nowMs).map(({ id }) => id);
  const byId = new Map(rows.map((row) => [row.entry.id, row]));
  const inOrder = order.flatMap((id) => byId.get(id) ?? []);
  const goesTo = new Map(
    rows.flatMap(({ entry, unitId }) => (unitId === undefined ? [] : [[unitId, entry.id]])),
  );
  const isLine = (row: TogetherRow<P>): boolean => row.unitId !== undefined && row.unitId !== row.has?.unitId;
  const taken = rows.filter(({ entry, has }) => {
    const to = has === undefined ? undefined : goesTo.get(has.unitId);
    return to !== undefined && to !== entry.id;
  });
  const lines = [...inOrder, ...taken].filter(isLine).flatMap((row) => lineOf(row, byId, goesTo) ?? []);
  if (lines.length === 0) return undefined;
  if (waiting.length < 2 && lines.every(({ takes }) => takes === undefined)) return undefined;
  const affected = [...inOrder, ...taken];
  return {
    atMs: context.nowMs,
    lines,
    held: inOrder.filter(({ unitId }) => unitId === undefined).map(({ entry }) => entry.id),
    waiting: waiting.length,
    races: affected.length,
    together: sum(affected.map((row) => chanceOf(row, row.unitId))),
    oneByOne: sum(taken.map(({ has }) => has?.chance ?? 0)) + oneByOne(inOrder),
  };
}

/** Whether nobody is on it. */
export function isWaiting({ orders }: RaceEntry): boolean {
  return orders.every(({ state, enteredAtMs }) => !isOrderOpen(state) && enteredAtMs.met === undefined);
}

/** What is expected to be reached when each row, in this order, is sent the best free unit that is left. */
function oneByOne<P>(rows: readonly TogetherRow<P>[]): number {
  const used = new Set<string>();
  let reached = 0;
  for (const row of rows) {
    const first = ownFirst(row, used);
    if (first === undefined) continue;
    used.add(first);
    reached += chanceOf(row, first);
  }
  return reached;
}

/** The free unit the row's own list has first, of those not used yet. */
function ownFirst<P>({ options }: TogetherRow<P>, used: ReadonlySet<string>): string | undefined {
  for (const [unitId, { taking }] of options) if (taking === undefined && !used.has(unitId)) return unitId;
  return undefined;
}

function chanceOf<P>({ options, has }: TogetherRow<P>, unitId: string | undefined): number {
  if (unitId === undefined) return 0;
  return unitId === has?.unitId ? has.chance : (options.get(unitId)?.chance ?? 0);
}

function lineOf<P>(
  row: TogetherRow<P>,
  byId: ReadonlyMap<string, TogetherRow<P>>,
  goesTo: ReadonlyMap<string, string>,
): JointLine | undefined {
  const { unitId, options, entry } = row;
  const option = unitId === undefined ? undefined : options.get(unitId);
  if (unitId === undefined || option === undefined) return undefined;
  const first = ownFirst(row, new Set());
  return {
    targetId: entry.id,
    unitId,
    arrivalMs: option.arrivalMs,
    chance: option.chance,
    win: option.win,
    equals: option.taking === undefined ? equalsOf(row, option, goesTo) : [],
    takes: takingOf(option, byId),
    first:
      first === undefined || first === unitId ? undefined : { unitId: first, keptFor: goesTo.get(first) },
  };
}

/** Free units nobody else is sent, that cannot be told apart from the one that is. */
function equalsOf<P>(
  { options }: TogetherRow<P>,
  option: TogetherOption<P>,
  goesTo: ReadonlyMap<string, string>,
): string[] {
  return [...options]
    .filter(
      ([unitId, other]) =>
        other !== option &&
        other.taking === undefined &&
        !goesTo.has(unitId) &&
        areEqual(option.row, other.row),
    )
    .map(([unitId]) => unitId)
    .slice(0, MAX_EQUALS);
}

function takingOf<P>(
  { taking, row }: TogetherOption<P>,
  byId: ReadonlyMap<string, TogetherRow<P>>,
): JointTaking | undefined {
  const left = taking === undefined ? undefined : byId.get(taking.incidentId);
  if (taking === undefined || left === undefined) return undefined;
  const own = row.candidate.unit.unitId;
  const instead = left.unitId === own ? undefined : left.unitId;
  return {
    orderId: taking.orderId,
    incidentId: taking.incidentId,
    before: left.has?.chance ?? 0,
    after: chanceOf(left, instead),
    insteadUnitId: instead,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

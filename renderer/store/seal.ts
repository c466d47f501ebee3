import type { ExitRow, ExitsBoard } from '../../shared/domain/moving-target.ts';
import type { SealExit, SealPair, SealPlan, SealQuery, SealRow } from '../../shared/domain/seal-plan.ts';
import { isOrderOpen } from '../../shared/domain/state-machines.ts';
import { gatePlaces, type RowPlace, type RowSlot, slotsOf, withNew } from './row-places.ts';
import type { Target } from './target.ts';

/** What somebody has decided about closing the exits of one target; facts stay in the mirror. */
export interface SealIntent {
  readonly targetId: string;
  /** Gates in the order they stood when the plan was opened; later ones follow. One that falls off the board keeps its place. */
  readonly places: readonly RowPlace[];
  /** Gates left out by hand. */
  readonly leftOut: readonly string[];
  readonly pins: readonly SealPair[];
  readonly bans: readonly SealPair[];
  /** The plan on the table; undefined until the first answer, and after every edit. */
  readonly held: readonly SealPair[] | undefined;
  /** How each exit stood when that plan was taken. */
  readonly heldStates: Readonly<Record<string, SealRow['state']>>;
  /** Newest answer. */
  readonly plan: SealPlan | undefined;
  /** First row of a swap. */
  readonly swapFrom: string | undefined;
  /** Pairs whose orders were sent from here. */
  readonly sent: readonly SealPair[];
}

/** How an exit stands: a row of the plan, or what became of its order; unplanned = it has just come up, the answer is under way. */
export type SealState = SealRow['state'] | 'covered' | 'ordered' | 'dropped' | 'unplanned';

/** One line of the panel. */
export interface SealLine {
  readonly exit: ExitRow;
  readonly isLeftOut: boolean;
  readonly isPinned: boolean;
  readonly state: SealState;
  readonly unitId?: string | undefined;
  readonly arrivalMs?: SealRow['arrivalMs'];
  readonly marginS?: SealRow['marginS'];
  /** Set when it stood better when the plan was taken. */
  readonly was?: SealRow['state'] | undefined;
}

/** A fresh plan for a target. */
export function openSeal(board: ExitsBoard): SealIntent {
  return {
    targetId: board.targetId,
    places: gatePlaces(board.rows),
    leftOut: [],
    pins: [],
    bans: [],
    held: undefined,
    heldStates: {},
    plan: undefined,
    swapFrom: undefined,
    sent: [],
  };
}

/** Gives exits that have come up a place after all others; the same object when none has. */
export function withPlaces(seal: SealIntent, board: ExitsBoard): SealIntent {
  const places = withNew(seal.places, gatePlaces(board.rows));
  return places === seal.places ? seal : { ...seal, places };
}

/** The board's rows in the order the plan keeps. */
function rowsInOrder(seal: SealIntent, board: ExitsBoard): ExitRow[] {
  return slotsOf(withNew(seal.places, gatePlaces(board.rows)), board.rows, ({ gateId }) => gateId).flatMap(
    ({ row }) => row ?? [],
  );
}

/** The question to the planner: exits nobody is under order to, without those left out. */
export function sealQuery(seal: SealIntent, board: ExitsBoard): SealQuery {
  const exits = rowsInOrder(seal, board)
    .filter(({ gateId, status }) => status === 'open' && !seal.leftOut.includes(gateId))
    .map(
      ({ gateId, name, lon, lat, chance, targetMs }): SealExit => ({
        exitId: gateId,
        name,
        lon,
        lat,
        chance,
        targetMs,
      }),
    );
  const isAsked = ({ exitId }: SealPair): boolean => exits.some((exit) => exit.exitId === exitId);
  return {
    targetId: seal.targetId,
    exits,
    pins: seal.pins.filter(isAsked),
    bans: seal.bans.filter(isAsked),
    held: (seal.held ?? []).filter(isAsked),
  };
}

/** Takes an answer in; the first one after an edit becomes the plan on the table, later ones add who is left over to it. */
export function heard(seal: SealIntent, plan: SealPlan): SealIntent {
  const { held } = seal;
  if (held === undefined) return take({ ...seal, plan });
  const added = plan.held.filter((row) => held.every(({ exitId }) => exitId !== row.exitId));
  const pairs = added.flatMap(pairOf);
  if (pairs.length === 0) return { ...seal, plan };
  // a unit that was kept for an exit which has fallen off the board is free for another
  const kept = held.filter(({ unitId }) => pairs.every((pair) => pair.unitId !== unitId));
  const states = Object.fromEntries(added.map(({ exitId, state }) => [exitId, state]));
  return { ...seal, plan, held: [...kept, ...pairs], heldStates: { ...seal.heldStates, ...states } };
}

const pairOf = ({ exitId, unitId }: SealRow): SealPair[] =>
  unitId === undefined ? [] : [{ exitId, unitId }];

/** Puts the newest answer on the table. */
export function take(seal: SealIntent): SealIntent {
  const rows = seal.plan?.rows ?? [];
  return {
    ...seal,
    plan: seal.plan === undefined ? undefined : { ...seal.plan, held: rows },
    held: rows.flatMap(pairOf),
    heldStates: Object.fromEntries(rows.map(({ exitId, state }) => [exitId, state])),
    swapFrom: undefined,
  };
}

const isSame = (a: SealPair, b: SealPair): boolean => a.exitId === b.exitId && a.unitId === b.unitId;
const edited = (seal: SealIntent, edits: Partial<SealIntent>): SealIntent => ({
  ...seal,
  ...edits,
  held: undefined,
  swapFrom: undefined,
});

/** Leaves an exit out, or takes it in again. */
export function toggleExit(seal: SealIntent, exitId: string): SealIntent {
  const leftOut = seal.leftOut.includes(exitId)
    ? seal.leftOut.filter((id) => id !== exitId)
    : [...seal.leftOut, exitId];
  return edited(seal, { leftOut });
}

/** Fixes the unit of an exit, or frees it. */
export function togglePin(seal: SealIntent, pair: SealPair): SealIntent {
  const isPinned = seal.pins.some((pin) => isSame(pin, pair));
  const others = seal.pins.filter((pin) => pin.exitId !== pair.exitId && pin.unitId !== pair.unitId);
  return edited(seal, { pins: isPinned ? others : [...others, pair] });
}

/** Rules a unit out for an exit. */
export function ban(seal: SealIntent, pair: SealPair): SealIntent {
  return edited(seal, {
    bans: [...seal.bans.filter((one) => !isSame(one, pair)), pair],
    pins: seal.pins.filter((pin) => !isSame(pin, pair)),
  });
}

/** Marks a row, or exchanges its unit with that of the row marked before; both are then fixed. */
export function swap(seal: SealIntent, pair: SealPair): SealIntent {
  const from = seal.held?.find(({ exitId }) => exitId === seal.swapFrom);
  if (from === undefined) return { ...seal, swapFrom: pair.exitId };
  if (from.exitId === pair.exitId) return { ...seal, swapFrom: undefined };
  const crossed = [
    { exitId: from.exitId, unitId: pair.unitId },
    { exitId: pair.exitId, unitId: from.unitId },
  ];
  const others = seal.pins.filter(
    ({ exitId, unitId }) => !crossed.some((one) => one.exitId === exitId || one.unitId === unitId),
  );
  const bans = seal.bans.filter((one) => !crossed.some((pin) => isSame(pin, one)));
  return edited(seal, { pins: [...others, ...crossed], bans });
}

/** Gives up all edits and takes the newest plan. */
export function replan(seal: SealIntent): SealIntent {
  return edited(seal, { pins: [], bans: [] });
}

/** Every line of the panel as things are now. `hasFailed` tells of a pair whose order never came about. */
export function sealLines(
  seal: SealIntent,
  board: ExitsBoard,
  target: Target,
  hasFailed: (pair: SealPair) => boolean,
): SealLine[] {
  return rowsInOrder(seal, board).map((exit): SealLine => {
    const { gateId } = exit;
    const base = { exit, isLeftOut: seal.leftOut.includes(gateId), isPinned: false };
    if (exit.status !== 'open')
      return { ...base, ...underOrder(exit), was: worse(seal, gateId, underOrder(exit).state) };
    const sent = seal.sent.findLast(({ exitId }) => exitId === gateId);
    if (sent !== undefined && !hasFailed(sent)) {
      const order = target.orders.findLast(({ unitId }) => unitId === sent.unitId);
      const state = order === undefined || isOrderOpen(order.state) ? 'ordered' : 'dropped';
      return {
        ...base,
        unitId: sent.unitId,
        state,
        was: state === 'dropped' ? seal.heldStates[gateId] : undefined,
      };
    }
    const rows = seal.held === undefined ? seal.plan?.rows : seal.plan?.held;
    const row = rows?.find(({ exitId }) => exitId === gateId);
    if (row === undefined) return { ...base, state: 'unplanned' };
    const { unitId, arrivalMs, marginS, state, isPinned } = row;
    return { ...base, unitId, arrivalMs, marginS, state, isPinned, was: worse(seal, gateId, state) };
  });
}

/** Every place of the panel with its line as things are now. */
export function sealSlots({ places }: SealIntent, lines: readonly SealLine[]): RowSlot<SealLine>[] {
  return slotsOf(places, lines, ({ exit }) => exit.gateId);
}

function underOrder(exit: ExitRow): Pick<SealLine, 'unitId' | 'arrivalMs' | 'marginS' | 'state'> {
  const { unitId, arrivalMs, marginS, status } = exit;
  if (status === 'covered') return { unitId, arrivalMs, marginS, state: 'covered' };
  if (marginS === undefined) return { unitId, arrivalMs, state: 'unclocked' };
  const state = marginS.low > 0 ? 'holds' : marginS.mid >= 0 ? 'tight' : 'late';
  return { unitId, arrivalMs, marginS, state };
}

const RANK: Readonly<Record<SealState, number>> = {
  covered: 5,
  holds: 4,
  tight: 3,
  ordered: 3,
  unclocked: 2,
  late: 1,
  dropped: 0,
  unplanned: 0,
  open: 0,
};

function worse(seal: SealIntent, exitId: string, state: SealState): SealRow['state'] | undefined {
  const was = seal.heldStates[exitId];
  return was !== undefined && RANK[state] < RANK[was] ? was : undefined;
}

/** Whether the newest answer closes more in time than what is on the table. */
export function hasBetter(seal: SealIntent): boolean {
  const { plan, held } = seal;
  if (plan === undefined || held === undefined) return false;
  const score = (rows: readonly SealRow[]): number =>
    rows.reduce((sum, { state }) => sum + (RANK[state] >= RANK.tight ? 1 : 0), 0);
  return score(plan.rows) > score(plan.held);
}

/** Pairs on the table whose orders are still to be sent; none while an edit waits for its answer: what is shown is older. */
export function toSend({ held }: SealIntent, lines: readonly SealLine[]): SealPair[] {
  if (held === undefined) return [];
  return lines.flatMap(({ exit, state, unitId, isLeftOut }) =>
    isLeftOut || unitId === undefined || exit.status !== 'open' || !SENDABLE.has(state)
      ? []
      : [{ exitId: exit.gateId, unitId }],
  );
}

const SENDABLE: ReadonlySet<SealState> = new Set(['holds', 'tight', 'unclocked', 'late']);

import type { JointLine, JointProposal } from '../../shared/domain/desk-advice.ts';
import { isOrderOpen } from '../../shared/domain/state-machines.ts';
import type { State } from '../../shared/domain/state.ts';
import { type Target, targetOf } from './target.ts';

/** What somebody has decided about a joint proposal; facts stay in the mirror. */
export interface JointIntent {
  /** The proposal on the table: lines keep their places until somebody asks for newer ones. */
  readonly held: JointProposal;
  /** Lines struck out, by target. */
  readonly struck: readonly string[];
  /** Unit by target, where somebody chose between equals. */
  readonly chosen: Readonly<Record<string, string>>;
  /** Lines whose orders were sent from here, by target. */
  readonly sent: readonly string[];
}

/** One line as it stands now. */
export interface JointRow {
  readonly line: JointLine;
  /** Undefined = it is not known any more. */
  readonly target: Target | undefined;
  /** Who can be chosen; one = nobody else is as near. */
  readonly choices: readonly string[];
  /** Who would be sent; undefined = somebody has to choose. */
  readonly unitId: string | undefined;
  /** gone = the race is over or covered, or the unit is on something else by now. */
  readonly state: 'ready' | 'choose' | 'struck' | 'ordered' | 'failed' | 'gone';
}

/** A proposal nobody has touched. */
export function openJoint(held: JointProposal): JointIntent {
  return { held, struck: [], chosen: {}, sent: [] };
}

/** The lines as they stand; `hasFailed` = the last order given to a unit was refused or never left. */
export function jointRows(
  { held, struck, chosen, sent }: JointIntent,
  state: State,
  hasFailed: (unitId: string) => boolean,
): JointRow[] {
  const given = new Set(held.lines.flatMap(({ takes }) => takes?.orderId ?? []));
  return held.lines.map((line) => {
    const { targetId, equals, takes } = line;
    const target = targetOf(state, targetId);
    // one unit goes to one race, whoever else it would be as near to
    const elsewhere = new Set(
      held.lines.flatMap((one) => (one === line ? [] : (chosen[one.targetId] ?? []))),
    );
    const choices = [line.unitId, ...equals].filter((id) => !elsewhere.has(id));
    const unitId = chosen[targetId] ?? (choices.length === 1 ? choices[0] : undefined);
    const isCovered =
      target?.orders.some((order) => isOrderOpen(order.state) && !given.has(order.orderId)) ?? false;
    const isTaken = (id: string): boolean => (state.units[id]?.orderId ?? takes?.orderId) !== takes?.orderId;
    const row = (now: JointRow['state']): JointRow => ({ line, target, choices, unitId, state: now });
    if (sent.includes(targetId)) return row(unitId !== undefined && hasFailed(unitId) ? 'failed' : 'ordered');
    if (target === undefined || target.isClosed || isCovered) return row('gone');
    if (struck.includes(targetId)) return row('struck');
    if (choices.every(isTaken) || (unitId !== undefined && isTaken(unitId))) return row('gone');
    return row(unitId === undefined ? 'choose' : 'ready');
  });
}

/** Strikes a line out, or takes it in again. */
export function toggleLine(joint: JointIntent, targetId: string): JointIntent {
  const isOut = joint.struck.includes(targetId);
  const struck = isOut ? joint.struck.filter((id) => id !== targetId) : [...joint.struck, targetId];
  return { ...joint, struck };
}

/** The next of the line's equal units. */
export function nextChoice(joint: JointIntent, { line, choices, unitId }: JointRow): JointIntent {
  if (choices.length < 2) return joint;
  const next = choices[(unitId === undefined ? -1 : choices.indexOf(unitId)) + 1] ?? choices[0];
  return next === undefined ? joint : { ...joint, chosen: { ...joint.chosen, [line.targetId]: next } };
}

/** Whether the newest proposal sends others than the one on the table, equals apart. */
export function isOutdated({ held, sent }: JointIntent, newest: JointProposal | undefined): boolean {
  if (newest === undefined) return false;
  const open = ({ lines }: JointProposal): readonly JointLine[] =>
    lines.filter(({ targetId }) => !sent.includes(targetId));
  const [before, after] = [open(held), open(newest)];
  return (
    before.length !== after.length ||
    after.some(({ targetId, unitId }) => {
      const line = before.find((one) => one.targetId === targetId);
      return line === undefined || (line.unitId !== unitId && !line.equals.includes(unitId));
    })
  );
}

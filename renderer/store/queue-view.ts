import type { Race } from '../../shared/domain/race.ts';
import type { State } from '../../shared/domain/state.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { openOrder, openTargets, type Target } from './target.ts';

/** One row: what it is about and the race it is in, when the planner has answered for it. */
export interface QueueRow {
  readonly id: string;
  readonly target: Target;
  readonly race: Race | undefined;
}

/** Parts of the queue from top to bottom. `races` is what the header's 按余量排序 speaks of. */
export type SectionKey = 'races' | 'too-late' | 'unknown' | 'no-place' | 'L2' | 'L3';

/** One part. Rows of a folded group are kept, so that its count and its oldest are honest. */
export interface QueueSection {
  readonly key: SectionKey;
  readonly rows: readonly QueueRow[];
  readonly isFolded: boolean;
}

const GRAVE: ReadonlySet<AlertLevel> = new Set(['L0', 'L1']);
const ORDER: readonly SectionKey[] = ['races', 'too-late', 'unknown', 'no-place', 'L2', 'L3'];
/** L2 shows its first rows unfolded; more than this and the rest is one line. */
export const GROUP_HEAD = 3;

function sectionOf(target: Target, race: Race | undefined): SectionKey {
  if (!GRAVE.has(target.level)) return target.level === 'L2' ? 'L2' : 'L3';
  if (target.place === undefined) return 'no-place';
  if (target.clock.kind === 'unknown') return 'unknown';
  return race?.outlook === 'too-late' ? 'too-late' : 'races';
}

/**
 * The queue as drawn. The order inside a part is the planner's (tightest first, with its own hysteresis); targets it has not
 * answered for yet come after, gravest and oldest first. Pure.
 */
export function queueSections(
  state: State,
  races: readonly Race[],
  expanded: readonly string[],
): readonly QueueSection[] {
  const rank = new Map(races.map((race, index) => [race.id, index]));
  const rows = openTargets(state).map((target): QueueRow => {
    const index = rank.get(target.id);
    return { id: target.id, target, race: index === undefined ? undefined : races[index] };
  });
  rows.sort(
    (a, b) =>
      (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity) ||
      a.target.level.localeCompare(b.target.level) ||
      a.target.raisedAtMs - b.target.raisedAtMs ||
      a.id.localeCompare(b.id),
  );
  const byKey = new Map<SectionKey, QueueRow[]>();
  for (const row of rows) {
    const key = sectionOf(row.target, row.race);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [row]);
    else list.push(row);
  }
  return ORDER.flatMap((key) => {
    const list = byKey.get(key);
    if (list === undefined) return [];
    return [{ key, rows: list, isFolded: (key === 'L2' || key === 'L3') && !expanded.includes(key) }];
  });
}

/** Rows of a section that are on screen. */
export function visibleRows(section: QueueSection): readonly QueueRow[] {
  if (!section.isFolded) return section.rows;
  return section.key === 'L2' ? section.rows.slice(0, GROUP_HEAD) : [];
}

/** Ids in the order the keyboard walks them. */
export function walkOrder(sections: readonly QueueSection[]): readonly string[] {
  return sections.flatMap((section) => visibleRows(section).map((row) => row.id));
}

/** The id `step` rows away; the selection is found by id, so a re-sort never moves it. From nowhere the first or last row. */
export function walk(
  ids: readonly string[],
  selectedId: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = selectedId === undefined ? -1 : ids.indexOf(selectedId);
  if (at === -1) return step === 1 ? ids[0] : ids.at(-1);
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))];
}

/** The figures of the header. Each is the length of a list that can be opened. */
export interface Counts {
  readonly open: number;
  readonly racing: number;
  readonly uncovered: number;
  readonly atRiskFen: number;
  readonly unacknowledgedL0: number;
}

/** Counts over the queue. Racing = somebody is on it and its clock is known; at risk = amounts of open L0/L1 targets whose money is not yet met or secured. */
export function countsOf(sections: readonly QueueSection[]): Counts {
  let open = 0;
  let racing = 0;
  let uncovered = 0;
  let atRiskFen = 0;
  let unacknowledgedL0 = 0;
  for (const section of sections) {
    for (const row of section.rows) {
      open += 1;
      if (row.target.level === 'L0' && !row.target.isAcknowledged) unacknowledgedL0 += 1;
      if (!GRAVE.has(row.target.level) || row.race?.outlook === 'met') continue;
      atRiskFen += row.target.amount?.fen ?? 0;
      if (isUncovered(row)) uncovered += 1;
      else if (section.key === 'races' || section.key === 'too-late') racing += 1;
    }
  }
  return { open, racing, uncovered, atRiskFen, unacknowledgedL0 };
}

/** An L0/L1 that nobody is on. An order counts at once, before the race with it is worked out. */
export function isUncovered(row: QueueRow): boolean {
  return (
    GRAVE.has(row.target.level) &&
    row.race?.outlook !== 'met' &&
    row.race?.covered !== true &&
    openOrder(row.target) === undefined
  );
}

import type { State } from '../../shared/domain/state.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { ALERT_LEVELS } from '../../shared/domain/vocabulary.ts';
import type { Board, Township } from '../../shared/roads/board.ts';
import { type Target, targetOf } from './target.ts';

/** What a board can be coloured by. */
export const BOARD_MEASURES = ['open', 'raised', 'lost', 'saved'] as const;
export type BoardMeasure = (typeof BOARD_MEASURES)[number];

/** Facts that name one township. Money in fen. */
export interface TownshipFacts {
  /** Open now, whenever raised; the gravest first. */
  readonly open: readonly Target[];
  /** Gravest level among them. */
  readonly level: AlertLevel | undefined;
  /** Raised in the window. */
  readonly raised: number;
  readonly lostFen: number;
  readonly savedFen: number;
  /** Units whose base bears the township's name. */
  readonly units: number;
}

/** The facts of a board in a window of time. */
export interface BoardFacts {
  readonly byCode: ReadonlyMap<string, TownshipFacts>;
  /** Raised in the window or open, and naming none of the board's townships. */
  readonly elsewhere: number;
  /** Raised in the window or open, and naming one. */
  readonly here: number;
}

const NONE: TownshipFacts = { open: [], level: undefined, raised: 0, lostFen: 0, savedFen: 0, units: 0 };

/**
 * Counts what the facts say of each township since `sinceMs`. A fact belongs to a township only when its place names it in
 * words; nothing is guessed from coordinates, because a board has points and no borders.
 */
export function boardFacts(board: Board, state: State, sinceMs: number): BoardFacts {
  const byCode = new Map<string, TownshipFacts>(board.townships.map(({ code }) => [code, NONE]));
  const find = townshipFinder(board.townships);
  let [here, elsewhere] = [0, 0];
  for (const target of targetsOf(state)) {
    const isInWindow = target.raisedAtMs >= sinceMs;
    if (target.isClosed && !isInWindow) continue;
    const code = find(placesOf(target));
    const facts = code === undefined ? undefined : byCode.get(code);
    if (code === undefined || facts === undefined) elsewhere++;
    else {
      here++;
      byCode.set(code, withTarget(facts, target, isInWindow));
    }
  }
  countUnits(byCode, state, find);
  return { byCode, here, elsewhere };
}

function withTarget(facts: TownshipFacts, target: Target, isInWindow: boolean): TownshipFacts {
  const money = isInWindow ? (target.incident?.money ?? {}) : {};
  const open = target.isClosed ? facts.open : [...facts.open, target].toSorted(byGravity);
  return {
    ...facts,
    open,
    level: open[0]?.level,
    raised: facts.raised + (isInWindow ? 1 : 0),
    lostFen: facts.lostFen + (money.lost ?? 0),
    savedFen: facts.savedFen + (money.intercepted ?? 0) + (money['loss-avoided'] ?? 0),
  };
}

function countUnits(
  byCode: Map<string, TownshipFacts>,
  state: State,
  find: (texts: readonly string[]) => string | undefined,
): void {
  for (const { base } of Object.values(state.units)) {
    const code = base === undefined ? undefined : find([base.zh]);
    const facts = code === undefined ? undefined : byCode.get(code);
    if (code !== undefined && facts !== undefined) byCode.set(code, { ...facts, units: facts.units + 1 });
  }
}

/** One township's figure under a measure. */
export function measureOf(facts: TownshipFacts, measure: BoardMeasure): number {
  switch (measure) {
    case 'open':
      return facts.open.length;
    case 'raised':
      return facts.raised;
    case 'lost':
      return facts.lostFen;
    case 'saved':
      return facts.savedFen;
  }
}

const byGravity = (a: Target, b: Target): number =>
  ALERT_LEVELS.indexOf(a.level) - ALERT_LEVELS.indexOf(b.level) || a.raisedAtMs - b.raisedAtMs;

function targetsOf(state: State): Target[] {
  const incidents = Object.keys(state.incidents);
  const alerts = Object.values(state.alerts)
    .filter((alert) => alert.incidentId === undefined && alert.state !== 'merged')
    .map((alert) => alert.alertId);
  return [...incidents, ...alerts].flatMap((id) => targetOf(state, id) ?? []);
}

/** What its beliefs are called, the newest first. */
function placesOf({ place, incident }: Target): string[] {
  const beliefs = [place, ...(incident?.trail.toReversed() ?? [])];
  return beliefs.flatMap((belief) => belief?.label?.zh ?? []);
}

/** Finds the township that a text names: in full, or its police station. Of two names the longer counts. */
function townshipFinder(townships: readonly Township[]): (texts: readonly string[]) => string | undefined {
  const names = townships
    .flatMap(({ code, name }) => [
      { text: name.zh, code },
      { text: `${name.zh.replace(/(?:街道|土家族乡|镇|乡)$/u, '')}派出所`, code },
    ])
    .toSorted((a, b) => b.text.length - a.text.length);
  return (texts) => {
    for (const text of texts) {
      const found = names.find((name) => text.includes(name.text));
      if (found !== undefined) return found.code;
    }
    return undefined;
  };
}

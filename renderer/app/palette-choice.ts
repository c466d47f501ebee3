import { steppedRow } from './dock-keys.ts';
import type { PaletteItem } from './palette-search.ts';

/** What Enter means while the palette lies open. */
export interface PaletteChoice {
  readonly query: string;
  /** Undefined = nothing that can be done is offered first. */
  readonly id: string | undefined;
}

type Line = Pick<PaletteItem, 'kind' | 'key' | 'run'>;

/** What a line is, wherever it stands in the list. */
export function lineId({ kind, key }: Pick<Line, 'kind' | 'key'>): string {
  return `${kind} ${key}`;
}

/**
 * The first line of a query is chosen and then held by what it is: names that have been read meanwhile, or a new state of things,
 * put others before it, and Enter must not mean them. One that has gone leaves nothing chosen until the query changes. A line that
 * only says what is missing is not held. The same object when nothing changes.
 */
export function heldChoice(
  before: PaletteChoice | undefined,
  query: string,
  lines: readonly Line[],
): PaletteChoice {
  if (before?.query === query && before.id !== undefined) return before;
  const first = lines[0];
  const id = first === undefined || first.run.do === 'nothing' ? undefined : lineId(first);
  return before?.query === query && before.id === id ? before : { query, id };
}

/** The line Enter means; undefined = the one that was chosen is gone, or there is none. */
export function chosenLine<L extends Line>({ id }: PaletteChoice, lines: readonly L[]): L | undefined {
  return id === undefined ? lines[0] : lines.find((line) => lineId(line) === id);
}

/** The line a step away. */
export function steppedChoice(choice: PaletteChoice, lines: readonly Line[], step: 1 | -1): PaletteChoice {
  return { ...choice, id: steppedRow(lines.map(lineId), choice.id, step) };
}

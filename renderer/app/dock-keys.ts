import type { Dock } from '../store/dock.ts';
import type { IntentStore } from '../store/intent.ts';

const WALKS: ReadonlySet<string> = new Set(['KeyJ', 'KeyK', 'ArrowDown', 'ArrowUp']);

/** What keys do in one dock that lies open over the map. */
export interface DockKeys {
  /** A closed dock takes no key. */
  isOpen(): boolean;
  walk(step: 1 | -1): void;
  /** Row of the digit that was pressed, from 0; false = the digit means nothing here. */
  digit(nth: number): boolean;
  /** The dock's own keys, by `code`. */
  readonly keys: Readonly<Record<string, () => void>>;
}

/** Binds them; the function is true when the dock took the key. A key held down walks and does nothing else. */
export function dockKeys({
  isOpen,
  walk,
  digit,
  keys,
}: DockKeys): (press: { readonly code: string; readonly repeat: boolean }) => boolean {
  const all: Readonly<Record<string, () => void>> = {
    KeyJ: () => walk(1),
    ArrowDown: () => walk(1),
    KeyK: () => walk(-1),
    ArrowUp: () => walk(-1),
    ...keys,
  };
  return ({ code, repeat }) => {
    if (!isOpen() || (repeat && !WALKS.has(code))) return false;
    const row = /^(?:Digit|Numpad)([1-9])$/u.exec(code)?.[1];
    if (row !== undefined) return digit(Number(row) - 1);
    all[code]?.();
    return all[code] !== undefined;
  };
}

/** The keys of a dock that proposes orders: a digit takes a row out or in again, Enter sends what is left. */
export function proposalKeys({
  intent,
  dock,
  walk,
  toggle,
  sendAll,
  keys,
}: {
  readonly intent: IntentStore;
  readonly dock: Dock;
  readonly walk: DockKeys['walk'];
  readonly toggle: (nth: number) => void;
  readonly sendAll: () => void;
  readonly keys: DockKeys['keys'];
}): ReturnType<typeof dockKeys> {
  return dockKeys({
    isOpen: () => intent.getState().dock === dock,
    walk,
    digit(nth) {
      toggle(nth);
      return true;
    },
    keys: { ...keys, Enter: sendAll, NumpadEnter: sendAll },
  });
}

/** The row a step away, held at the ends; undefined = there is none. An id that is not there counts as before the first. */
export function steppedRow(
  ids: readonly string[],
  fromId: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = ids.indexOf(fromId ?? ids[0] ?? '');
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))];
}

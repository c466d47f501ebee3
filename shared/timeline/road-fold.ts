import type { LedgerEvent } from '../domain/event.ts';
import type { State } from '../domain/state.ts';

type RoadFact<K extends string> = Extract<LedgerEvent, { kind: K }>;

/** A road was closed; the same id again says it anew. Closures whose time is over are dropped on the occasion. */
export function closedRoad(state: State, { atMs, data }: RoadFact<'road/closed'>): State {
  const inForce = Object.entries(state.closures).filter(([, { untilMs }]) => atMs < (untilMs ?? Infinity));
  const closure = { ...data, closedAtMs: atMs };
  return { ...state, closures: { ...Object.fromEntries(inForce), [data.closureId]: closure } };
}

/** A closed road was opened again. */
export function openedRoad(state: State, { data }: RoadFact<'road/opened'>): State {
  if (state.closures[data.closureId] === undefined) return state;
  const { [data.closureId]: _opened, ...closures } = state.closures;
  return { ...state, closures };
}

import type { StatePatch } from '../contract/port.ts';
import type { State } from '../domain/state.ts';

type Table<T> = Readonly<Record<string, T>>;

function changedRows<T>(before: Table<T>, after: Table<T>): Record<string, T | null> {
  const changed: Record<string, T | null> = {};
  if (before === after) return changed;
  for (const [key, row] of Object.entries(after)) if (before[key] !== row) changed[key] = row;
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) changed[key] = null;
  return changed;
}

function applyRows<T>(before: Table<T>, changed: Readonly<Record<string, T | null>>): Table<T> {
  const keys = Object.keys(changed);
  if (keys.length === 0) return before;
  const after: Record<string, T> = { ...before };
  for (const key of keys) {
    const row = changed[key];
    if (row === null || row === undefined) delete after[key];
    else after[key] = row;
  }
  return after;
}

/** What changed between two states of one log; cheap because the fold shares untouched entities. */
export function diffState(before: State, after: State): StatePatch {
  return {
    seq: after.seq,
    atMs: after.atMs,
    header: {
      stream: after.stream,
      mode: after.mode,
      region: after.region,
      drill: after.drill,
      tally: after.tally,
    },
    alerts: changedRows(before.alerts, after.alerts),
    incidents: changedRows(before.incidents, after.incidents),
    orders: changedRows(before.orders, after.orders),
    units: changedRows(before.units, after.units),
    closures: changedRows(before.closures, after.closures),
  };
}

/** The state after a patch; untouched tables keep their identity. */
export function applyPatch(state: State, patch: StatePatch): State {
  return {
    ...state,
    ...patch.header,
    seq: patch.seq,
    atMs: patch.atMs,
    alerts: applyRows(state.alerts, patch.alerts),
    incidents: applyRows(state.incidents, patch.incidents),
    orders: applyRows(state.orders, patch.orders),
    units: applyRows(state.units, patch.units),
    closures: applyRows(state.closures, patch.closures),
  };
}

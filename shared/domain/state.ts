import type { Alert, Incident, Order, Unit } from './entities.ts';
import type { RoadClosure } from './road-closure.ts';
import type { RunMode } from './vocabulary.ts';

/** Everything the room knows at one sequence number: a fold of the ledger, immutable, structurally shared. */
export interface State {
  readonly stream: string;
  readonly seq: number;
  /** Time of the newest event. */
  readonly atMs: number;
  readonly mode: RunMode;
  readonly region: string;
  readonly drill?: { readonly name: string; readonly seed: number } | undefined;
  readonly alerts: Readonly<Record<string, Alert>>;
  readonly incidents: Readonly<Record<string, Incident>>;
  readonly orders: Readonly<Record<string, Order>>;
  readonly units: Readonly<Record<string, Unit>>;
  /** Closed roads; those whose time is over are no longer in force but may still be here (`closuresAt`). */
  readonly closures: Readonly<Record<string, RoadClosure>>;
  readonly tally: Tally;
}

/** Running counts since the session began; every one is a count of facts, so a figure can be traced to its list. */
export interface Tally {
  readonly warned: number;
  readonly called: number;
  readonly visited: number;
  readonly saved: number;
  readonly savedFen: number;
  readonly lostFen: number;
  readonly returnedFen: number;
}

/** The state before the first event. */
export function emptyState(stream: string): State {
  return {
    stream,
    seq: 0,
    atMs: 0,
    mode: 'live',
    region: '',
    alerts: {},
    incidents: {},
    orders: {},
    units: {},
    closures: {},
    tally: { warned: 0, called: 0, visited: 0, saved: 0, savedFen: 0, lostFen: 0, returnedFen: 0 },
  };
}

import type { Actor, ArrivalEstimate } from '../../shared/domain/entities.ts';
import type { EventData, EventDraft, EventKind } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Decision } from './rejection.ts';
import { reject } from './rejection.ts';

/** What a decision needs besides state and payload. */
export interface DecideContext {
  readonly nowMs: number;
  readonly actor: Actor;
  readonly expectedVersion?: number | undefined;
  readonly newId: (prefix: string) => string;
  /** The planner's answer for an assignment; undefined = not asked or not known. */
  readonly estimate?: ArrivalEstimate | undefined;
}

/** Makes drafts of this moment by this actor. */
export type Draft = <K extends EventKind>(kind: K, data: EventData[K]) => EventDraft;

/** Binds time and actor of the context to a draft maker. */
export function draftsFor(context: DecideContext): Draft {
  // Kind and data are paired by the signature; the compiler cannot follow that through the union.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (kind, data) => ({ kind, atMs: context.nowMs, actor: context.actor, data }) as EventDraft;
}

/** Refuses when the person decided on an older version of the incident than the one there is now. */
export function checkVersion(state: State, incidentId: string, context: DecideContext): Decision | undefined {
  const current = state.incidents[incidentId]?.version;
  if (current === undefined || context.expectedVersion === undefined || context.expectedVersion === current)
    return undefined;
  return reject(
    'version-conflict',
    `incident ${incidentId} is at version ${current}, the command was decided at version ${context.expectedVersion}`,
    current,
  );
}

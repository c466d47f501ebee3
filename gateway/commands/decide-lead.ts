import type { CommandPayload } from '../../shared/domain/command.ts';
import { isLeadKind, LEAD_SOURCE } from '../../shared/domain/lead-text.ts';
import type { State } from '../../shared/domain/state.ts';
import type { DecideContext } from './decide-context.ts';
import { draftsFor } from './decide-context.ts';
import { incidentOf } from './decide-target.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

/** A console's clock may run ahead of ours by this. */
const AHEAD_MS = 60_000;

/**
 * What a seat was told on the phone of where the person is or was: a belief and, word for word, a note. Whatever the console
 * says, its source is the phone of a desk: nobody can pass a call off as a camera or an operator.
 */
export function decideLead(
  state: State,
  { target, place, text }: CommandPayload['incident/add-lead'],
  context: DecideContext,
): Decision {
  const found = incidentOf(state, target, context);
  if ('refusal' in found) return found.refusal;
  if (!isLeadKind(place.kind)) return reject('invalid', `${place.kind} is nothing that is told on the phone`);
  if (place.atMs > context.nowMs + AHEAD_MS)
    return reject('invalid', `a lead of ${place.atMs - context.nowMs} ms from now`);
  const { incidentId, drafts } = found.about;
  const draft = draftsFor(context);
  const told = { ...place, atMs: Math.min(place.atMs, context.nowMs), source: LEAD_SOURCE };
  return effect(
    [
      ...drafts,
      draft('incident/believed', { incidentId, place: told }),
      draft('incident/noted', { incidentId, noteId: context.newId('note'), text }),
    ],
    { incidentId },
  );
}

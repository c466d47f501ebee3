import type { Command, CommandPayload } from '../../shared/domain/command.ts';
import type { State } from '../../shared/domain/state.ts';
import { decideAcknowledge, decideCloseAlert, decidePromote } from './decide-alert.ts';
import { decideAssign } from './decide-assign.ts';
import type { DecideContext } from './decide-context.ts';
import { decideCloseIncident, decideDispose, decideNote } from './decide-incident.ts';
import { decideAdvance, decideRecall, decideRedirect, decideSetState } from './decide-order.ts';
import type { Decision } from './rejection.ts';

type Decider<K extends keyof CommandPayload> = (
  state: State,
  payload: CommandPayload[K],
  context: DecideContext,
) => Decision;

const DECIDERS: { readonly [K in keyof CommandPayload]: Decider<K> } = {
  'alert/acknowledge': decideAcknowledge,
  'alert/promote': decidePromote,
  'alert/close': decideCloseAlert,
  'order/assign': decideAssign,
  'order/redirect': decideRedirect,
  'order/advance': decideAdvance,
  'order/recall': decideRecall,
  'unit/set-state': decideSetState,
  'incident/note': decideNote,
  'incident/dispose': decideDispose,
  'incident/close': decideCloseIncident,
};

/**
 * What a command does to a state, or why it does nothing. Pure: same arguments, same drafts. Rights, expiry and repetition
 * are the command service's business; the incident's version is checked here, against the state under the lock.
 */
export function decide(
  state: State,
  command: Pick<Command, 'kind' | 'payload'>,
  context: DecideContext,
): Decision {
  const decider = DECIDERS[command.kind] as Decider<typeof command.kind>;
  return decider(state, command.payload as never, context);
}

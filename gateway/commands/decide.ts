import type { CommandKind, CommandPayload } from '../../shared/domain/command.ts';
import type { State } from '../../shared/domain/state.ts';
import { assertNever } from '../../shared/kit/invariant.ts';
import { decideAcknowledge, decideCloseAlert, decidePromote, decideReport } from './decide-alert.ts';
import { decideAssign } from './decide-assign.ts';
import type { DecideContext } from './decide-context.ts';
import { decideCloseIncident, decideDispose, decideNote } from './decide-incident.ts';
import { decideLead } from './decide-lead.ts';
import { decideLook } from './decide-look.ts';
import { decideAnswerMeeting, decideItinerary, decideLeft, decideProposeMeeting } from './decide-meeting.ts';
import { decideAdvance, decidePost, decideRecall, decideRedirect, decideSetState } from './decide-order.ts';
import { decideCloseRoad, decideOpenRoad } from './decide-road.ts';
import type { Decision } from './rejection.ts';

/** The part of a command that says what to do. */
export type Wish = {
  [K in CommandKind]: { readonly kind: K; readonly payload: CommandPayload[K] };
}[CommandKind];

/**
 * What a command does to a state, or why it does nothing. Pure: same arguments, same drafts. Rights, expiry and
 * repetition are the command service's business; the incident's version is checked here, under the stream's lock.
 */
export function decide(state: State, wish: Wish, context: DecideContext): Decision {
  switch (wish.kind) {
    case 'alert/report':
      return decideReport(state, wish.payload, context);
    case 'alert/acknowledge':
      return decideAcknowledge(state, wish.payload, context);
    case 'alert/promote':
      return decidePromote(state, wish.payload, context);
    case 'alert/close':
      return decideCloseAlert(state, wish.payload, context);
    case 'order/assign':
      return decideAssign(state, wish.payload, context);
    case 'order/redirect':
      return decideRedirect(state, wish.payload, context);
    case 'order/advance':
      return decideAdvance(state, wish.payload, context);
    case 'order/recall':
      return decideRecall(state, wish.payload, context);
    case 'unit/set-state':
      return decideSetState(state, wish.payload, context);
    case 'unit/post':
      return decidePost(state, wish.payload, context);
    case 'incident/note':
      return decideNote(state, wish.payload, context);
    case 'incident/left':
      return decideLeft(state, wish.payload, context);
    case 'incident/set-itinerary':
      return decideItinerary(state, wish.payload, context);
    case 'incident/add-lead':
      return decideLead(state, wish.payload, context);
    case 'incident/propose-meeting':
      return decideProposeMeeting(state, wish.payload, context);
    case 'incident/answer-meeting':
      return decideAnswerMeeting(state, wish.payload, context);
    case 'incident/look':
      return decideLook(state, wish.payload, context);
    case 'incident/dispose':
      return decideDispose(state, wish.payload, context);
    case 'incident/close':
      return decideCloseIncident(state, wish.payload, context);
    case 'road/close':
      return decideCloseRoad(state, wish.payload, context);
    case 'road/open':
      return decideOpenRoad(state, wish.payload, context);
    default:
      return assertNever(wish);
  }
}

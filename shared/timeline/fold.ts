import type { Alert, Incident } from '../domain/entities.ts';
import type { LedgerEvent } from '../domain/event.ts';
import type { State } from '../domain/state.ts';
import { invariant } from '../kit/invariant.ts';
import { openIncident, withIncident, withLane } from './incident-fold.ts';
import { lookedFrom } from './look-fold.ts';
import { answeredMeeting, proposedMeeting } from './meeting-fold.ts';
import { foldOrderEvent, type OrderFact } from './order-fold.ts';
import { closedRoad, openedRoad } from './road-fold.ts';

/**
 * The one fold: gateway, console, replay, reports and tests all use it. Pure; shares every untouched entity with the
 * previous state, so a changed reference means a changed entity. Events must come in sequence (InvariantError otherwise).
 * A fact about an entity the log never introduced changes nothing but seq and time: a log is never refused for it.
 */
export function applyEvent(state: State, event: LedgerEvent): State {
  invariant(event.seq === state.seq + 1, `event ${event.seq} after ${state.seq}`);
  const next = applyFact(state, event);
  return { ...next, stream: event.stream, seq: event.seq, atMs: Math.max(state.atMs, event.atMs) };
}

/** Folds many events in order. */
export function foldEvents(state: State, events: Iterable<LedgerEvent>): State {
  let current = state;
  for (const event of events) current = applyEvent(current, event);
  return current;
}

function isAlertFact(event: LedgerEvent): event is AlertFact {
  return event.kind.startsWith('alert/');
}

function isOrderFact(event: LedgerEvent): event is OrderFact {
  return event.kind.startsWith('order/');
}

function isIncidentFact(event: LedgerEvent): event is IncidentFact {
  return event.kind.startsWith('incident/');
}

function applyFact(state: State, event: LedgerEvent): State {
  if (isAlertFact(event)) return applyAlertFact(state, event);
  if (isOrderFact(event)) return foldOrderEvent(state, event);
  if (isIncidentFact(event)) return applyIncidentFact(state, event);
  switch (event.kind) {
    case 'session/started':
      return { ...state, mode: event.data.mode, region: event.data.region, drill: event.data.drill };
    case 'unit/registered': {
      const unit = { ...event.data, stateSinceMs: event.atMs, via: 'console' as const };
      return { ...state, units: { ...state.units, [unit.unitId]: unit } };
    }
    case 'unit/state-changed': {
      const unit = state.units[event.data.unitId];
      if (unit === undefined) return state;
      const { post, ...rest } = unit;
      const kept = post === undefined || event.data.state !== 'standby' ? rest : unit;
      const changed = { ...kept, state: event.data.state, via: event.data.via, stateSinceMs: event.atMs };
      return { ...state, units: { ...state.units, [unit.unitId]: changed } };
    }
    case 'unit/posted': {
      const unit = state.units[event.data.unitId];
      if (unit === undefined) return state;
      const posted = { ...unit, post: event.data.post };
      return { ...state, units: { ...state.units, [unit.unitId]: posted } };
    }
    case 'road/closed':
      return closedRoad(state, event);
    case 'road/opened':
      return openedRoad(state, event);
    case 'withheld':
      return state;
  }
}

type AlertFact = Extract<LedgerEvent, { kind: `alert/${string}` }>;
type IncidentFact = Extract<LedgerEvent, { kind: `incident/${string}` }>;

function withAlert(state: State, alert: Alert): State {
  return { ...state, alerts: { ...state.alerts, [alert.alertId]: alert } };
}

function applyAlertFact(state: State, event: AlertFact): State {
  if (event.kind === 'alert/raised') {
    const alert: Alert = { ...event.data, state: 'raised', raisedAtMs: event.atMs, calls: 0 };
    return withAlert({ ...state, tally: { ...state.tally, warned: state.tally.warned + 1 } }, alert);
  }
  const alert = state.alerts[event.data.alertId];
  if (alert === undefined) return state;
  switch (event.kind) {
    case 'alert/called': {
      const called = state.tally.called + (alert.calls === 0 ? 1 : 0);
      return withAlert({ ...state, tally: { ...state.tally, called } }, { ...alert, calls: alert.calls + 1 });
    }
    case 'alert/acknowledged':
      return withAlert(state, {
        ...alert,
        state: 'acknowledged',
        acknowledgedAtMs: event.atMs,
        acknowledgedBy: event.actor,
      });
    case 'alert/shelved':
      return withAlert(state, { ...alert, state: 'shelved' });
    case 'alert/closed':
      return withAlert(state, {
        ...alert,
        state: 'closed',
        disposition: event.data.disposition,
        closedAtMs: event.atMs,
      });
    case 'alert/merged': {
      const merged = withAlert(state, { ...alert, state: 'merged', incidentId: event.data.incidentId });
      const incident = merged.incidents[event.data.incidentId];
      if (incident === undefined) return merged;
      return withIncident(merged, event, { ...incident, alertIds: [...incident.alertIds, alert.alertId] });
    }
    case 'alert/promoted': {
      const promoted = withAlert(state, { ...alert, state: 'promoted', incidentId: event.data.incidentId });
      return withIncident(promoted, event, openIncident(event.data.incidentId, alert, event.atMs));
    }
  }
}

function applyIncidentFact(state: State, event: IncidentFact): State {
  const incident = state.incidents[event.data.incidentId];
  if (incident === undefined) return state;
  switch (event.kind) {
    case 'incident/phase-changed':
      return withIncident(state, event, { ...incident, phase: event.data.phase });
    case 'incident/level-changed':
      return withIncident(state, event, { ...incident, level: event.data.level });
    case 'incident/clock-set':
      return withIncident(state, event, { ...incident, clock: event.data.clock });
    case 'incident/believed':
      return withIncident(state, event, {
        ...incident,
        place: newest(incident, event.data.place),
        trail: [...incident.trail, event.data.place],
      });
    case 'incident/noted': {
      const { noteId, lane, laneDone, text } = event.data;
      const notes = [...incident.notes, { noteId, atMs: event.atMs, actor: event.actor, lane, text }];
      const noted = { ...incident, notes };
      return withIncident(
        state,
        event,
        lane === undefined ? noted : withLane(noted, lane, laneDone === true, text, event.atMs),
      );
    }
    case 'incident/milestone':
      return withIncident(state, event, {
        ...incident,
        milestones: [...incident.milestones, { milestone: event.data.milestone, atMs: event.atMs }],
      });
    case 'incident/money-moved':
      return withIncident(tallyMoney(state, event), event, moveMoney(incident, event));
    case 'incident/departed':
      return withIncident(state, event, { ...incident, departure: event.data.departure });
    case 'incident/itinerary-set':
      return withIncident(state, event, { ...incident, itinerary: event.data.itinerary });
    case 'incident/meeting-proposed':
      return withIncident(state, event, { ...incident, rendezvous: proposedMeeting(event) });
    case 'incident/meeting-answered':
      return withIncident(state, event, { ...incident, rendezvous: answeredMeeting(incident, event) });
    case 'incident/looked':
      return withIncident(state, event, {
        ...incident,
        looks: [...(incident.looks ?? []), lookedFrom(event)],
      });
    case 'incident/disposed': {
      const isSaved = ['dissuaded', 'blocked', 'frozen'].includes(event.data.disposition);
      const saved = state.tally.saved + (isSaved && incident.disposition === undefined ? 1 : 0);
      const counted = { ...state, tally: { ...state.tally, saved } };
      return withIncident(counted, event, { ...incident, disposition: event.data.disposition });
    }
    case 'incident/closed':
      return withIncident(state, event, { ...incident, closedAtMs: event.atMs });
  }
}

/** Late reports of older sightings join the trail but do not move the belief back in time. */
function newest(incident: Incident, place: Incident['trail'][number]): Incident['place'] {
  return incident.place !== undefined && incident.place.atMs > place.atMs ? incident.place : place;
}

type MoneyFact = Extract<LedgerEvent, { kind: 'incident/money-moved' }>;

function moveMoney(incident: Incident, event: MoneyFact): Incident {
  const { account, fen } = event.data;
  const money = { ...incident.money };
  if (account !== 'at-risk') {
    const from = event.data.from ?? 'at-risk';
    money[from] = Math.max(0, (money[from] ?? 0) - fen);
  }
  money[account] = (money[account] ?? 0) + fen;
  return { ...incident, money };
}

function tallyMoney(state: State, event: MoneyFact): State {
  const { account, fen } = event.data;
  const tally = state.tally;
  if (account === 'lost') return { ...state, tally: { ...tally, lostFen: tally.lostFen + fen } };
  if (account === 'returned') return { ...state, tally: { ...tally, returnedFen: tally.returnedFen + fen } };
  if (
    ['intercepted', 'stop-paid', 'frozen', 'loss-avoided'].includes(account) &&
    event.data.from === undefined
  ) {
    return { ...state, tally: { ...tally, savedFen: tally.savedFen + fen } };
  }
  return state;
}

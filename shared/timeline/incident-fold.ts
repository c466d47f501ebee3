import type { LocalText } from '../domain/belief.ts';
import type { Alert, Incident, LaneState } from '../domain/entities.ts';
import type { LedgerEvent } from '../domain/event.ts';
import type { State } from '../domain/state.ts';
import type { Lane } from '../domain/vocabulary.ts';

const IDLE: LaneState = { state: 'idle' };

/** A new incident as its first alert describes it; version 0 until its first event is stored. */
export function openIncident(incidentId: string, alert: Alert, atMs: number): Incident {
  return {
    incidentId,
    version: 0,
    alertIds: [alert.alertId],
    level: alert.level,
    scamType: alert.scamType,
    title: alert.title,
    reason: alert.reason,
    source: alert.source,
    phase: alert.place === undefined ? 'find' : 'reach',
    openedAtMs: atMs,
    raisedAtMs: alert.raisedAtMs,
    subject: alert.subject,
    amount: alert.amount,
    goods: alert.goods,
    place: alert.place,
    trail: alert.place === undefined ? [] : [alert.place],
    clock: alert.clock,
    lanes: { call: IDLE, family: IDLE, unit: IDLE, account: IDLE },
    notes: [],
    milestones: [],
    money: alert.amount === undefined ? {} : { 'at-risk': alert.amount.fen },
    orderIds: [],
    lastEventAtMs: atMs,
  };
}

/** The lane after something was said or done in it. */
export function withLane(
  incident: Incident,
  lane: Lane,
  done: boolean,
  last: LocalText,
  atMs: number,
): Incident {
  const state: LaneState = { state: done ? 'done' : 'open', last, lastAtMs: atMs };
  return { ...incident, lanes: { ...incident.lanes, [lane]: state } };
}

/** Facts that are decisions about the incident; everything else (notes, sightings, clocks, progress) only informs. */
const DECISIONS: ReadonlySet<LedgerEvent['kind']> = new Set([
  'alert/promoted',
  'alert/merged',
  'incident/level-changed',
  'incident/meeting-proposed',
  'incident/disposed',
  'incident/closed',
  'order/issued',
  'order/redirected',
  'order/recalled',
]);

/**
 * Stores a changed incident with its newest time. The version counts decisions only: a stream of sightings and notes must
 * never make a dispatcher's order fail as a conflict (ADR 0004).
 */
export function withIncident(
  state: State,
  event: Pick<LedgerEvent, 'atMs' | 'kind'>,
  incident: Incident,
): State {
  const version = incident.version + (DECISIONS.has(event.kind) ? 1 : 0);
  const stored = { ...incident, version, lastEventAtMs: event.atMs };
  return { ...state, incidents: { ...state.incidents, [incident.incidentId]: stored } };
}

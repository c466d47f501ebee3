import type { DriveSample, MarginAnswer } from '../../shared/contract/planner.ts';
import type { PortResults } from '../../shared/contract/port.ts';
import { driveSamples } from '../../shared/interception/drive-samples.ts';
import { DRIVES_TO_CALIBRATE } from '../../shared/interception/eta-model.ts';
import { type FixOf, latestFixes } from '../../shared/interception/fix-source.ts';
import {
  marginAccountOf,
  marginSample,
  marginTimes,
} from '../../shared/interception/margins/margin-account.ts';
import { marginCaseOf } from '../../shared/interception/margins/margin-case.ts';
import type { EventLog } from '../../shared/timeline/keyframes.ts';
import type { PlannerPort } from './planner-port.ts';
import { PastReading } from './past-reading.ts';
import type { Tracks } from './tracks.ts';
import { incidentOf } from './view-session.ts';

/** A unit heard of this soon after the fact stood there before; only who knew it was missing. */
const LEAD_IN_MS = 60_000;

export interface ReadMarginsInput {
  readonly planner: PlannerPort;
  readonly log: EventLog;
  readonly tracks: Pick<Tracks, 'latestAt' | 'past'>;
  /** Feed time of the live edge. */
  readonly nowMs: number;
  /** Fetches the positions since a moment, as far as there are any. */
  readonly positionsSince: (atMs: number) => Promise<void>;
}

/** Draws up the margin account of an incident, asking the planner in small steps. Empty = the planner did not answer. */
export async function readMargins(
  { planner, log, tracks, nowMs, positionsSince }: ReadMarginsInput,
  incidentId: string,
): Promise<PortResults['margins/read']> {
  const { head } = log;
  const incident = head.incidents[incidentId];
  if (incident === undefined) return {};
  const events = log.events.filter((event) => incidentOf(event, head) === incidentId);
  await positionsSince(events[0]?.atMs ?? incident.raisedAtMs);
  const fixesAt = (atMs: number): FixOf => latestFixes(tracks.latestAt(atMs));
  const found = marginCaseOf({
    incident,
    state: head,
    events,
    nowMs,
    roadEvents: log.events.filter(({ kind }) => kind === 'road/closed' || kind === 'road/opened'),
    fixAt: (slot, atMs) => fixesAt(atMs)(slot),
  });
  if (!found.ok) return { account: { kind: 'none', why: found.error } };
  const { race, place, slotOf } = found.value;
  const slots = race.orders.flatMap(({ unitId }) => slotOf(unitId) ?? []);
  const past = new PastReading(() => tracks.past);
  const soon = fixesAt(race.factAtMs + LEAD_IN_MS);
  const answers: MarginAnswer[] = [];
  // times as they were known when it began: what was learned since would be booked to somebody
  let drives: readonly DriveSample[] | undefined = driveSamples(log.stateAt(race.factAtMs));
  const learnedFrom = drives.length < DRIVES_TO_CALIBRATE ? undefined : drives.length;
  // one moment a turn: putting it together takes some milliseconds with thousands of units, and windows wait meanwhile
  for (const atMs of marginTimes(found.value)) {
    const read = past.at(atMs);
    const known: FixOf = (slot) => read.at(slot, atMs);
    const isLeadIn = atMs < race.factAtMs + LEAD_IN_MS;
    const fixOf: FixOf = isLeadIn ? (slot) => known(slot) ?? soon(slot) : known;
    const sample = marginSample(log.stateAt(atMs), incidentId, fixOf, atMs);
    const answer = await planner.margins(place, slots, [sample], drives);
    drives = undefined;
    if (answer === undefined) return {};
    if (answer.answers === undefined) return { account: { kind: 'none', why: 'no-road' } };
    answers.push(...answer.answers);
  }
  return { account: marginAccountOf(found.value, answers, learnedFrom) };
}

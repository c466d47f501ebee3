import type { PastAlert } from '../contract/planner.ts';
import type { Alert } from '../domain/entities.ts';
import type { State } from '../domain/state.ts';
import type { AlertLevel, Disposition } from '../domain/vocabulary.ts';
import type { Habits } from './habits.ts';

/** Alerts with an outcome, or with a clock, from which their own figures count instead of the assumed ones. */
export const ENOUGH_ALERTS = 40;

const REAL: ReadonlySet<Disposition> = new Set(['dissuaded', 'blocked', 'frozen', 'defrauded']);
const NOT_REAL: ReadonlySet<Disposition> = new Set(['false-alarm', 'mismatch', 'duplicate']);

/** What nobody has counted yet: judgement, said on the screen as assumed. */
const ASSUMED = {
  /** Alerts of L0 and L1 in eight hours. */
  inAShift: 8,
  othersOn: 1.5,
  realShare: { L0: 0.85, L1: 0.85, L2: 0.2, L3: 0.05 } as Readonly<Record<AlertLevel, number>>,
  serveS: 1800,
  /** Median and log spread of the seconds money lasts. */
  lastsS: 1080,
  lastsSpread: 0.55,
} as const;
const SHIFT_S = 8 * 3600;
const STEP_S = 10;
/** Money that lasts longer than this lasts: a due date next year must not make a table of a year. */
const MOST_LASTS_S = 24 * 3600;

/** The alerts of a log that say something about where and how soon the next ones will be: L0 and L1. */
export function pastAlerts(state: State): PastAlert[] {
  return Object.values(state.alerts)
    .filter(({ level }) => level === 'L0' || level === 'L1')
    .map((alert) => pastAlert(alert, state));
}

function pastAlert(alert: Alert, state: State): PastAlert {
  const incident = alert.incidentId === undefined ? undefined : state.incidents[alert.incidentId];
  const disposition = incident?.disposition ?? alert.disposition;
  const { clock, place, level, raisedAtMs } = alert;
  const isReal =
    disposition === undefined || !(REAL.has(disposition) || NOT_REAL.has(disposition))
      ? undefined
      : REAL.has(disposition);
  const isKnown = clock.kind === 'stated' || clock.kind === 'observed';
  return {
    level,
    raisedAtMs,
    endedAtMs: incident?.closedAtMs ?? alert.closedAtMs,
    at: place === undefined || isReal === false ? undefined : { lon: place.lon, lat: place.lat },
    isReal,
    lastedS: isKnown && clock.dueAtMs > raisedAtMs ? (clock.dueAtMs - raisedAtMs) / 1000 : undefined,
  };
}

/** What past alerts teach, each figure from them as soon as there are enough, else assumed. */
export function learnHabits(past: readonly PastAlert[]): Habits {
  const decided = past.filter(({ isReal }) => isReal !== undefined);
  const shareOf = (level: AlertLevel): number => {
    const these = decided.filter((one) => one.level === level);
    if (these.length < ENOUGH_ALERTS) return ASSUMED.realShare[level];
    return these.filter(({ isReal }) => isReal === true).length / these.length;
  };
  const first = past.reduce((least, { raisedAtMs }) => Math.min(least, raisedAtMs), Infinity);
  const last = past.reduce((most, { raisedAtMs }) => Math.max(most, raisedAtMs), -Infinity);
  const isEnough = past.length >= ENOUGH_ALERTS && last - first >= SHIFT_S * 1000;
  return {
    realRate: isEnough ? (past.length * shareOf('L1')) / ((last - first) / 1000) : ASSUMED.inAShift / SHIFT_S,
    othersOn: isEnough ? othersOn(past) : ASSUMED.othersOn,
    realShare: { L0: shareOf('L0'), L1: shareOf('L1'), L2: ASSUMED.realShare.L2, L3: ASSUMED.realShare.L3 },
    serveS: ASSUMED.serveS,
    lasts: survival(past.flatMap(({ lastedS }) => lastedS ?? [])),
  };
}

function othersOn(past: readonly PastAlert[]): number {
  const on = past.map(
    ({ raisedAtMs }) =>
      past.filter(
        (other) =>
          other.raisedAtMs < raisedAtMs &&
          raisedAtMs < (other.endedAtMs ?? other.raisedAtMs + ASSUMED.serveS * 1000),
      ).length,
  );
  return on.reduce((sum, n) => sum + n, 0) / past.length;
}

/** Chance that money lasts: counted, or (too few) a log-logistic curve. */
function survival(lasted: readonly number[]): Habits['lasts'] {
  if (lasted.length < ENOUGH_ALERTS) {
    const still = (s: number): number =>
      1 / (1 + (Math.max(1, s) / ASSUMED.lastsS) ** (LOGISTIC / ASSUMED.lastsSpread));
    return (arrivalS, ageS = 0) => (arrivalS === Infinity ? 0 : still(ageS + arrivalS) / still(ageS));
  }
  const longest = lasted.reduce((most, s) => Math.max(most, s), 0);
  const steps = Math.ceil(Math.min(MOST_LASTS_S, longest) / STEP_S) + 1;
  const longer = Array.from({ length: steps }, (_, i) => lasted.filter((s) => s > i * STEP_S).length);
  const still = (s: number): number => longer[Math.min(steps - 1, Math.ceil(s / STEP_S))] ?? 0;
  return (arrivalS, ageS = 0) =>
    arrivalS === Infinity ? 0 : still(Math.max(0, ageS) + arrivalS) / Math.max(1, still(Math.max(0, ageS)));
}

/** A logistic curve of this steepness is a normal one to the eye. */
const LOGISTIC = 1.702;

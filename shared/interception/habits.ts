import type { AlertLevel } from '../domain/vocabulary.ts';

/** What earlier alerts say of the next ones. */
export interface Habits {
  /** Real alerts a second. */
  readonly realRate: number;
  /** How many others were on when one came up: alerts come in waves. */
  readonly othersOn: number;
  readonly realShare: Readonly<Record<AlertLevel, number>>;
  /** Seconds a unit stays. */
  readonly serveS: number;
  /** Chance that money lasts that long from now, of an alert `ageS` old whose clock nobody knows. */
  lasts(arrivalS: number, ageS?: number): number;
}

/** Chance that a car is on a job when it is needed. */
export function busyShare({ othersOn }: Pick<Habits, 'othersOn'>, cars: number): number {
  return Math.min(0.6, othersOn / Math.max(1, cars));
}

/** Chance that somebody who waits so many road seconds away is in time for the next alert. */
export function chanceAfterDrive({ lasts }: Pick<Habits, 'lasts'>, roadS: number): number {
  return lasts(START_S + SLOWER * roadS);
}

/** Seconds lost before anybody drives, and how much slower than the free road: what a desk would assume. */
const START_S = 90;
const SLOWER = 1.1;

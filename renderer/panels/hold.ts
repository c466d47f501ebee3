import type { Race } from '../../shared/domain/race.ts';
import type { AlertSource } from '../../shared/domain/vocabulary.ts';
import type { Target } from '../store/target.ts';

/** A hold in figures: seconds, and shares of the gauge in percent. */
export interface Hold {
  readonly spentS: number;
  /** Negative once it is over. */
  readonly leftS: number;
  readonly spentPct: number;
  /** The unit's expected arrival; undefined when nobody is expected or it lies beyond the end. */
  readonly arrivalPct: number | undefined;
}

/** Sources where somebody stands between the person and the money. */
const HOLDERS: ReadonlySet<AlertSource> = new Set(['bank-alarm', 'gold-shop']);

/** The hold of a target at `nowMs`, from its alarm to the end of its clock; undefined when nobody holds or the end is unknown. */
export function holdOf(
  target: Pick<Target, 'source' | 'clock' | 'raisedAtMs' | 'isClosed'>,
  race: Pick<Race, 'arrivalMs' | 'outlook'> | undefined,
  nowMs: number,
): Hold | undefined {
  const { source, clock, raisedAtMs } = target;
  if (!HOLDERS.has(source) || clock.kind === 'unknown' || target.isClosed || race?.outlook === 'met')
    return undefined;
  const wholeMs = clock.dueAtMs - raisedAtMs;
  if (wholeMs <= 0) return undefined;
  const pctOf = (atMs: number): number => (100 * (atMs - raisedAtMs)) / wholeMs;
  const arrivalPct = race?.arrivalMs === undefined ? undefined : pctOf(race.arrivalMs.mid);
  return {
    spentS: Math.max(0, (nowMs - raisedAtMs) / 1000),
    leftS: (clock.dueAtMs - nowMs) / 1000,
    spentPct: Math.min(100, Math.max(0, pctOf(nowMs))),
    arrivalPct: arrivalPct === undefined || arrivalPct > 100 ? undefined : Math.max(0, arrivalPct),
  };
}

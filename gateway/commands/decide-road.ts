import type { CommandPayload } from '../../shared/domain/command.ts';
import {
  type ClosedWay,
  type ClosureReport,
  closuresAt,
  MOST_CLOSED,
} from '../../shared/domain/road-closure.ts';
import type { State } from '../../shared/domain/state.ts';
import { equirectM } from '../../shared/geo/distance.ts';
import type { DecideContext } from './decide-context.ts';
import { draftsFor } from './decide-context.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

/** A road is closed from now on; which road that is, is said by its geometry, so a log outlives every rebuilt map. */
export function decideCloseRoad(
  state: State,
  report: CommandPayload['road/close'],
  context: DecideContext,
): Decision {
  if (report.untilMs !== undefined && report.untilMs <= context.nowMs)
    return reject('invalid', 'untilMs: a closure that is over already closes nothing');
  if (metresOf(report.ways) > MOST_CLOSED.metres)
    return reject('invalid', `ways: longer than ${MOST_CLOSED.metres / 1000} km in all`);
  // every search of every console carries what is in force, so it must not grow without end
  const inForce = closuresAt(state.closures, context.nowMs);
  const points = pointsOf([report, ...inForce]);
  if (inForce.length >= MOST_CLOSED.roads || points > MOST_CLOSED.points)
    return reject('bad-state', `${inForce.length} roads are closed already: open some of them first`);
  const closureId = context.newId('closure');
  return effect([draftsFor(context)('road/closed', { closureId, ...report })], { closureId });
}

/** A closed road is opened before its time. */
export function decideOpenRoad(
  state: State,
  { closureId }: CommandPayload['road/open'],
  context: DecideContext,
): Decision {
  const isClosed = closuresAt(state.closures, context.nowMs).some(
    (closure) => closure.closureId === closureId,
  );
  if (!isClosed) return reject('not-found', `there is no closed road ${closureId}`);
  return effect([draftsFor(context)('road/opened', { closureId })]);
}

function metresOf(ways: readonly ClosedWay[]): number {
  let metres = 0;
  for (const way of ways)
    for (const [i, to] of way.entries()) {
      const from = way[i - 1] ?? to;
      metres += equirectM(from.lon, from.lat, to.lon, to.lat);
    }
  return metres;
}

function pointsOf(closures: readonly ClosureReport[]): number {
  return closures.reduce((sum, { ways }) => sum + ways.reduce((all, way) => all + way.length, 0), 0);
}

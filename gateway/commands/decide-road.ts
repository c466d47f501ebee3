import type { CommandPayload } from '../../shared/domain/command.ts';
import { closuresAt } from '../../shared/domain/road-closure.ts';
import type { State } from '../../shared/domain/state.ts';
import type { DecideContext } from './decide-context.ts';
import { draftsFor } from './decide-context.ts';
import type { Decision } from './rejection.ts';
import { effect, reject } from './rejection.ts';

/** A road is closed from now on; which road that is, is said by its geometry, so a log outlives every rebuilt map. */
export function decideCloseRoad(report: CommandPayload['road/close'], context: DecideContext): Decision {
  if (report.untilMs !== undefined && report.untilMs <= context.nowMs)
    return reject('invalid', 'untilMs: a closure that is over already closes nothing');
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

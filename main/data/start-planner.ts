import type { Log } from '../../shared/kit/log.ts';
import type { PlannerPort } from './planner-port.ts';
import type { StartMessage } from './service-messages.ts';

export function startPlanner(_start: StartMessage, _log: Log): PlannerPort | undefined {
  return undefined;
}

/** Entry of the data service process: Electron's utilityProcess or a forked Node, the same code in both. */
import { createStderrLog } from '../log.ts';
import { forkedParentPort, type UtilityParentPort, utilityParentPort } from './parent-port.ts';
import { runService } from './run-service.ts';
import { startPlanner } from './start-planner.ts';
import { startWind } from './wind/start-wind.ts';

const log = createStderrLog('data', process.env['RAMPART_LOG'] ?? 'warn');
const utility = (process as { parentPort?: UtilityParentPort }).parentPort;

process.on('unhandledRejection', (reason) => {
  log.error('unhandled rejection', { reason: reason instanceof Error ? reason.stack : String(reason) });
  process.exit(70); // the parent starts us again: a new epoch
});
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined); // the parent decides when we stop

const stop = runService({
  parent: utility === undefined ? forkedParentPort(process) : utilityParentPort(utility),
  log,
  startPlanner,
  startWind,
  exit: (code) => process.exit(code),
  say: (line) => void process.stderr.write(`rampart: ${line}\n`),
});
process.on('SIGTERM', stop);

import { parentPort } from 'node:worker_threads';
import type { PlannerRequest } from '../../shared/contract/planner.ts';
import { must } from '../../shared/kit/invariant.ts';
import { PlannerService } from './planner-service.ts';

/** Entry of the planner thread. Started by path, by the gateway and by the console's data service. */
const port = must(parentPort ?? undefined, 'planner.worker.ts runs as a worker thread');
const service = new PlannerService({
  reply: (reply) => port.postMessage(reply),
  soon: (step) => setImmediate(step),
});
port.on('message', (request: PlannerRequest) => service.accept(request));

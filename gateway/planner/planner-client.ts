import { Worker } from 'node:worker_threads';
import type { PlannerReply } from '../../shared/contract/planner.ts';
import {
  createPlannerClient,
  type PlannerClient,
  type WorkerLike,
} from '../../shared/interception/planner-client.ts';
import type { Log } from '../../shared/kit/log.ts';

/** The worker's entry in the source tree; a bundled program passes its own. */
const WORKER_URL = new URL('./planner.worker.ts', import.meta.url);

/** A client over a real worker thread. `roadsBytes` is roads.bin of the region pack. */
export function startPlanner(options: {
  readonly roadsBytes: Uint8Array;
  readonly log: Log;
  readonly workerUrl?: URL | undefined;
}): PlannerClient {
  return createPlannerClient({
    start: () => plannerThread(options.workerUrl ?? WORKER_URL),
    roadsBytes: options.roadsBytes,
    afterMs: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    log: options.log,
  });
}

/** One planner thread as a WorkerLike. */
export function plannerThread(url: URL): WorkerLike {
  const thread = new Worker(url, { name: 'planner' });
  let lastError = '';
  thread.on('error', (error: unknown) => {
    lastError = error instanceof Error ? error.message : String(error);
  });
  return {
    post: (message) => thread.postMessage(message),
    onReply: (listener) => void thread.on('message', (reply: PlannerReply) => listener(reply)),
    onExit: (listener) => void thread.on('exit', (code) => listener(lastError || `exit code ${code}`)),
    terminate: async () => {
      await thread.terminate();
    },
  };
}

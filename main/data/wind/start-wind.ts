import { Worker } from 'node:worker_threads';
import type { Log } from '../../../shared/kit/log.ts';
import type { StartMessage } from '../service-messages.ts';
import type { WindNews, WindStart } from './wind-messages.ts';
import { type WindThread, WindTunnel } from './wind-tunnel.ts';

/** The thread's entry in the source tree; in a bundle it lies beside the data service. */
const WORKER_URL = new URL('./wind.worker.ts', import.meta.url);

/** The wind tunnel on the console's region pack. Nothing is started yet. */
export function startWind(start: Pick<StartMessage, 'regionDir'>, log: Log): WindTunnel {
  return new WindTunnel({ start: () => windThread({ regionDir: start.regionDir }), log: log.child('wind') });
}

/** One thread of its own. `regionDir` = the folder of the region pack, which the thread reads. */
export function windThread(workerData: WindStart): WindThread {
  const thread = new Worker(WORKER_URL, { execArgv: [], name: 'wind', workerData });
  let reason: string | undefined;
  thread.on('error', (error) => {
    reason = String(error);
  });
  return {
    post: (order) => thread.postMessage(order),
    onNews: (listener) => void thread.on('message', (news: WindNews) => listener(news)),
    onExit: (listener) => void thread.on('exit', (code) => listener(reason ?? `exit ${code}`)),
    terminate: () => void thread.terminate(),
  };
}

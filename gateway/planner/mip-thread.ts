import { Worker } from 'node:worker_threads';
import type { MipOutcome, MipProgress, MipSolver } from '../../shared/interception/plan/mip.ts';
import type { MipMessage, MipRequest } from './mip.worker.ts';

/** The solver's entry in the source tree; a bundled program passes its own. */
const WORKER_URL = new URL('./mip.worker.ts', import.meta.url);

/**
 * HiGHS in a thread of its own, started with the first problem. `stop` and `close` end the thread at once, in the middle of
 * a solve too; what was asked is then answered `stopped` with the best so far. Models are copied.
 */
export function startMipThread(workerUrl: URL = WORKER_URL): MipSolver {
  let thread: Worker | undefined;
  let isClosed = false;
  let settle: ((outcome: MipOutcome | undefined) => void) | undefined;
  let onProgress: ((progress: MipProgress) => void) | undefined;

  const start = (): Worker => {
    const started = new Worker(workerUrl, { name: 'mip' });
    started.on('message', (message: MipMessage) => {
      if (thread !== started) return;
      if (message.t === 'progress') onProgress?.(message.progress);
      else settle?.(message.t === 'done' ? message.outcome : undefined);
    });
    // the exit that follows settles what was asked
    started.on('error', () => undefined);
    started.on('exit', () => {
      if (thread !== started) return;
      thread = undefined;
      settle?.(undefined);
    });
    return started;
  };
  const stop = (): void => {
    settle?.(undefined);
    void thread?.terminate();
    thread = undefined;
  };
  const ask = (request: MipRequest, listener?: (progress: MipProgress) => void): Promise<MipOutcome> => {
    let last: MipProgress = { bound: -Infinity, cost: Infinity, values: undefined };
    if (isClosed) return Promise.resolve({ ...last, status: 'stopped' });
    return new Promise((resolve) => {
      onProgress = (progress) => {
        last = progress;
        listener?.(progress);
      };
      settle = (outcome) => {
        settle = undefined;
        onProgress = undefined;
        resolve(outcome ?? { ...last, status: 'stopped' });
      };
      thread ??= start();
      thread.postMessage(request);
    });
  };
  return {
    solve: (model, listener) => ask({ t: 'solve', model }, listener),
    solveWith: (rows, limitSeconds) => ask({ t: 'solve-with', rows, limitSeconds }),
    stop,
    close: () => {
      isClosed = true;
      stop();
    },
  };
}

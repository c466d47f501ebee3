import type { Log } from '../shared/kit/log.ts';
import type { HostProcess } from './host/host.ts';

/** A room must not be blind for 10 s because a program died: the wait and the start together stay below. */
const WAITS_MS = [250, 250, 500, 1_000, 2_000];
/** A program that ran this long is healthy: its next failure is a first one. */
const HEALTHY_MS = 2_000;

export interface SuperviseInput {
  readonly name: string;
  readonly start: () => HostProcess;
  /** Called for the first process and for each that replaces it. */
  readonly started: (child: HostProcess) => void;
  readonly log: Log;
}

/** Keeps one program running, with growing waits between starts, until it is stopped. */
export interface Supervised {
  stop(): Promise<void>;
}

/** Starts the program at once. */
export function supervise(input: SuperviseInput): Supervised {
  let failures = 0;
  let isStopped = false;
  let current: HostProcess | undefined;
  let retry: NodeJS.Timeout | undefined;
  const run = (): void => {
    const sinceMs = performance.now();
    const child = input.start();
    current = child;
    child.onExit((reason) => {
      if (isStopped || current !== child) return;
      if (performance.now() - sinceMs > HEALTHY_MS) failures = 0;
      const waitMs = WAITS_MS[Math.min(failures++, WAITS_MS.length - 1)] ?? 2_000;
      input.log.error('program ended, starting it again', { child: input.name, reason, waitMs });
      retry = setTimeout(run, waitMs);
    });
    input.started(child);
  };
  run();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(retry);
      await current?.stop();
    },
  };
}

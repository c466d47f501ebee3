import { startMipThread } from './mip-thread.ts';
import { planCommand } from './plan-command.ts';

/** `rampart plan` on this process: its clock, its signals, its output. Answers the exit code. */
export function runPlan(argv: readonly string[]): Promise<0 | 2> {
  const beforeMs = startUpMs(process.env['RAMPART_GIVEN_AT_MS'], performance.timeOrigin);
  return planCommand(argv, {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    nowMs: () => beforeMs + performance.now(),
    onEnd: (stop) => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
    },
    afterMs: (delayMs, stop) => {
      const timer = setTimeout(stop, delayMs);
      return () => clearTimeout(timer);
    },
    startMip: () => startMipThread(),
  });
}

/** Longest start-up believed (ms): what claims more was given to another command. */
const MOST_START_UP_MS = 60_000;

/** What passed between the command's being given and this program's start (ms); 0 when nobody told. */
export function startUpMs(givenAtMs: string | undefined, startedAtMs: number): number {
  const beforeMs = givenAtMs === undefined || givenAtMs === '' ? 0 : startedAtMs - Number(givenAtMs);
  return beforeMs > 0 && beforeMs < MOST_START_UP_MS ? beforeMs : 0;
}

import { startMipThread } from './mip-thread.ts';
import { planCommand } from './plan-command.ts';

/** `rampart plan` on this process: its clock, its signals, its output. Answers the exit code. */
export function runPlan(argv: readonly string[]): Promise<0 | 2> {
  return planCommand(argv, {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    nowMs: () => performance.now(),
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

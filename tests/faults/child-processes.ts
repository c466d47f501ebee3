import { readdirSync, readFileSync } from 'node:fs';
import { nodeProcesses } from '../../main/host/browser/node-processes.ts';
import type { HostProcess, HostProcesses } from '../../main/host/host.ts';

/** Sends a signal to the newest process of one program; throws when none runs. */
export type Signal = (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2') => void;

/** The product's own processes with a handle to harm them. */
export interface HarmedProcesses {
  readonly processes: HostProcesses;
  readonly signal: Signal;
  pid(): number;
  /** Resident memory in bytes. */
  rssBytes(): number;
}

/** Starts programs exactly as the console does, and keeps the number of the newest; Linux only. `env` is added to theirs. */
export function harmedProcesses(env: Readonly<Record<string, string>> = {}): HarmedProcesses {
  let pid: number | undefined;
  const current = (): number => {
    if (pid === undefined) throw new Error('no process runs');
    return pid;
  };
  const start = (entry: string, args: readonly string[], name: string): HostProcess => {
    const before = new Set(children());
    // A child inherits ours: the product's own start takes no environment.
    const kept = Object.fromEntries(Object.keys(env).map((key) => [key, process.env[key]]));
    Object.assign(process.env, env);
    const child = nodeProcesses.start(entry, args, name);
    for (const [key, value] of Object.entries(kept)) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
    // The kernel may leave out an older child while others end: the newest is ours.
    pid = Math.max(...children().filter((one) => !before.has(one)));
    return child;
  };
  return {
    processes: { start },
    pid: current,
    signal: (signal) => process.kill(current(), signal),
    rssBytes: () => {
      const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${current()}/status`, 'utf8'));
      return Number(line?.[1] ?? 0) * 1024;
    },
  };
}

function children(): number[] {
  return readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

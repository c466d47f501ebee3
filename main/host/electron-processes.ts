import { createInterface } from 'node:readline';
import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import type { HostProcess, HostProcesses } from './host.ts';

const GRACE_MS = 5_000;

/** A utility process that can also be given a port. */
export interface ElectronProcess extends HostProcess {
  givePort(message: object, port: MessagePortMain): void;
}

const byProcess = new WeakMap<HostProcess, ElectronProcess>();

/** The same process with the means to hand over a port; undefined when it is not one of ours. */
export function withPorts(process: HostProcess): ElectronProcess | undefined {
  return byProcess.get(process);
}

/**
 * Programs as utility processes: never child_process, which needs a fuse we switch off. A JSON line on stdout counts as a
 * message (the gateway announces itself so), stderr is ours.
 */
export const electronProcesses: HostProcesses = {
  start: (entry, args, name) => {
    const child = utilityProcess.fork(entry, [...args], {
      serviceName: `rampart ${name}`,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const started = wrap(child);
    byProcess.set(started, started);
    return started;
  },
};

function wrap(child: UtilityProcess): ElectronProcess {
  const listeners: ((message: unknown) => void)[] = [];
  const tell = (message: unknown): void => {
    for (const listener of listeners) listener(message);
  };
  let hasEnded = false;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code) => {
      hasEnded = true;
      resolve(`exit ${code}`);
    });
  });
  child.on('message', tell);
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      try {
        tell(JSON.parse(line));
      } catch {
        // Not a message: a program may print what it likes.
      }
    });
  }
  return {
    post: (message) => {
      if (!hasEnded) child.postMessage(message);
    },
    givePort: (message, port) => {
      if (!hasEnded) child.postMessage(message, [port]);
    },
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => void ended.then(listener),
    stop: async () => {
      if (hasEnded) return;
      child.kill();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, GRACE_MS))]);
    },
  };
}

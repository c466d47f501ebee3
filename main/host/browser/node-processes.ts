import { fork } from 'node:child_process';
import type { HostProcess, HostProcesses } from '../host.ts';

const GRACE_MS = 5_000;

/**
 * Programs as forked Node processes of the same executable, TypeScript entries included. They speak by messages and
 * log on stderr; their stdout may hold keys and goes nowhere. */
export const nodeProcesses: HostProcesses = {
  start: (entry, args) => {
    const child = fork(entry, [...args], {
      execPath: process.execPath,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 2, 'ipc'],
    });
    let hasEnded = false;
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit ${code ?? 'unknown'}`));
      child.once('error', (error) => resolve(error.message));
    });
    void ended.then(() => {
      hasEnded = true;
    });
    return {
      post: (message) => {
        if (!hasEnded && child.connected) child.send(message, () => undefined);
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void ended.then(listener),
      stop: async () => {
        if (hasEnded) return;
        child.kill('SIGTERM');
        const killer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
        await ended;
        clearTimeout(killer);
      },
    } satisfies HostProcess;
  },
};

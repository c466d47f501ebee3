import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Log } from '../../shared/kit/log.ts';
import { ConsoleService } from './console-service.ts';
import type { ParentPort } from './parent-port.ts';
import { portPipe, type RelayedPipe, relayedPipe } from './pipes.ts';
import type { PlannerPort } from './planner-port.ts';
import { type HostMessage, hostMessageSchema, type StartMessage } from './service-messages.ts';
import { openStores } from './stores.ts';
import { unansweredLine } from './unanswered-line.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { WindTunnel } from './wind/wind-tunnel.ts';

export interface RunServiceInput {
  readonly parent: ParentPort;
  readonly log: Log;
  /** Starts the planner; undefined when there is none to start. */
  readonly startPlanner: (start: StartMessage, timers: Timers, log: Log) => PlannerPort | undefined;
  /** Makes the wind tunnel ready; it starts with its first visitor. */
  readonly startWind: (start: StartMessage, log: Log) => WindTunnel;
  readonly exit: (code: number) => void;
  /** Tells a line to the person at the terminal. */
  readonly say: (line: string) => void;
}

/** Serves the parent until it says stop or is gone: the whole life of the data service process. Returns its stop. */
export function runService(input: RunServiceInput): () => void {
  const { parent, log } = input;
  const relayed = new Map<string, RelayedPipe>();
  let service: ConsoleService | undefined;
  const stop = (code: number): void => {
    if (service !== undefined) sayUnanswered(service, input.say);
    service?.close();
    service = undefined;
    input.exit(code);
  };
  parent.onClose(() => stop(0));
  parent.onMessage((raw, ports) => {
    const parsed = hostMessageSchema.safeParse(raw);
    if (!parsed.success) return log.error('bad message from the host', { reason: parsed.error.message });
    const message: HostMessage = parsed.data;
    if (message.t === 'start') {
      service = startService(input, message);
      return;
    }
    if (message.t === 'stop') return stop(0);
    if (service === undefined) return log.error('message before start', { t: message.t });
    switch (message.t) {
      case 'gateway':
        return service.connect(message.target);
      case 'window/opened': {
        const port = ports[0];
        if (port !== undefined) return void service.openWindow(portPipe(port), message.view);
        const pipe = relayedPipe(parent, message.windowId);
        relayed.set(message.windowId, pipe);
        return void service.openWindow(pipe, message.view);
      }
      case 'window/message':
        return relayed.get(message.windowId)?.receive(message.text);
      case 'window/drained':
        return relayed.get(message.windowId)?.drained();
      case 'window/closed':
        relayed.get(message.windowId)?.closed();
        relayed.delete(message.windowId);
    }
  });
  return () => stop(0);
}

/** No order is dropped without a word: what had no answer is named, and whether it waits on disk or is gone. */
function sayUnanswered(service: ConsoleService, say: (line: string) => void): void {
  const { stores, lang } = service.input;
  const waiting = stores.outbox.pending();
  if (waiting.length > 0) say(unansweredLine(waiting, stores.cache.kind, lang));
}

function startService(input: RunServiceInput, start: StartMessage): ConsoleService {
  const { parent, log } = input;
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const stores = openStores(join(start.dataDir, 'console'), start.cacheKey, stamp, log);
  const service = new ConsoleService({
    stores,
    timers: systemTimers,
    firstEpoch: Date.now(),
    random: Math.random,
    newId: randomUUID,
    lang: start.lang,
    seat: start.seat,
    regionUrl: start.regionUrl,
    planner: input.startPlanner(start, systemTimers, log),
    wind: input.startWind(start, log),
    log,
  });
  parent.post({ t: 'started', cache: stores.cache.kind, notice: stores.health.notices()[0]?.kind });
  return service;
}

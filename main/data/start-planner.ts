import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PlannerReply } from '../../shared/contract/planner.ts';
import {
  createPlannerClient,
  type PlannerClient,
  type WorkerLike,
} from '../../shared/interception/planner-client.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { GateFiles } from '../../shared/roads/gate-files.ts';
import type { PlannerPort } from './planner-port.ts';
import type { StartMessage } from './service-messages.ts';
import type { Timers } from './timers.ts';

/** Starts the planner worker by its path, on the roads of the region pack. Undefined when either is missing: no races then. */
export function startPlanner(
  start: Pick<StartMessage, 'plannerPath' | 'regionDir'>,
  timers: Timers,
  log: Log,
): PlannerPort | undefined {
  const path = start.plannerPath;
  if (path === undefined) return undefined;
  let roadsBytes: Uint8Array;
  try {
    roadsBytes = new Uint8Array(readFileSync(join(start.regionDir, 'roads.bin')));
  } catch (error) {
    log.error('no roads, so no races', { reason: String(error) });
    return undefined;
  }
  return plannerPort(
    createPlannerClient({
      start: () => workerLike(new Worker(path, { execArgv: [], name: 'planner' })),
      roadsBytes,
      gateFiles: readGateFiles(start.regionDir, log),
      afterMs: (delayMs, run) => timers.after(delayMs, run),
      log: log.child('planner'),
    }),
  );
}

/** A board without roads, or a pack of another make, has no exits: the rest of the console works without them. */
function readGateFiles(regionDir: string, log: Log): GateFiles | undefined {
  const path = (name: keyof GateFiles): string => join(regionDir, name);
  const read = (name: keyof GateFiles): Uint8Array => new Uint8Array(readFileSync(path(name)));
  const optional = (name: keyof GateFiles): Uint8Array | undefined =>
    existsSync(path(name)) ? read(name) : undefined;
  try {
    return {
      'exits.json': read('exits.json'),
      'stoppable.json': read('stoppable.json'),
      'drill.json': read('drill.json'),
      'pois.json': optional('pois.json'),
      'manifest.json': optional('manifest.json'),
    };
  } catch (error) {
    log.warn('no exits board: the region pack has no exits', { reason: String(error) });
    return undefined;
  }
}

/** A planner client as the data service uses it. */
export function plannerPort(client: PlannerClient): PlannerPort {
  return {
    races: async (moment) => {
      const answer = await client.races(moment);
      return answer.ok ? answer.value : undefined;
    },
    recommend: async (moment, targetId, keep) => {
      const answer = await client.recommend(moment, targetId, keep);
      return answer.ok ? answer.value : undefined;
    },
    exits: async (moment, incidentId) => {
      const answer = await client.exits(moment, incidentId);
      return answer.ok ? { view: answer.value } : undefined;
    },
    find: async (moment, targetId) => {
      const answer = await client.find(moment, targetId);
      return answer.ok ? { board: answer.value } : undefined;
    },
    joint: async (moment) => {
      const answer = await client.joint(moment);
      return answer.ok ? { proposal: answer.value } : undefined;
    },
    standby: async (moment) => {
      const answer = await client.standby(moment);
      return answer.ok ? { plan: answer.value } : undefined;
    },
    seal: async (moment, query) => {
      const answer = await client.seal(moment, query);
      return answer.ok ? answer.value : undefined;
    },
    margins: async (place, slots, samples, drives) => {
      const answer = await client.margins(place, slots, samples, drives);
      return answer.ok ? { answers: answer.value } : undefined;
    },
    stretch: async (query) => {
      const answer = await client.stretch(query);
      return answer.ok ? (answer.value ?? {}) : undefined;
    },
    close: () => void client.close(),
  };
}

function workerLike(worker: Worker): WorkerLike {
  return {
    post: (message) => worker.postMessage(message),
    onReply: (listener) => void worker.on('message', (reply: PlannerReply) => listener(reply)),
    onExit: (listener) => {
      let reason: string | undefined;
      worker.on('error', (error) => {
        reason = String(error);
      });
      worker.on('exit', (code) => listener(reason ?? `exit ${code}`));
    },
    terminate: async () => void (await worker.terminate()),
  };
}

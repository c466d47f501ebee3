import { describe, expect, it } from 'vitest';
import type { PlannerReply, PlannerRequest } from '../contract/planner.ts';
import { emptyState, type State } from '../domain/state.ts';
import { silentLog } from '../kit/log.ts';
import { emptyFixColumns } from './fix-source.ts';
import { createPlannerClient, type WorkerLike } from './planner-client.ts';
import { NOON_MS, unitAt } from './small-world.ts';

class FakeWorker implements WorkerLike {
  readonly posted: PlannerRequest[] = [];
  reply: (reply: PlannerReply) => void = () => undefined;
  exit: (reason: string) => void = () => undefined;
  isTerminated = false;
  post(message: PlannerRequest): void {
    this.posted.push(message);
  }
  onReply(listener: (reply: PlannerReply) => void): void {
    this.reply = listener;
  }
  onExit(listener: (reason: string) => void): void {
    this.exit = listener;
  }
  async terminate(): Promise<void> {
    this.isTerminated = true;
    this.exit('terminated');
  }
  answerInit(): void {
    this.reply({
      id: this.posted[0]?.id ?? 0,
      ok: true,
      t: 'init',
      result: { nodeCount: 1, segmentCount: 1 },
    });
  }
}

function start() {
  const workers: FakeWorker[] = [];
  const timers: { delayMs: number; run: () => void; isCancelled: boolean }[] = [];
  const client = createPlannerClient({
    start: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    roadsBytes: new Uint8Array([1]),
    afterMs: (delayMs, run) => {
      const timer = { delayMs, run, isCancelled: false };
      timers.push(timer);
      return () => {
        timer.isCancelled = true;
      };
    },
    log: silentLog,
  });
  const newest = (): FakeWorker => workers.at(-1) ?? new FakeWorker();
  return { client, workers, timers, newest };
}

const units: State['units'] = {
  U0000: { ...unitAt(0), callsign: '01', stateSinceMs: NOON_MS, via: 'radio' },
};
const moment = (state: State) => ({ epoch: 1, nowMs: NOON_MS, state, fixes: emptyFixColumns(1) });
const carriesUnits = (request: PlannerRequest | undefined): boolean =>
  request?.t === 'races' && request.situation.units !== undefined;

describe('createPlannerClient', () => {
  it('sends the unit table only when it changed, and again to a new worker', () => {
    const { client, newest, timers } = start();
    const state = { ...emptyState('s'), units };
    void client.races(moment(state));
    void client.races(moment({ ...state, seq: 5 }));
    void client.races(moment({ ...state, units: { ...units } }));
    expect(newest().posted.slice(1).map(carriesUnits)).toEqual([true, false, true]);
    newest().exit('gone');
    timers[0]?.run();
    void client.races(moment(state));
    expect(newest().posted.map(({ t }) => t)).toEqual(['init', 'races']);
    expect(carriesUnits(newest().posted[1])).toBe(true);
  });

  it('waits longer before each restart in vain, and starts over once a worker has answered', () => {
    const { newest, timers } = start();
    for (let i = 0; i < 5; i++) {
      newest().exit('gone');
      timers.at(-1)?.run();
    }
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([200, 1000, 5000, 30_000, 30_000]);
    newest().answerInit();
    newest().exit('gone');
    expect(timers.at(-1)?.delayMs).toBe(200);
  });

  it('settles every pending request when the worker dies, and refuses while there is none', async () => {
    const { client, newest } = start();
    const pending = client.races(moment(emptyState('s')));
    newest().exit('out of memory');
    expect(await pending).toEqual({
      ok: false,
      error: { code: 'unavailable', message: 'planner stopped: out of memory' },
    });
    expect(await client.races(moment(emptyState('s')))).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
  });

  it('does not restart after close', async () => {
    const { client, newest, timers } = start();
    await client.close();
    expect(newest().isTerminated).toBe(true);
    expect(timers).toEqual([]);
    const second = start();
    second.newest().exit('gone');
    await second.client.close();
    expect(second.timers[0]?.isCancelled).toBe(true);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { State } from '../shared/domain/state.ts';
import { isDispatchable } from '../shared/domain/state-machines.ts';
import type { Log } from '../shared/kit/log.ts';
import { CheckWindow } from './check-window.ts';
import { nodeProcesses } from './host/browser/node-processes.ts';
import type { Host, HostProcess } from './host/host.ts';
import type { LaunchFlags } from './launcher/flags.ts';
import type { Programs } from './programs.ts';
import { runConsole } from './run-console.ts';

const CHECK_DRILL = 'warm';
const CHECK_SEED = 20_261_122;
const GIVE_UP_MS = 120_000;
/** Units that must move: so many, or half of them where a region has few. */
const WANTED_MOVED = 100;
const WANTED_OPEN = 3;
const RECOMMENDATION_MS = 8_000;
const POLL_MS = 100;

export interface CheckInput {
  readonly flags: LaunchFlags;
  readonly programs: Programs;
  /** Folder of the region pack, from `findRegion`. */
  readonly regionDir: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Receives the one line of the result. */
  readonly print: (line: string) => void;
}

/** What the check found; printed as one JSON line. */
export interface CheckResult {
  readonly ok: boolean;
  readonly reason?: string;
  readonly unitsMoved: number;
  readonly alertsOpen: number;
  readonly assigned?: { readonly commandId: string; readonly state: string } | undefined;
  readonly ms: number;
  readonly stateHash?: string | undefined;
}

/**
 * The self-test: a real gateway on the drill `warm`, the real data service, and a window without pixels that sees units move
 * and alerts open, assigns one and sees it accepted. Own folder, free ports, no browser. Prints one line; answers 0 or 1.
 */
export async function runCheck(input: CheckInput): Promise<0 | 1> {
  const folder = mkdtempSync(join(tmpdir(), 'rampart-check-'));
  const startMs = performance.now();
  const signal = AbortSignal.any([input.signal, AbortSignal.timeout(GIVE_UP_MS)]);
  let service: HostProcess | undefined;
  let window: CheckWindow | undefined;
  let stop = async (): Promise<void> => undefined;
  const report = (rest: Pick<CheckResult, 'ok' | 'reason' | 'assigned' | 'stateHash'>): CheckResult => {
    const { ok, reason, assigned, stateHash } = rest;
    const why = reason === undefined ? {} : { reason };
    const unitsMoved = window?.unitsMoved ?? 0;
    const alertsOpen = window === undefined ? 0 : countOpenAlerts(window.state);
    return {
      ok,
      ...why,
      unitsMoved,
      alertsOpen,
      assigned,
      ms: Math.round(performance.now() - startMs),
      stateHash,
    };
  };
  let result: CheckResult;
  try {
    const { drill, seed } = input.flags;
    const running = await runConsole({
      host: windowless((started) => {
        service = started;
      }),
      programs: input.programs,
      start: {
        regionDir: input.regionDir,
        gateway: { kind: 'drill' },
        ports: { page: 0, ingest: 0, feed: 0 },
      },
      keyNotKept: () => undefined,
      flags: { ...input.flags, drill: drill ?? CHECK_DRILL, seed: seed ?? CHECK_SEED },
      dataDir: folder,
      logLevel: 'warn',
      log: input.log,
    });
    stop = () => running.stop();
    if (service === undefined) throw new Error('the data service did not start');
    window = new CheckWindow(service);
    result = report(await exercise(window, signal));
  } catch (error) {
    result = report({ ok: false, reason: error instanceof Error ? error.message : String(error) });
  }
  await stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  input.print(JSON.stringify(result));
  return result.ok ? 0 : 1;
}

async function exercise(
  window: CheckWindow,
  signal: AbortSignal,
): Promise<Pick<CheckResult, 'ok' | 'assigned' | 'stateHash'>> {
  await until(
    () => hasMoved(window) && countOpenAlerts(window.state) >= WANTED_OPEN,
    signal,
    () =>
      `${window.unitsMoved} units moved, ${countOpenAlerts(window.state)} alerts open (${window.linkDetail})`,
  );
  const alert = Object.values(window.state.alerts).find(
    (one) => isUnassigned(one.state) && one.place !== undefined,
  );
  if (alert === undefined) throw new Error('no open alert has a place');
  await window.request('focus/set', { targetId: alert.alertId });
  const unitId = await chooseUnit(window, alert.alertId, signal);
  const { commandId } = await window.request('command/submit', {
    kind: 'order/assign',
    payload: { target: { alertId: alert.alertId }, unitId, approach: 'plain' },
  });
  const settled = (): boolean =>
    ['accepted', 'rejected', 'expired'].includes(window.progress.get(commandId)?.state ?? '');
  await until(settled, signal, () => `the command is ${window.progress.get(commandId)?.state ?? 'unknown'}`);
  const progress = window.progress.get(commandId);
  if (progress?.state !== 'accepted') throw new Error(`the command was ${JSON.stringify(progress)}`);
  await until(
    () => window.state.seq >= progress.seq,
    signal,
    () => 'the order did not arrive in the state',
  );
  const { hash } = await window.request('state/hash', {});
  return { ok: true, assigned: { commandId, state: progress.state }, stateHash: hash };
}

function hasMoved({ state, unitsMoved }: CheckWindow): boolean {
  const units = Object.keys(state.units).length;
  return units > 0 && unitsMoved >= Math.min(WANTED_MOVED, units / 2);
}

/** The first recommended unit; without a planner any unit that is free. */
async function chooseUnit(window: CheckWindow, alertId: string, signal: AbortSignal): Promise<string> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(RECOMMENDATION_MS)]);
  const first = (): string | undefined =>
    window.recommendation?.targetId === alertId ? window.recommendation.rows[0]?.unitId : undefined;
  await until(
    () => first() !== undefined,
    patience,
    () => 'no recommendation',
  ).catch(() => undefined);
  const unitId =
    first() ?? Object.values(window.state.units).find((unit) => isDispatchable(unit.state))?.unitId;
  if (unitId === undefined) throw new Error('no unit is free');
  return unitId;
}

/** Alerts somebody still has to deal with. */
export function countOpenAlerts(state: State): number {
  return Object.values(state.alerts).filter((alert) => {
    if (alert.state === 'promoted' && alert.incidentId !== undefined) {
      return state.incidents[alert.incidentId]?.closedAtMs === undefined;
    }
    return isUnassigned(alert.state);
  }).length;
}

function isUnassigned(state: State['alerts'][string]['state']): boolean {
  return state === 'raised' || state === 'acknowledged';
}

async function until(isDone: () => boolean, signal: AbortSignal, what: () => string): Promise<void> {
  while (!isDone()) {
    if (signal.aborted) throw new Error(`gave up waiting: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A host that opens nothing. */
function windowless(bind: (service: HostProcess) => void): Host {
  return {
    kind: 'browser',
    windows: { openConsole: () => Promise.resolve(), openWall: () => Promise.resolve() },
    secrets: {
      backend: () => Promise.resolve(undefined),
      wrap: () => Promise.reject(new Error('no secret store')),
      unwrap: () => Promise.reject(new Error('no secret store')),
    },
    processes: nodeProcesses,
    bindDataService: bind,
    keepAwake: () => () => undefined,
    notify: () => undefined,
    mintUrl: () => '',
    close: () => Promise.resolve(),
  };
}

import type {
  DriveSample,
  EstimateQuery,
  FixColumns,
  MarginAnswer,
  MarginSample,
  PlannerError,
  PlannerReply,
  PlannerRequest,
  PlannerResults,
  PlannerSituation,
  PlannerUnit,
  RaceEntry,
} from '../contract/planner.ts';
import type { PlaceBelief } from '../domain/belief.ts';
import type { JointProposal, StandbyPlan } from '../domain/desk-advice.ts';
import type { ArrivalEstimate } from '../domain/entities.ts';
import { type FindBoard, searchOf } from '../domain/find-board.ts';
import type { ExitsView } from '../domain/moving-target.ts';
import type { Race, RecommendationList } from '../domain/race.ts';
import type { SealPlan, SealQuery } from '../domain/seal-plan.ts';
import { closedRoadsAt, type StretchQuery } from '../domain/road-closure.ts';
import type { State } from '../domain/state.ts';
import type { Cancel } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { invariant } from '../kit/invariant.ts';
import { err, ok, type Result } from '../kit/result.ts';
import type { GateFiles } from '../roads/gate-files.ts';
import { driveSamples } from './drive-samples.ts';
import { jointEntries, plannerUnits, raceEntries, raceEntryOf } from './entries.ts';
import { isWaiting } from './joint-proposal.ts';
import { pastAlerts } from './past-alerts.ts';
import { pastTrips } from './target/past-trips.ts';
import { movingTargetOf } from './target/sightings.ts';

/** The little a planner worker must offer its owner; node:worker_threads and a Web Worker both do behind three lines. */
export interface WorkerLike {
  post(message: PlannerRequest): void;
  /** Called for every reply. Set once, right after the start. */
  onReply(listener: (reply: PlannerReply) => void): void;
  /** Called once when the worker is gone, whatever the reason. */
  onExit(listener: (reason: string) => void): void;
  /** Ends the worker; resolves when it is gone. */
  terminate(): Promise<void>;
}

/** One moment as the owner has it: the folded state and the latest fixes at the same time. */
export interface Moment {
  /** Changes with every seek or reconnect. */
  readonly epoch: number;
  /** Feed time of this moment. */
  readonly nowMs: number;
  readonly state: State;
  /** Copied on sending; the caller keeps them. */
  readonly fixes: FixColumns;
}

export interface PlannerClientOptions {
  /** Starts a worker; called at once and after every exit. */
  readonly start: () => WorkerLike;
  /** roads.bin of the region pack. Kept for restarts. */
  readonly roadsBytes: Uint8Array;
  /** Of the same pack, for exits and meetings; undefined = those are not answered. */
  readonly gateFiles?: GateFiles | undefined;
  /** Runs once after real (not drill) milliseconds. */
  readonly afterMs: (delayMs: number, run: () => void) => Cancel;
  readonly log: Log;
}

/**
 * Asks a planner worker; restarts it when it dies. Nothing throws or stays pending: a request ends in its result or in a
 * PlannerError. Promises settle after `close` too (code 'unavailable').
 */
export interface PlannerClient {
  /** Races in queue order. Superseded by the next call that arrives before this one was begun. */
  races(moment: Moment): Promise<Result<readonly Race[], PlannerError>>;
  /** The ranked list for an alert or incident. Superseded likewise. Failed when the state has no such target. */
  recommend(
    moment: Moment,
    targetId: string,
    keep?: readonly string[],
  ): Promise<Result<RecommendationList, PlannerError>>;
  /** Exits and meetings for an incident; undefined = it is not on the move. Superseded like `recommend`. */
  exits(moment: Moment, incidentId: string): Promise<Result<ExitsView | undefined, PlannerError>>;
  /** Where the person of an incident or alert may be; undefined = nobody has to be found. Superseded likewise. */
  find(moment: Moment, targetId: string): Promise<Result<FindBoard | undefined, PlannerError>>;
  /** Who closes which exits. Superseded likewise. Failed when the state has no such target. */
  seal(moment: Moment, query: SealQuery): Promise<Result<SealPlan, PlannerError>>;
  /** Everything that waits, decided at once; undefined = nothing to say. Superseded likewise. */
  joint(moment: Moment): Promise<Result<JointProposal | undefined, PlannerError>>;
  /** Where free cars had better wait; undefined = being prepared, or nobody can say. Superseded likewise. */
  standby(moment: Moment): Promise<Result<StandbyPlan | undefined, PlannerError>>;
  /** How soon a place could be reached at past moments; undefined = it is off the road network. Never superseded. */
  margins(
    place: PlaceBelief,
    slots: readonly number[],
    samples: readonly MarginSample[],
    drives?: readonly DriveSample[],
  ): Promise<Result<readonly MarginAnswer[] | undefined, PlannerError>>;
  /** The road around a point; undefined = none near it. Never superseded. */
  stretch(query: StretchQuery): Promise<Result<PlannerResults['stretch'], PlannerError>>;
  /** One unit to one place; undefined = no road between them. Never superseded. `state`: what to have learned from, and its closed roads. */
  estimate(
    query: Omit<EstimateQuery, 'drives' | 'closed'>,
    state?: State,
  ): Promise<Result<ArrivalEstimate | undefined, PlannerError>>;
  /** Ends the worker; idempotent. */
  close(): Promise<void>;
}

/** Waits before restart number 1, 2, ...; the last one repeats. A worker that answered anything starts over at the first. */
const BACKOFF_MS = [200, 1000, 5000, 30_000] as const;

type WithoutId<R> = R extends PlannerRequest ? Omit<R, 'id'> : never;

/** Starts the worker and returns its client. */
export function createPlannerClient(options: PlannerClientOptions): PlannerClient {
  const { log } = options;
  const waiting = new Map<number, (reply: PlannerReply) => void>();
  let nextId = 1;
  let worker: WorkerLike | undefined;
  let cancelRestart: Cancel | undefined;
  let isClosed = false;
  let failures = 0;
  /** The units the running worker has; the fold shares structure, so an unchanged table is the same object. */
  let sentUnits: State['units'] | undefined;
  /** The orders whose drives it has learned from, and the drives. */
  let readOrders: State['orders'] | undefined;
  let drives: readonly DriveSample[] = [];
  let sentDrives: readonly DriveSample[] | undefined;

  const settleAll = (message: string): void => {
    const settlers = [...waiting];
    waiting.clear();
    for (const [id, settle] of settlers) settle(unavailable(id, message));
  };

  const ask = (request: WithoutId<PlannerRequest>): Promise<PlannerReply> => {
    const to = worker;
    const id = nextId++;
    if (to === undefined) return Promise.resolve(unavailable(id, 'planner is not running'));
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      to.post({ ...request, id });
    });
  };

  const start = (): void => {
    cancelRestart = undefined;
    const started = options.start();
    worker = started;
    sentUnits = undefined;
    sentDrives = undefined;
    started.onReply((reply) => {
      const settle = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.ok) failures = 0;
      settle?.(reply);
    });
    started.onExit((reason) => {
      // after close this is no longer our worker, so it is not restarted
      if (worker !== started) return;
      worker = undefined;
      settleAll(`planner stopped: ${reason}`);
      const delayMs = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 30_000;
      failures++;
      log.warn('planner stopped, restarting', { reason, delayMs });
      cancelRestart = options.afterMs(delayMs, start);
    });
    void init();
  };

  const init = async (): Promise<void> => {
    const reply = await ask({ t: 'init', roadsBytes: options.roadsBytes, gateFiles: options.gateFiles });
    if (!reply.ok && !isClosed) log.error('planner did not start', { ...reply.error });
  };

  /** The drives of a state when the worker has others; most orders teach nothing new. */
  const newDrives = (state: State): readonly DriveSample[] | undefined => {
    if (readOrders !== state.orders) {
      readOrders = state.orders;
      const found = driveSamples(state);
      const isSame =
        found.length === drives.length && found.every((drive, i) => drive.orderId === drives[i]?.orderId);
      if (!isSame) drives = found;
    }
    if (sentDrives === drives) return undefined;
    if (worker !== undefined) sentDrives = drives;
    return drives;
  };

  const situationOf = (moment: Moment, entries: readonly RaceEntry[]): PlannerSituation => {
    const { epoch, nowMs, state, fixes } = moment;
    const units: readonly PlannerUnit[] | undefined =
      sentUnits === state.units ? undefined : plannerUnits(state, nowMs);
    if (worker !== undefined) sentUnits = state.units;
    const closed = closedRoadsAt(state.closures, nowMs);
    return { epoch, nowMs, entries, units, fixes, drives: newDrives(state), closed };
  };

  start();
  return {
    races: async (moment) => {
      const situation = situationOf(moment, raceEntries(moment.state));
      return resultOf('races', await ask({ t: 'races', situation }));
    },
    recommend: async (moment, targetId, keep) => {
      const entry = raceEntryOf(moment.state, targetId);
      if (entry === undefined) return err({ code: 'failed', message: `no alert or incident ${targetId}` });
      // the others too: taking a unit from one of them has a price
      const others = raceEntries(moment.state).filter(({ id }) => id !== targetId);
      const situation = situationOf(moment, [entry, ...others]);
      return resultOf('recommend', await ask({ t: 'recommend', situation, targetId, keep }));
    },
    exits: async (moment, incidentId) => {
      const incident = moment.state.incidents[incidentId];
      const target = incident === undefined ? undefined : movingTargetOf(incident);
      const entry = raceEntryOf(moment.state, incidentId);
      if (target === undefined || entry === undefined || options.gateFiles === undefined)
        return ok(undefined);
      const { mode } = moment.state;
      const trips = pastTrips(moment.state, incidentId);
      return resultOf(
        'exits',
        await ask({ t: 'exits', situation: situationOf(moment, [entry]), target, trips, mode }),
      );
    },
    find: async (moment, targetId) => {
      const { mode, incidents, alerts } = moment.state;
      const search = searchOf(targetId, incidents[targetId], alerts[targetId]);
      const entry = raceEntryOf(moment.state, targetId);
      if (search === undefined || entry === undefined) return ok(undefined);
      return resultOf(
        'find',
        await ask({ t: 'find', situation: situationOf(moment, [entry]), search, mode }),
      );
    },
    seal: async (moment, query) => {
      const entry = raceEntryOf(moment.state, query.targetId);
      if (entry === undefined)
        return err({ code: 'failed', message: `no alert or incident ${query.targetId}` });
      return resultOf('seal', await ask({ t: 'seal', situation: situationOf(moment, [entry]), query }));
    },
    joint: async (moment) => {
      const entries = jointEntries(moment.state);
      if (!entries.some(isWaiting)) return ok(undefined);
      return resultOf('joint', await ask({ t: 'joint', situation: situationOf(moment, entries) }));
    },
    standby: async (moment) => {
      if (options.gateFiles === undefined) return ok(undefined);
      const { state } = moment;
      const past = pastAlerts(state);
      const situation = situationOf(moment, []);
      return resultOf('standby', await ask({ t: 'standby', situation, past, mode: state.mode }));
    },
    margins: async (place, slots, samples, given) => {
      return resultOf('margins', await ask({ t: 'margins', place, slots, samples, drives: given }));
    },
    stretch: async (query) => {
      return resultOf('stretch', await ask({ t: 'stretch', query }));
    },
    estimate: async (query, state) => {
      const learnt = state === undefined ? undefined : newDrives(state);
      const closed = state === undefined ? undefined : closedRoadsAt(state.closures, query.nowMs);
      return resultOf('estimate', await ask({ t: 'estimate', query: { ...query, drives: learnt, closed } }));
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      cancelRestart?.();
      const last = worker;
      worker = undefined;
      settleAll('planner is closed');
      await last?.terminate();
    },
  };
}

/** The result in a reply, which must be to a request of that kind. */
function resultOf<K extends keyof PlannerResults>(
  kind: K,
  reply: PlannerReply,
): Result<PlannerResults[K], PlannerError> {
  if (!reply.ok) return err(reply.error);
  invariant(isAnswerTo(kind, reply), `asked for ${kind}, got ${reply.t}`);
  return ok(reply.result);
}

function isAnswerTo<K extends keyof PlannerResults>(
  kind: K,
  reply: PlannerReply,
): reply is Extract<PlannerReply, { readonly t: K }> & { readonly result: PlannerResults[K] } {
  return reply.ok && reply.t === kind;
}

function unavailable(id: number, message: string): PlannerReply {
  return { id, ok: false, error: { code: 'unavailable', message } };
}

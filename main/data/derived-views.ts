import type { PlayheadInfo } from '../../shared/contract/port.ts';
import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { Moment, PlannerPort } from './planner-port.ts';
import type { ViewSession } from './view-session.ts';
import type { WindowPort } from './window-port.ts';

/** A race changes with time even when nothing happens, so it is computed anew at least this often, feed time. */
const STALE_AFTER_MS = 1_000;

/** How often everybody is weighed against everybody, feed time; whatever happens meanwhile is in the next answer. */
const JOINT_EVERY_MS = 2_000;
const STANDBY_EVERY_MS = 20_000;

export interface DerivedViewsInput {
  readonly planner: PlannerPort | undefined;
  readonly fixesAt: (atMs: number) => PositionColumns;
  readonly log: Log;
}

interface Computed {
  readonly epoch: number;
  readonly atMs: number;
  readonly state: State;
}

/** Races, recommendations, exits and find boards, computed from the same state and fixes the windows show, in live and in replay alike. */
export class DerivedViews {
  readonly #input: DerivedViewsInput;
  readonly #races = new Map<ViewSession, Computed>();
  readonly #lists = new Map<WindowPort, Computed & { readonly focus: string }>();
  readonly #exits = new Map<WindowPort, Computed & { readonly focus: string }>();
  readonly #find = new Map<WindowPort, Computed & { readonly focus: string }>();
  readonly #joint = new Map<ViewSession, Computed>();
  readonly #standby = new Map<ViewSession, Computed>();
  #isBusy = false;

  constructor(input: DerivedViewsInput) {
    this.#input = input;
  }

  /** The window has a new snapshot and nothing derived yet. */
  forget(port: WindowPort): void {
    this.#races.delete(port.session);
    this.#lists.delete(port);
    this.#exits.delete(port);
    this.#find.delete(port);
    this.#joint.delete(port.session);
    this.#standby.delete(port.session);
  }

  /** Computes what is due and sends it; one computation at a time, a slow planner only lowers the rate. */
  async refresh(ports: readonly WindowPort[], playhead: PlayheadInfo): Promise<void> {
    if (this.#isBusy || this.#input.planner === undefined) return;
    this.#isBusy = true;
    try {
      for (const session of new Set(ports.map((port) => port.session))) {
        await this.#refreshRaces(this.#input.planner, session, ports, playhead);
        if (session.view.view === 'wall') continue;
        await this.#refreshJoint(this.#input.planner, session, ports, playhead);
        await this.#refreshStandby(this.#input.planner, session, ports, playhead);
      }
      for (const port of ports) {
        await this.#refreshList(this.#input.planner, port, playhead);
        await this.#refreshExits(this.#input.planner, port, playhead);
        await this.#refreshFind(this.#input.planner, port, playhead);
      }
    } catch (error) {
      this.#input.log.warn('planner failed', { reason: String(error) });
    } finally {
      this.#isBusy = false;
    }
  }

  async #refreshRaces(
    planner: PlannerPort,
    session: ViewSession,
    ports: readonly WindowPort[],
    { epoch, atMs }: PlayheadInfo,
  ): Promise<void> {
    const state = session.stateAt(atMs);
    if (state.seq === 0 || isFresh(this.#races.get(session), epoch, atMs, state)) return;
    this.#races.set(session, { epoch, atMs, state });
    const races = await planner.races(this.#moment(state, atMs, epoch));
    if (races === undefined) return;
    for (const port of ports) {
      if (port.session === session) port.send({ t: 'races', epoch, atMs, origin: 'local', races });
    }
  }

  async #refreshJoint(
    planner: PlannerPort,
    session: ViewSession,
    ports: readonly WindowPort[],
    { epoch, atMs }: PlayheadInfo,
  ): Promise<void> {
    const state = session.stateAt(atMs);
    if (state.seq === 0 || isRecent(this.#joint.get(session), epoch, atMs, JOINT_EVERY_MS)) return;
    this.#joint.set(session, { epoch, atMs, state });
    const answer = await planner.joint(this.#moment(state, atMs, epoch));
    if (answer === undefined) return;
    for (const port of ports)
      if (port.session === session) port.send({ t: 'joint', epoch, proposal: answer.proposal });
  }

  async #refreshStandby(
    planner: PlannerPort,
    session: ViewSession,
    ports: readonly WindowPort[],
    { epoch, atMs }: PlayheadInfo,
  ): Promise<void> {
    const state = session.stateAt(atMs);
    const last = this.#standby.get(session);
    // an order to wait somewhere is taken off the list at once
    const everyMs =
      last === undefined || last.state.units === state.units ? STANDBY_EVERY_MS : JOINT_EVERY_MS;
    if (state.seq === 0 || isRecent(last, epoch, atMs, everyMs)) return;
    this.#standby.set(session, { epoch, atMs, state });
    const answer = await planner.standby(this.#moment(state, atMs, epoch));
    if (answer?.plan === undefined) {
      // places are searched a few at a time: ask again soon
      this.#standby.delete(session);
      return;
    }
    for (const port of ports)
      if (port.session === session) port.send({ t: 'standby', epoch, plan: answer.plan });
  }

  async #refreshList(planner: PlannerPort, port: WindowPort, { epoch, atMs }: PlayheadInfo): Promise<void> {
    const { focus, session } = port;
    const last = this.#lists.get(port);
    if (focus === undefined) {
      if (last !== undefined) port.send({ t: 'recommendation', epoch });
      this.#lists.delete(port);
      return;
    }
    const state = session.stateAt(atMs);
    if (last?.focus === focus && isFresh(last, epoch, atMs, state)) return;
    this.#lists.set(port, { epoch, atMs, state, focus });
    const isKnown = Object.hasOwn(state.incidents, focus) || Object.hasOwn(state.alerts, focus);
    const list = isKnown ? await planner.recommend(this.#moment(state, atMs, epoch), focus) : undefined;
    if (port.focus === focus && (list !== undefined || !isKnown))
      port.send({ t: 'recommendation', epoch, list });
  }

  /** Exits are a matter of one target, so they follow the window's focus like the list does. */
  async #refreshExits(planner: PlannerPort, port: WindowPort, { epoch, atMs }: PlayheadInfo): Promise<void> {
    const { focus, session } = port;
    const last = this.#exits.get(port);
    if (focus === undefined) {
      if (last !== undefined) port.send({ t: 'exits', epoch });
      this.#exits.delete(port);
      return;
    }
    const state = session.stateAt(atMs);
    if (last?.focus === focus && isFresh(last, epoch, atMs, state)) return;
    this.#exits.set(port, { epoch, atMs, state, focus });
    const answer = await planner.exits(this.#moment(state, atMs, epoch), focus);
    if (port.focus === focus && answer !== undefined) port.send({ t: 'exits', epoch, view: answer.view });
  }

  /** A search costs a road search a place, so it is made only while somebody looks at it. */
  async #refreshFind(planner: PlannerPort, port: WindowPort, { epoch, atMs }: PlayheadInfo): Promise<void> {
    const { session } = port;
    const focus = port.wantsFind ? port.focus : undefined;
    const last = this.#find.get(port);
    if (focus === undefined) {
      if (last !== undefined) port.send({ t: 'find', epoch });
      this.#find.delete(port);
      return;
    }
    const state = session.stateAt(atMs);
    if (last?.focus === focus && isFresh(last, epoch, atMs, state)) return;
    this.#find.set(port, { epoch, atMs, state, focus });
    const answer = await planner.find(this.#moment(state, atMs, epoch), focus);
    if (port.focus === focus && port.wantsFind && answer !== undefined)
      port.send({ t: 'find', epoch, board: answer.board });
  }

  #moment(state: State, nowMs: number, epoch: number): Moment {
    return { epoch, state, nowMs, fixes: this.#input.fixesAt(nowMs) };
  }
}

function isFresh(last: Computed | undefined, epoch: number, atMs: number, state: State): boolean {
  return (
    last !== undefined &&
    last.epoch === epoch &&
    last.state === state &&
    Math.abs(atMs - last.atMs) < STALE_AFTER_MS
  );
}

function isRecent(last: Computed | undefined, epoch: number, atMs: number, everyMs: number): boolean {
  return last !== undefined && last.epoch === epoch && Math.abs(atMs - last.atMs) < everyMs;
}

import type { PlayheadInfo, PortEvent } from '../../shared/contract/port.ts';
import type { FixColumns } from '../../shared/contract/planner.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { Moment } from '../../shared/interception/planner-client.ts';
import type { PlannerPort } from './planner-port.ts';
import type { ViewSession } from './view-session.ts';
import type { WindowPort } from './window-port.ts';

/** A race changes with time even when nothing happens, so it is computed anew at least this often, feed time. */
const STALE_AFTER_MS = 1_000;

/** How often everybody is weighed against everybody, feed time; whatever happens meanwhile is in the next answer. */
const JOINT_EVERY_MS = 2_000;
const STANDBY_EVERY_MS = 20_000;
/** Asked at once while posts are being prepared; whoever has not answered by then has nothing to say for now. */
const MOST_ASKED_AT_ONCE = 60;

export interface DerivedViewsInput {
  readonly planner: PlannerPort | undefined;
  readonly fixesAt: (atMs: number) => FixColumns;
  readonly log: Log;
}

interface Computed {
  readonly epoch: number;
  readonly atMs: number;
  readonly state: State;
}

/** What is told about one target, without the epoch. */
type FocusedEvent = FocusedEventOf<'recommendation'> | FocusedEventOf<'exits'> | FocusedEventOf<'find'>;
type FocusedEventOf<T extends PortEvent['t']> = Omit<Extract<PortEvent, { readonly t: T }>, 'epoch'>;

/** One thing a window is told about the target in its focus. */
interface Focused {
  readonly last: Map<WindowPort, Computed & { readonly focus: string }>;
  /** The target it is wanted for; undefined = not wanted. */
  readonly focusOf: (port: WindowPort) => string | undefined;
  /** Told once when it is wanted no more. */
  readonly none: FocusedEvent;
  /** Undefined = no answer this time. */
  readonly compute: (
    planner: PlannerPort,
    moment: Moment,
    focus: string,
    keep: readonly string[],
  ) => Promise<FocusedEvent | undefined>;
}

/** Races, recommendations, exits and find boards, what waits and where to wait, computed from the same state and fixes the windows show, in live and in replay alike. */
export class DerivedViews {
  readonly #input: DerivedViewsInput;
  readonly #races = new Map<ViewSession, Computed>();
  readonly #focused: readonly Focused[] = [recommendations(), exits(), findBoards()];
  readonly #joint = new Map<ViewSession, Computed>();
  readonly #standby = new Map<ViewSession, Computed>();
  /** Questions in a row that nobody answered. */
  readonly #standbyAsked = new Map<ViewSession, number>();
  #isBusy = false;

  constructor(input: DerivedViewsInput) {
    this.#input = input;
  }

  /** The window has a new snapshot and nothing derived yet. */
  forget(port: WindowPort): void {
    this.#races.delete(port.session);
    for (const { last } of this.#focused) last.delete(port);
    this.#joint.delete(port.session);
    this.#standby.delete(port.session);
    this.#standbyAsked.delete(port.session);
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
        for (const view of this.#focused)
          await this.#refreshFocused(this.#input.planner, view, port, playhead);
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
    tell(ports, session, { t: 'races', epoch, atMs, origin: 'local', races });
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
    tell(ports, session, { t: 'joint', epoch, proposal: answer.proposal });
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
      const asked = (this.#standbyAsked.get(session) ?? 0) + 1;
      this.#standbyAsked.set(session, asked);
      if (asked < MOST_ASKED_AT_ONCE) this.#standby.delete(session);
      return;
    }
    this.#standbyAsked.delete(session);
    tell(ports, session, { t: 'standby', epoch, plan: answer.plan });
  }

  /** What is a matter of one target follows the window's focus. */
  async #refreshFocused(
    planner: PlannerPort,
    { last, focusOf, none, compute }: Focused,
    port: WindowPort,
    { epoch, atMs }: PlayheadInfo,
  ): Promise<void> {
    const focus = focusOf(port);
    const before = last.get(port);
    if (focus === undefined) {
      if (before !== undefined) port.send({ ...none, epoch });
      last.delete(port);
      return;
    }
    const state = port.session.stateAt(atMs);
    if (before?.focus === focus && isFresh(before, epoch, atMs, state)) return;
    last.set(port, { epoch, atMs, state, focus });
    const event = await compute(planner, this.#moment(state, atMs, epoch), focus, port.keep);
    if (event !== undefined && focusOf(port) === focus) port.send({ ...event, epoch });
  }

  #moment(state: State, nowMs: number, epoch: number): Moment {
    return { epoch, state, nowMs, fixes: this.#input.fixesAt(nowMs) };
  }
}

function recommendations(): Focused {
  return {
    last: new Map(),
    focusOf: (port) => port.focus,
    none: { t: 'recommendation' },
    async compute(planner, moment, focus, keep) {
      const { incidents, alerts } = moment.state;
      if (!Object.hasOwn(incidents, focus) && !Object.hasOwn(alerts, focus)) return { t: 'recommendation' };
      const list = await planner.recommend(moment, focus, keep);
      return list === undefined ? undefined : { t: 'recommendation', list };
    },
  };
}

function exits(): Focused {
  return {
    last: new Map(),
    focusOf: (port) => port.focus,
    none: { t: 'exits' },
    async compute(planner, moment, focus) {
      const answer = await planner.exits(moment, focus);
      return answer === undefined ? undefined : { t: 'exits', view: answer.view };
    },
  };
}

/** A search costs a road search a place, so it is made only while somebody looks at it. */
function findBoards(): Focused {
  return {
    last: new Map(),
    focusOf: (port) => (port.wantsFind ? port.focus : undefined),
    none: { t: 'find' },
    async compute(planner, moment, focus) {
      const answer = await planner.find(moment, focus);
      return answer === undefined ? undefined : { t: 'find', board: answer.board };
    },
  };
}

/** Every window of a session hears the same. */
function tell(ports: readonly WindowPort[], session: ViewSession, event: PortEvent): void {
  for (const port of ports) if (port.session === session) port.send(event);
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

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

/** What every window of a session is told. */
interface Shared {
  readonly last: Map<ViewSession, Asked>;
  readonly isForWalls: boolean;
  readonly isFresh: (last: Asked, now: Computed) => boolean;
  /** Undefined = no answer this time. */
  readonly compute: (planner: PlannerPort, moment: Moment) => Promise<SharedEvent | undefined>;
}
interface Asked extends Computed {
  /** Questions in a row that nobody answered. */
  misses: number;
}
type SharedEvent = FocusedEventOf<'races'> | FocusedEventOf<'joint'> | FocusedEventOf<'standby'>;

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
  readonly #shared: readonly Shared[] = [races(), joint(), standby()];
  readonly #focused: readonly Focused[] = [recommendations(), exits(), findBoards()];
  #isBusy = false;

  constructor(input: DerivedViewsInput) {
    this.#input = input;
  }

  /** The window has a new snapshot and nothing derived yet. */
  forget(port: WindowPort): void {
    for (const { last } of this.#shared) last.delete(port.session);
    for (const { last } of this.#focused) last.delete(port);
  }

  /** Computes what is due and sends it; one computation at a time, a slow planner only lowers the rate. */
  async refresh(ports: readonly WindowPort[], playhead: PlayheadInfo): Promise<void> {
    if (this.#isBusy || this.#input.planner === undefined) return;
    this.#isBusy = true;
    try {
      for (const session of new Set(ports.map((port) => port.session))) {
        for (const view of this.#shared) {
          if (session.view.view === 'wall' && !view.isForWalls) continue;
          await this.#refreshShared(this.#input.planner, view, session, ports, playhead);
        }
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

  /** What is a matter of everybody follows the session. */
  async #refreshShared(
    planner: PlannerPort,
    { last, isFresh: isStillGood, compute }: Shared,
    session: ViewSession,
    ports: readonly WindowPort[],
    { epoch, atMs }: PlayheadInfo,
  ): Promise<void> {
    const state = session.stateAt(atMs);
    const before = last.get(session);
    const now = { epoch, atMs, state, misses: 0 };
    if (state.seq === 0 || (before !== undefined && isStillGood(before, now))) return;
    last.set(session, now);
    const event = await compute(planner, this.#moment(state, atMs, epoch));
    if (event === undefined) now.misses = (before?.misses ?? 0) + 1;
    else for (const port of ports) if (port.session === session) port.send({ ...event, epoch });
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

function races(): Shared {
  return {
    last: new Map(),
    isForWalls: true,
    isFresh: (last, { epoch, atMs, state }) => isFresh(last, epoch, atMs, state),
    async compute(planner, moment) {
      const found = await planner.races(moment);
      return found && { t: 'races', atMs: moment.nowMs, origin: 'local', races: found };
    },
  };
}

function joint(): Shared {
  return {
    last: new Map(),
    isForWalls: false,
    isFresh: (last, { epoch, atMs }) => isRecent(last, epoch, atMs, JOINT_EVERY_MS),
    async compute(planner, moment) {
      const answer = await planner.joint(moment);
      return answer && { t: 'joint', proposal: answer.proposal };
    },
  };
}

function standby(): Shared {
  return {
    last: new Map(),
    isForWalls: false,
    isFresh(last, { epoch, atMs, state }) {
      // places are searched a few at a time: ask again soon
      if (last.misses > 0 && last.misses < MOST_ASKED_AT_ONCE) return false;
      // an order to wait somewhere is taken off the list at once
      const everyMs = last.state.units === state.units ? STANDBY_EVERY_MS : JOINT_EVERY_MS;
      return isRecent(last, epoch, atMs, everyMs);
    },
    async compute(planner, moment) {
      const plan = (await planner.standby(moment))?.plan;
      return plan && { t: 'standby', plan };
    },
  };
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

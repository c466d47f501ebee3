import type { Directory } from '../../shared/contract/directory.ts';
import type { EventMark, FeedInfo, PlayheadInfo, PortEvent } from '../../shared/contract/port.ts';
import type { CommandProgress } from '../../shared/domain/command.ts';
import type { FindBoard } from '../../shared/domain/find-board.ts';
import type { JointProposal, StandbyPlan } from '../../shared/domain/desk-advice.ts';
import type { ExitsView } from '../../shared/domain/moving-target.ts';
import type { Race, RecommendationList } from '../../shared/domain/race.ts';
import type { State } from '../../shared/domain/state.ts';
import { applyPatch } from '../../shared/timeline/patch.ts';
import { leftWind, nextWind, type WindProgress } from './wind-progress.ts';

/** What this window last heard from its data service; immutable, replaced piece by piece. Monotonic times are performance.now. */
export interface Mirror {
  readonly hello?: Extract<PortEvent, { t: 'hello' }> | undefined;
  readonly epoch: number;
  readonly revision: number;
  /** Undefined until the first snapshot. */
  readonly state?: State | undefined;
  readonly races: readonly Race[];
  readonly racesOrigin: 'local' | 'gateway';
  readonly racesAtMs: number;
  readonly recommendation?: RecommendationList | undefined;
  /** Exits and meetings of the focused target, while it is on the move. */
  readonly exits?: ExitsView | undefined;
  /** Where the person of the focused target may be, while the find board is open. */
  readonly find?: FindBoard | undefined;
  /** Everything that waits, decided at once. */
  readonly joint?: JointProposal | undefined;
  /** Where free cars had better wait. */
  readonly standby?: StandbyPlan | undefined;
  readonly feed?: FeedInfo | undefined;
  /** When `feed` was received, monotonic. */
  readonly feedReceivedMs: number;
  readonly playhead?: PlayheadInfo | undefined;
  /** When `playhead` was received, monotonic. */
  readonly playheadReceivedMs: number;
  readonly marks: readonly EventMark[];
  /** Newest progress of every command this window has heard of, by id. */
  readonly commands: Readonly<Record<string, CommandProgress>>;
  /** Who can be rung; undefined until it was read. */
  readonly directory?: Directory | undefined;
  /** This window's newest run of the wind tunnel. */
  readonly wind?: WindProgress | undefined;
  /** When anything at all was last received, monotonic. */
  readonly heardMs: number;
}

/** Before the first message. */
export const EMPTY_MIRROR: Mirror = {
  epoch: 0,
  revision: 0,
  races: [],
  racesOrigin: 'local',
  racesAtMs: 0,
  feedReceivedMs: 0,
  playheadReceivedMs: 0,
  marks: [],
  commands: {},
  heardMs: 0,
};

/**
 * The mirror after one port event. Answers of an older epoch are dropped; a new epoch keeps the old picture until its snapshot
 * comes, so that nothing flickers. Positions and replies do not concern the mirror.
 */
export function reduceMirror(mirror: Mirror, event: PortEvent, nowMs: number): Mirror {
  const heard = { ...mirror, heardMs: nowMs };
  switch (event.t) {
    case 'hello':
      // Another seat has its own people to ring, or none.
      return {
        ...heard,
        hello: event,
        commands: mirror.commands,
        directory: undefined,
        wind: leftWind(mirror.wind),
      };
    case 'snapshot':
      return { ...ofStream(heard, event.state), epoch: event.epoch, revision: event.revision };
    case 'patch':
      if (event.epoch !== mirror.epoch || mirror.state === undefined) return heard;
      return { ...heard, revision: event.revision, state: applyPatch(mirror.state, event.patch) };
    case 'playhead':
      return { ...heard, playhead: event.playhead, playheadReceivedMs: nowMs };
    case 'feed':
      return { ...heard, feed: event.feed, feedReceivedMs: nowMs };
    case 'races':
      if (event.epoch < mirror.epoch) return heard;
      return { ...heard, races: event.races, racesOrigin: event.origin, racesAtMs: event.atMs };
    case 'recommendation':
      return event.epoch < mirror.epoch ? heard : { ...heard, recommendation: event.list };
    case 'exits':
      return event.epoch < mirror.epoch ? heard : { ...heard, exits: event.view };
    case 'find':
      return event.epoch < mirror.epoch ? heard : { ...heard, find: event.board };
    case 'joint':
      return event.epoch < mirror.epoch ? heard : { ...heard, joint: event.proposal };
    case 'standby':
      return event.epoch < mirror.epoch ? heard : { ...heard, standby: event.plan };
    case 'command':
      return { ...heard, commands: { ...mirror.commands, [event.progress.commandId]: event.progress } };
    case 'directory':
      return { ...heard, directory: event.directory };
    case 'marks':
      return { ...heard, marks: event.reset ? event.marks : mirror.marks.concat(event.marks) };
    case 'wind':
      return { ...heard, wind: nextWind(mirror.wind, event) };
    case 'positions':
    case 'reply':
      return mirror;
  }
}

/** With the state of a snapshot. What was derived from another stream is not true of this one, even where the ids are the same. */
function ofStream(mirror: Mirror, state: State): Mirror {
  if (mirror.state === undefined || mirror.state.stream === state.stream) return { ...mirror, state };
  return {
    ...mirror,
    state,
    races: [],
    racesAtMs: 0,
    recommendation: undefined,
    exits: undefined,
    marks: [],
  };
}

/** The mirror and who watches it. */
export interface MirrorStore {
  get(): Mirror;
  apply(event: PortEvent, nowMs: number): void;
  subscribe(listener: () => void): () => void;
}

/** One mirror a window; listeners are called once per animation turn at most by `batch`. */
export function createMirrorStore(batch: (flush: () => void) => void): MirrorStore {
  let mirror = EMPTY_MIRROR;
  let published = EMPTY_MIRROR;
  let isScheduled = false;
  const listeners = new Set<() => void>();
  const flush = (): void => {
    isScheduled = false;
    published = mirror;
    for (const listener of listeners) listener();
  };
  return {
    get: () => published,
    apply(event, nowMs) {
      mirror = reduceMirror(mirror, event, nowMs);
      if (mirror === published || isScheduled) return;
      isScheduled = true;
      batch(flush);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

import type { Command, CommandAnswer } from '../../shared/domain/command.ts';
import type { Actor } from '../../shared/domain/entities.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { Cancel, Clock } from '../../shared/kit/clock.ts';
import type { Log } from '../../shared/kit/log.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import type { DrillPlaces, ExitPoint, StoppablePoint } from '../../shared/roads/pack.ts';
import type { DrillPort } from './drill-port.ts';
import type { Fleet } from './fleet.ts';
import type { IngestClient } from './ingest-client.ts';
import type { DrillMix } from './mix.ts';
import type { DrillRoads } from './roads.ts';

/** Everything the actors of a drill share. */
export interface World {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly roads: DrillRoads;
  readonly places: DrillPlaces;
  readonly exits: readonly ExitPoint[];
  readonly stoppable: readonly StoppablePoint[];
  readonly mix: DrillMix;
  readonly port: DrillPort;
  readonly ingest: IngestClient;
  readonly fleet: Fleet;
  readonly log: Log;
}

/** The drill itself, when it speaks for nobody in particular. */
export const DRILL_ACTOR: Actor = { type: 'drill', id: 'drill', label: '演练' };
/** The AI voice line that calls L2 and L3. */
export const AI_LINE: Actor = { type: 'source', id: 'ai-voice', label: 'AI 语音（演练）' };
/** Who reviews what nobody in the room has closed. */
export const REVIEWER: Actor = { type: 'drill', id: 'drill-review', label: '演练复核' };

type Only<T, K extends keyof T> = T extends unknown ? Pick<T, K> : never;

/** A fact that happens now. */
export function fact(world: World, actor: Actor, content: Only<EventDraft, 'kind' | 'data'>): EventDraft {
  return { ...content, atMs: world.clock.nowMs(), actor };
}

/** A command with an identity of its own: saying it twice has one effect. Issued now, good for a minute. */
export function submit(
  world: World,
  actor: Actor,
  commandId: string,
  content: Only<Command, 'kind' | 'payload'>,
): Promise<CommandAnswer> {
  return world.port.submit({ ...content, commandId, actor, issuedAtMs: world.clock.nowMs(), ttlMs: 60_000 });
}

/** Runs `run` in so many seconds of drill time. */
export function after(world: World, seconds: number, run: () => void | Promise<void>): Cancel {
  return world.clock.schedule(world.clock.nowMs() + Math.round(seconds * 1000), run);
}

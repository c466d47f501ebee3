import { z } from 'zod';
import { actor as actorSchema } from '../../shared/contract/domain-schemas.ts';
import type { CommandAnswer } from '../../shared/domain/command.ts';
import type { Actor } from '../../shared/domain/entities.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { CommandService } from '../commands/command-service.ts';
import type { EventListener, StreamWriter } from '../ledger/stream-writer.ts';

/** The gateway as a drill in the same process sees it. Everything is checked and stored as if it came from outside. */
export interface GatewayPort {
  /** Issues a command as whoever the drill plays in it (the command's own actor); answered when stored and when every listener has reacted. */
  submit(command: unknown): Promise<CommandAnswer>;
  /** Stores facts nobody commanded (units registered, calls made, money moved). */
  appendFacts(drafts: readonly EventDraft[]): Promise<void>;
  /** Every event from now on, in seq order; the append waits for the listener's promise. */
  subscribe(listener: EventListener): Cancel;
  state(): State;
}

const playing = z.object({ actor: actorSchema });

/** Only the drill's own process gets here: it plays officers, stations and reviewers, and the log should name them. */
function playedBy(command: unknown): Actor | undefined {
  const parsed = playing.safeParse(command);
  return parsed.success ? parsed.data.actor : undefined;
}

/** Makes the port for one stream. */
export function createGatewayPort(writer: StreamWriter, commands: CommandService, actor: Actor): GatewayPort {
  return {
    submit: (command) => commands.submit(command, { type: 'drill', actor: playedBy(command) ?? actor }),
    appendFacts: (drafts) => writer.write<void>(() => ({ drafts, answer: () => undefined })),
    subscribe: (listener) => writer.subscribe(listener),
    state: () => writer.state(),
  };
}

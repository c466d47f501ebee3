import type { Command, CommandAnswer } from '../../shared/domain/command.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Cancel } from '../../shared/kit/clock.ts';

/**
 * What the drill needs of the gateway it runs in (a part of the gateway's own port). Listeners are awaited by every
 * append: a listener that wants to append must do so from a timer, never inline.
 */
export interface DrillPort {
  submit(command: Command): Promise<CommandAnswer>;
  appendFacts(drafts: EventDraft[]): Promise<unknown>;
  subscribe(listener: (event: LedgerEvent) => void | Promise<void>): Cancel;
  state(): State;
}

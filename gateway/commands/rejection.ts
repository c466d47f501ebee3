import type { RejectionCode } from '../../shared/domain/command.ts';
import type { EventDraft } from '../../shared/domain/event.ts';
import type { Result } from '../../shared/kit/result.ts';
import { err, ok } from '../../shared/kit/result.ts';

/** Why a command has no effect. `message` is for logs and other programs; people read what the console makes of `code`. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
  readonly currentVersion?: number | undefined;
}

/** The facts a command causes and the ids of what it made (incidentId, orderId, noteId). */
export interface Effect {
  readonly drafts: readonly EventDraft[];
  readonly ids: Readonly<Record<string, string>>;
}

export type Decision = Result<Effect, Rejection>;

/** Refuses a command. */
export function reject(code: RejectionCode, message: string, currentVersion?: number): Decision {
  return err(currentVersion === undefined ? { code, message } : { code, message, currentVersion });
}

/** Accepts a command. */
export function effect(drafts: readonly EventDraft[], ids: Readonly<Record<string, string>> = {}): Decision {
  return ok({ drafts, ids });
}

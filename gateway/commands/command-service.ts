import { commandSchema } from '../../shared/contract/command-schemas.ts';
import type { View } from '../../shared/contract/views.ts';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { Command, CommandAnswer } from '../../shared/domain/command.ts';
import { seatMay } from '../../shared/domain/command.ts';
import type { Actor, ArrivalEstimate } from '../../shared/domain/entities.ts';
import type { State } from '../../shared/domain/state.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { hashOf } from '../../shared/kit/hash.ts';
import type { Log } from '../../shared/kit/log.ts';
import { cleanText, needsCleaning } from '../ingest/clean-text.ts';
import type { CommandRecord, Ledger } from '../ledger/ledger.ts';
import type { StreamWriter } from '../ledger/stream-writer.ts';
import { decide } from './decide.ts';
import { assignPlace, targetLevel } from './decide-assign.ts';
import type { NewId } from './id-source.ts';
import type { Rejection } from './rejection.ts';

/** Who a connection is, by its handshake; what a command says about its actor is never believed. */
export type Submitter =
  /** `seatId`: the enrolled seat; absent = the console on the gateway's own machine, named by its role. */
  | { readonly type: 'console'; readonly view: View; readonly seatId?: string | undefined }
  | { readonly type: 'drill'; readonly actor: Actor };

/** The planner's estimate for a unit to a place (`level`: of the target, for the wait before rolling); undefined when it cannot say (no fix, off the roads, too slow). */
export type EstimateArrival = (
  state: State,
  unitId: string,
  place: PlaceBelief,
  level?: AlertLevel,
) => Promise<ArrivalEstimate | undefined>;

export interface CommandServiceDeps {
  readonly ledger: Ledger;
  readonly writer: StreamWriter;
  /** Feed time: virtual in a drill. */
  readonly nowMs: () => number;
  readonly newId: NewId;
  readonly estimateArrival: EstimateArrival;
  readonly log: Log;
}

/**
 * Takes commands: one effect and one stored answer per commandId, whatever is repeated or killed (I7), told to nobody but
 * the seat that asked, for the content it asked with; nothing after its
 * time to live; nothing the submitter's seat may not do. Never throws for bad input; rejects when the ledger fails.
 */
export interface CommandService {
  submit(input: unknown, submitter: Submitter): Promise<CommandAnswer>;
}

/** Makes the service for one stream. */
export function createCommandService(deps: CommandServiceDeps): CommandService {
  const { ledger, writer, log } = deps;
  return {
    submit: async (input, submitter) => {
      const parsed = readCommand(input);
      if (!parsed.success) return invalidAnswer(input, parsed.error.issues[0]?.message ?? 'not a command');
      const command = parsed.data;
      const askedHash = askedBy(command, submitter);
      const repeat = (record: CommandRecord): CommandAnswer =>
        record.askedHash === undefined || record.askedHash === askedHash
          ? record.answer
          : rejected(command, { code: 'invalid', message: 'this commandId belongs to another command' });
      const stored = await ledger.recordOf(command.commandId);
      if (stored !== undefined) return repeat(stored);
      const denied = deny(command, submitter);
      if (denied !== undefined) return rejected(command, denied);
      const estimate = await estimateFor(command);
      const answer = await writer.write<CommandAnswer>((state) => {
        const nowMs = deps.nowMs();
        // A clock that runs ahead must not extend a command's life.
        const expiresAtMs = Math.min(command.issuedAtMs, nowMs) + command.ttlMs;
        const decision =
          nowMs > expiresAtMs
            ? ({
                ok: false,
                error: { code: 'expired', message: `expired ${nowMs - expiresAtMs} ms ago` },
              } as const)
            : decide(state, command, {
                nowMs,
                actor: actorOf(submitter),
                expectedVersion: command.expectedVersion,
                newId: deps.newId,
                estimate,
              });
        const drafts = decision.ok ? decision.value.drafts : [];
        const answerAt = (seq: number): CommandAnswer =>
          decision.ok
            ? { commandId: command.commandId, state: 'accepted', seq, ids: decision.value.ids }
            : rejected(command, decision.error);
        return {
          drafts,
          extras: (headSeq) => ({ command: { answer: answerAt(headSeq), askedHash } }),
          answer: () => answerAt(state.seq + drafts.length),
          known: repeat,
        };
      });
      // A drill's own reports are many and expected; what people command is worth a line.
      const note = submitter.type === 'console' ? log.info : log.debug;
      note('command', { kind: command.kind, commandId: command.commandId, state: answer.state });
      return answer;
    },
  };

  async function estimateFor(command: Command): Promise<ArrivalEstimate | undefined> {
    if (command.kind !== 'order/assign') return undefined;
    const state = writer.state();
    const place = assignPlace(state, command.payload);
    if (place === undefined || state.units[command.payload.unitId] === undefined) return undefined;
    try {
      return await deps.estimateArrival(
        state,
        command.payload.unitId,
        place,
        targetLevel(state, command.payload),
      );
    } catch (error) {
      // An order without an estimate beats no order.
      log.error('the planner gave no estimate', { unitId: command.payload.unitId, error: String(error) });
      return undefined;
    }
  }
}

/** A command whose texts are what they look like: what people paste carries hidden marks as rows of sources do. */
function readCommand(input: unknown): ReturnType<typeof commandSchema.safeParse> {
  const parsed = commandSchema.safeParse(input);
  const json = parsed.success ? JSON.stringify(parsed.data.payload) : '';
  if (!parsed.success || !needsCleaning(json)) return parsed;
  const payload: unknown = JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'string' ? cleanText(value) : value,
  );
  return commandSchema.safeParse({ ...parsed.data, payload });
}

function deny(command: Command, submitter: Submitter): Rejection | undefined {
  if (submitter.type === 'drill') return undefined;
  if (submitter.view.view === 'wall') return { code: 'read-only', message: 'a wall issues no commands' };
  return seatMay(submitter.view.role, command.kind)
    ? undefined
    : { code: 'not-allowed', message: `seat ${submitter.view.role} may not issue ${command.kind}` };
}

function actorOf(submitter: Submitter): Actor {
  if (submitter.type === 'drill') return submitter.actor;
  const role = submitter.view.view === 'wall' ? 'wall' : submitter.view.role;
  return submitter.seatId === undefined
    ? { type: 'seat', id: role }
    : { type: 'seat', id: submitter.seatId, label: submitter.seatId };
}

/** What a repeat must agree on. The actor a command names is not believed, so it is the submitter's that counts. */
function askedBy(command: Command, submitter: Submitter): string {
  return hashOf({ ...command, actor: actorOf(submitter) });
}

function rejected(command: Pick<Command, 'commandId'>, rejection: Rejection): CommandAnswer {
  return { commandId: command.commandId, state: 'rejected', ...rejection };
}

/** An unreadable command is answered but not stored: its id cannot be trusted to be one. */
function invalidAnswer(input: unknown, message: string): CommandAnswer {
  const id =
    typeof input === 'object' && input !== null && 'commandId' in input ? input.commandId : undefined;
  const commandId = typeof id === 'string' && id.length > 0 && id.length <= 128 ? id : 'unreadable';
  return { commandId, state: 'rejected', code: 'invalid', message };
}

import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import type { CommandAnswer } from '../../shared/domain/command.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import type { Cancel } from '../../shared/kit/clock.ts';
import type { Result } from '../../shared/kit/result.ts';

/** Where a row of an outside system ended up: the key is (endpoint, source, sourceId). */
export interface SourceKey {
  readonly endpoint: string;
  readonly source: string;
  readonly sourceId: string;
}

/** A source key with the hash of the content it came with and the id it was given here. */
export interface SourceRecord extends SourceKey {
  readonly contentHash: string;
  readonly id: string;
}

/** A command's answer with what was asked: a repeat is the same command only when asker and content are the same. */
export interface CommandRecord {
  readonly answer: CommandAnswer;
  /** Hash of asker and content; undefined in a record of before it was kept. */
  readonly askedHash?: string | undefined;
}

/** What is stored in the same transaction as the events: the answer of a command, the keys of ingested rows. */
export interface AppendExtras {
  readonly command?: CommandRecord | undefined;
  readonly sources?: readonly SourceRecord[] | undefined;
}

/** Why nothing was stored. `conflict`: the stream has moved on. `known-command`: this command already has its answer. */
export type AppendRefusal =
  | { readonly code: 'conflict'; readonly headSeq: number }
  | { readonly code: 'known-command'; readonly record: CommandRecord };

/**
 * The truth: gapless events per stream, numbered from 1, each hashed (eventHash). An append is one transaction; when its
 * promise resolves the events survive a killed process (I7). Failures of the store itself reject the promise and store nothing.
 * Implementations pass tests/contract/ledger-suite.ts.
 */
export interface Ledger {
  /** Seq of the newest event, 0 for a stream nobody wrote. */
  head(stream: string): Promise<number>;
  /** Appends after `expectedSeq`, or refuses. No drafts and an answer stores the answer alone (a rejection). */
  append(
    stream: string,
    expectedSeq: number,
    drafts: readonly EventDraft[],
    extras?: AppendExtras,
  ): Promise<Result<readonly LedgerEvent[], AppendRefusal>>;
  /** Up to `limit` events from `fromSeq` on, in order. */
  read(stream: string, fromSeq: number, limit: number): Promise<readonly LedgerEvent[]>;
  /** Seq of the newest event received at or before `timeMs`; 0 when there is none. */
  readAt(stream: string, timeMs: number): Promise<number>;
  /**
   * Calls `listener` with every event from `fromSeq` on, in order, stored ones first and then new ones, for ever.
   * The next batch waits for the listener's promise: back pressure. A throwing listener ends its own tail.
   */
  tail(stream: string, fromSeq: number, listener: TailListener): Cancel;
  /** The stored answer of a command, and what had been asked. */
  recordOf(commandId: string): Promise<CommandRecord | undefined>;
  /** The stored record of a source key of this stream. */
  sourceRecord(stream: string, key: SourceKey): Promise<SourceRecord | undefined>;
  /** Streams that have at least one event. */
  streams(): Promise<readonly string[]>;
  readonly positions: PositionHistory;
  /** Waits for nothing: the caller has stopped writing. */
  close(): Promise<void>;
}

export type TailListener = (events: readonly LedgerEvent[]) => void | Promise<void>;

/** Every accepted fix, as the layout of position-frame.ts, in blocks. */
export interface PositionHistory {
  /** Stores one block, in one transaction. Empty blocks are ignored. */
  record(stream: string, block: PositionColumns): Promise<void>;
  /** Fixes with fromMs <= atMs < toMs, by time, then slot. */
  readRange(stream: string, fromMs: number, toMs: number): Promise<PositionColumns>;
  /** The newest fix of every slot at or before `atMs`, by slot. */
  keyframeAt(stream: string, atMs: number): Promise<PositionColumns>;
  /** Deletes blocks that end before `beforeMs`; returns how many. */
  prune(beforeMs: number): Promise<number>;
}

/** What a ledger needs from outside. `nowMs` stamps receivedAtMs; `newId` makes event ids. */
export interface LedgerDeps {
  readonly nowMs: () => number;
  readonly newId: () => string;
}

/** Keyframes of positions are this far apart in feed time. */
export const KEYFRAME_EVERY_MS = 300_000;

import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Log } from '../../shared/kit/log.ts';
import { err, ok } from '../../shared/kit/result.ts';
import { newestPerSlot, selectRange, timeSpan } from './kernels/position-blocks.ts';
import type {
  CommandRecord,
  Ledger,
  LedgerDeps,
  PositionHistory,
  SourceKey,
  SourceRecord,
} from './ledger.ts';
import { numberEvents } from './number-events.ts';
import { Tailer } from './tailer.ts';

const keyText = (stream: string, key: SourceKey): string =>
  JSON.stringify([stream, key.endpoint, key.source, key.sourceId]);

/** A ledger that forgets at the end of the process: the test double, held to the same suite as the real ones. */
export function createMemoryLedger(deps: LedgerDeps, log: Log): Ledger {
  const events = new Map<string, LedgerEvent[]>();
  const records = new Map<string, CommandRecord>();
  const sources = new Map<string, SourceRecord>();
  const of = (stream: string): LedgerEvent[] => events.get(stream) ?? [];
  const read = (stream: string, fromSeq: number, limit: number): Promise<readonly LedgerEvent[]> =>
    Promise.resolve(of(stream).slice(Math.max(0, fromSeq - 1), Math.max(0, fromSeq - 1) + limit));
  const tailer = new Tailer(read, log);

  return {
    head: (stream) => Promise.resolve(of(stream).length),
    append: async (stream, expectedSeq, drafts, extras = {}) => {
      const record = extras.command;
      const known = record === undefined ? undefined : records.get(record.answer.commandId);
      if (known !== undefined) return err({ code: 'known-command', record: known });
      const list = of(stream);
      if (list.length !== expectedSeq) return err({ code: 'conflict', headSeq: list.length });
      const added = numberEvents(stream, list.length, list.at(-1)?.receivedAtMs ?? 0, drafts, deps);
      if (added.length > 0) events.set(stream, [...list, ...added]);
      if (record !== undefined) records.set(record.answer.commandId, record);
      for (const key of extras.sources ?? []) sources.set(keyText(stream, key), key);
      if (added.length > 0) tailer.wake(stream);
      return ok(added);
    },
    read,
    readAt: (stream, timeMs) =>
      Promise.resolve(of(stream).findLast((event) => event.receivedAtMs <= timeMs)?.seq ?? 0),
    tail: (stream, fromSeq, listener) => tailer.tail(stream, fromSeq, listener),
    recordOf: (commandId) => Promise.resolve(records.get(commandId)),
    sourceRecord: (stream, key) => Promise.resolve(sources.get(keyText(stream, key))),
    streams: () => Promise.resolve([...events.keys()]),
    positions: createMemoryPositions(),
    close: () => Promise.resolve(),
  };
}

function createMemoryPositions(): PositionHistory {
  let blocks: { stream: string; block: PositionColumns }[] = [];
  const of = (stream: string): PositionColumns[] =>
    blocks.filter((entry) => entry.stream === stream).map((entry) => entry.block);
  return {
    record: async (stream, block) => {
      if (block.count > 0) blocks.push({ stream, block });
    },
    readRange: (stream, fromMs, toMs) => Promise.resolve(selectRange(of(stream), fromMs, toMs)),
    keyframeAt: (stream, atMs) => Promise.resolve(newestPerSlot(of(stream), atMs)),
    prune: async (beforeMs) => {
      const kept = blocks.filter((entry) => timeSpan(entry.block).maxMs >= beforeMs);
      const removed = blocks.length - kept.length;
      blocks = kept;
      return removed;
    },
  };
}

import type Database from 'better-sqlite3-multiple-ciphers';
import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import { decodePositions, encodePositions } from '../../shared/contract/position-frame.ts';
import { newestPerSlot, selectRange, timeSpan } from './kernels/position-blocks.ts';
import type { PositionHistory } from './ledger.ts';
import { KEYFRAME_EVERY_MS } from './ledger.ts';

interface BlockRow {
  readonly body: Buffer;
}
interface KeyframeRow extends BlockRow {
  readonly at_ms: number;
  readonly up_to_block: number;
}

/** Written so far for one stream, kept to write the next keyframe without reading back. */
interface Progress {
  newest: PositionColumns;
  atMs: number;
  keyframeMs: number;
}

const NO_FIXES = decodePositions(encodePositions(selectRange([], 0, 0)));

/**
 * Positions in the ledger's database. A keyframe (newest fix of every slot, taken when all blocks up to up_to_block were
 * in) is written every KEYFRAME_EVERY_MS of feed time, so a lookup reads one keyframe and what came after it.
 */
export function createSqlitePositions(db: Database.Database): PositionHistory {
  const insertBlock = db.prepare<[string, number, number, Uint8Array]>(
    'INSERT INTO position_blocks (stream, min_ms, max_ms, body) VALUES (?, ?, ?, ?)',
  );
  const insertKeyframe = db.prepare<[string, number, number | bigint, Uint8Array]>(
    'INSERT OR REPLACE INTO position_keyframes (stream, at_ms, up_to_block, body) VALUES (?, ?, ?, ?)',
  );
  const overlapping = db.prepare<[string, number, number], BlockRow>(
    'SELECT body FROM position_blocks WHERE stream = ? AND max_ms >= ? AND min_ms < ? ORDER BY block_id',
  );
  const keyframeBefore = db.prepare<[string, number], KeyframeRow>(
    'SELECT at_ms, up_to_block, body FROM position_keyframes WHERE stream = ? AND at_ms <= ? ORDER BY at_ms DESC LIMIT 1',
  );
  const blocksAfter = db.prepare<[string, number, number], BlockRow>(
    'SELECT body FROM position_blocks WHERE stream = ? AND min_ms <= ? AND block_id > ? ORDER BY block_id',
  );
  const pruneBlocks = db.prepare<[number]>('DELETE FROM position_blocks WHERE max_ms < ?');
  const pruneKeyframes = db.prepare<[number]>('DELETE FROM position_keyframes WHERE at_ms < ?');
  const progress = new Map<string, Progress>();

  const newestAt = (stream: string, atMs: number): PositionColumns => {
    const keyframe = keyframeBefore.get(stream, atMs);
    const blocks = blocksAfter
      .all(stream, atMs, keyframe?.up_to_block ?? 0)
      .map((row) => decodePositions(row.body));
    return newestPerSlot(keyframe === undefined ? blocks : [decodePositions(keyframe.body), ...blocks], atMs);
  };
  const progressOf = (stream: string): Progress => {
    const known = progress.get(stream);
    if (known !== undefined) return known;
    const newest = newestAt(stream, Number.MAX_SAFE_INTEGER);
    const atMs = newest.count === 0 ? Number.NEGATIVE_INFINITY : timeSpan(newest).maxMs;
    const keyframeMs = keyframeBefore.get(stream, Number.MAX_SAFE_INTEGER)?.at_ms ?? Number.NEGATIVE_INFINITY;
    const fresh = { newest, atMs, keyframeMs };
    progress.set(stream, fresh);
    return fresh;
  };
  const record = db.transaction((stream: string, block: PositionColumns): void => {
    const { minMs, maxMs } = timeSpan(block);
    const before = progressOf(stream);
    const { lastInsertRowid } = insertBlock.run(stream, minMs, maxMs, encodePositions(block));
    const atMs = Math.max(before.atMs, maxMs);
    const newest = newestPerSlot([before.newest, block], atMs);
    const isDue = atMs - before.keyframeMs >= KEYFRAME_EVERY_MS;
    if (isDue) insertKeyframe.run(stream, atMs, lastInsertRowid, encodePositions(newest));
    progress.set(stream, { newest, atMs, keyframeMs: isDue ? atMs : before.keyframeMs });
  });

  return {
    record: async (stream, block) => {
      if (block.count === 0) return;
      try {
        record.immediate(stream, block);
      } catch (error) {
        // The transaction was rolled back, so what is remembered may be ahead of the file.
        progress.delete(stream);
        throw error;
      }
    },
    readRange: async (stream, fromMs, toMs) => {
      const rows = overlapping.all(stream, fromMs, toMs);
      return rows.length === 0
        ? NO_FIXES
        : selectRange(
            rows.map((row) => decodePositions(row.body)),
            fromMs,
            toMs,
          );
    },
    keyframeAt: async (stream, atMs) => newestAt(stream, atMs),
    prune: async (beforeMs) => {
      pruneKeyframes.run(beforeMs);
      return pruneBlocks.run(beforeMs).changes;
    },
  };
}

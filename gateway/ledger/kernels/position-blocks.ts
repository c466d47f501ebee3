import type { PositionColumns } from '../../../shared/contract/position-frame.ts';
import { createColumns } from '../../../shared/contract/position-frame.ts';

/** Copies row `from` of one block to row `to` of another. */
export function copyFix(source: PositionColumns, from: number, target: PositionColumns, to: number): void {
  target.atMs[to] = source.atMs[from]!;
  target.slot[to] = source.slot[from]!;
  target.lonE7[to] = source.lonE7[from]!;
  target.latE7[to] = source.latE7[from]!;
  target.headingCdeg[to] = source.headingCdeg[from]!;
  target.speedCmps[to] = source.speedCmps[from]!;
}

/** Smallest and largest time of a non-empty block. */
export function timeSpan(block: PositionColumns): { minMs: number; maxMs: number } {
  let minMs = Number.POSITIVE_INFINITY;
  let maxMs = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < block.count; row++) {
    const atMs = block.atMs[row]!;
    if (atMs < minMs) minMs = atMs;
    if (atMs > maxMs) maxMs = atMs;
  }
  return { minMs, maxMs };
}

/** Rows of all blocks with fromMs <= atMs < toMs, ordered by time, then slot, then arrival. */
export function selectRange(
  blocks: readonly PositionColumns[],
  fromMs: number,
  toMs: number,
): PositionColumns {
  const rows: { block: PositionColumns; row: number }[] = [];
  for (const block of blocks) {
    for (let row = 0; row < block.count; row++) {
      const atMs = block.atMs[row]!;
      if (atMs >= fromMs && atMs < toMs) rows.push({ block, row });
    }
  }
  rows.sort(
    (a, b) => a.block.atMs[a.row]! - b.block.atMs[b.row]! || a.block.slot[a.row]! - b.block.slot[b.row]!,
  );
  const selected = createColumns(rows.length);
  rows.forEach(({ block, row }, to) => copyFix(block, row, selected, to));
  return selected;
}

/** The newest row of every slot at or before `atMs` (a later block wins a tie), ordered by slot. */
export function newestPerSlot(blocks: readonly PositionColumns[], atMs: number): PositionColumns {
  const newest = new Map<number, { block: PositionColumns; row: number }>();
  for (const block of blocks) {
    for (let row = 0; row < block.count; row++) {
      const rowMs = block.atMs[row]!;
      if (rowMs > atMs) continue;
      const known = newest.get(block.slot[row]!);
      if (known === undefined || rowMs >= known.block.atMs[known.row]!)
        newest.set(block.slot[row]!, { block, row });
    }
  }
  const picked = [...newest.values()].sort((a, b) => a.block.slot[a.row]! - b.block.slot[b.row]!);
  const columns = createColumns(picked.length);
  picked.forEach(({ block, row }, to) => copyFix(block, row, columns, to));
  return columns;
}

/** All rows of all blocks, in order. */
export function joinBlocks(blocks: readonly PositionColumns[]): PositionColumns {
  const joined = createColumns(blocks.reduce((sum, block) => sum + block.count, 0));
  let to = 0;
  for (const block of blocks) for (let row = 0; row < block.count; row++) copyFix(block, row, joined, to++);
  return joined;
}

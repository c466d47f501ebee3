import { createColumns, encodePositions } from '../../shared/contract/position-frame.ts';
import type { PositionPage } from '../../shared/contract/ctl.ts';
import { eventRangeSchema, positionRangeSchema } from '../../shared/contract/ctl.ts';
import type { View } from '../../shared/contract/views.ts';
import { projectEvent } from '../../shared/contract/views.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { joinBlocks, selectRange } from '../ledger/kernels/position-blocks.ts';
import type { PositionRecorder } from '../positions/position-recorder.ts';

const MAX_PAGE_CHARS = 1_048_576;
const MAX_RANGE_MS = 3_600_000;
/** About 1.2 MB; the keyframe comes on top, a fix a unit. */
export const MAX_PAGE_FIXES = 50_000;
const FIRST_SLICE_MS = 5_000;

/** One page of events as a view sees them, ended early by what a message may hold; undefined = malformed request. */
export async function readEventPage(
  ledger: Ledger,
  stream: string,
  view: View,
  input: unknown,
): Promise<{ events: LedgerEvent[]; headSeq: number } | undefined> {
  const range = eventRangeSchema.safeParse(input);
  if (!range.success || range.data.stream !== stream) return undefined;
  const events: LedgerEvent[] = [];
  let room = MAX_PAGE_CHARS;
  for (const event of await ledger.read(stream, range.data.fromSeq, range.data.limit)) {
    const projected = projectEvent(event, view);
    room -= JSON.stringify(projected).length;
    if (room < 0 && events.length > 0) break;
    events.push(projected);
  }
  return { events, headSeq: await ledger.head(stream) };
}

/**
 * Recorded fixes of a range as one frame, the keyframe first when asked for; undefined = malformed or over an hour. A page
 * of much traffic ends early, at `toMs`: read in slices, so that neither memory nor the line sees the whole range at once.
 */
export async function readPositionPage(
  ledger: Ledger,
  recorder: PositionRecorder,
  stream: string,
  input: unknown,
): Promise<PositionPage | undefined> {
  const range = positionRangeSchema.safeParse(input);
  if (!range.success) return undefined;
  const { fromMs, toMs, keyframe } = range.data;
  if (toMs < fromMs || toMs - fromMs > MAX_RANGE_MS) return undefined;
  await recorder.flush();
  const parts = [keyframe ? await ledger.positions.keyframeAt(stream, fromMs) : createColumns(0)];
  let room = MAX_PAGE_FIXES;
  let sliceMs = FIRST_SLICE_MS;
  let atMs = fromMs;
  while (atMs < toMs && room > 0) {
    const endMs = Math.min(toMs, atMs + sliceMs);
    const part = await ledger.positions.readRange(stream, atMs, endMs);
    if (part.count <= room) {
      parts.push(part);
      room -= part.count;
      atMs = endMs;
      if (part.count < MAX_PAGE_FIXES / 8) sliceMs *= 2;
      continue;
    }
    // Cut between milliseconds, so that the next page begins where this one ends; one millisecond is never divided.
    const cutMs = Math.max(Math.floor(part.atMs[room] ?? endMs), atMs + 1);
    parts.push(selectRange([part], atMs, cutMs));
    atMs = cutMs;
    break;
  }
  return { frame: encodePositions(joinBlocks(parts)), toMs: atMs };
}

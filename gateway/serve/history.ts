import type { PositionColumns } from '../../shared/contract/position-frame.ts';
import { createColumns, encodePositions } from '../../shared/contract/position-frame.ts';
import { eventRangeSchema, positionRangeSchema } from '../../shared/contract/ctl.ts';
import type { View } from '../../shared/contract/views.ts';
import { projectEvent } from '../../shared/contract/views.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { joinBlocks } from '../ledger/kernels/position-blocks.ts';
import type { PositionRecorder } from '../positions/position-recorder.ts';

const MAX_RANGE_MS = 3_600_000;

/** One page of events as a view sees them; undefined = malformed request. */
export async function readEventPage(
  ledger: Ledger,
  stream: string,
  view: View,
  input: unknown,
): Promise<{ events: LedgerEvent[]; headSeq: number } | undefined> {
  const range = eventRangeSchema.safeParse(input);
  if (!range.success || range.data.stream !== stream) return undefined;
  const events = await ledger.read(stream, range.data.fromSeq, range.data.limit);
  return { events: events.map((event) => projectEvent(event, view)), headSeq: await ledger.head(stream) };
}

/** Recorded fixes of a range as one frame, the keyframe first when asked for; undefined = malformed or over an hour. */
export async function readPositionPage(
  ledger: Ledger,
  recorder: PositionRecorder,
  stream: string,
  input: unknown,
): Promise<Uint8Array | undefined> {
  const range = positionRangeSchema.safeParse(input);
  if (!range.success) return undefined;
  const { fromMs, toMs, keyframe } = range.data;
  if (toMs < fromMs || toMs - fromMs > MAX_RANGE_MS) return undefined;
  await recorder.flush();
  const first: PositionColumns = keyframe
    ? await ledger.positions.keyframeAt(stream, fromMs)
    : createColumns(0);
  return encodePositions(joinBlocks([first, await ledger.positions.readRange(stream, fromMs, toMs)]));
}

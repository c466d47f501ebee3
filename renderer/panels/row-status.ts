import { DOT, formatAge, formatDuration } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { meetingSeen } from '../store/fall-back.ts';
import { orderTimer } from '../store/order-timers.ts';
import type { QueueRow } from '../store/queue-view.ts';
import { openOrder } from '../store/target.ts';

/** The right-hand line of a row: time left, who has it, next deadline. `isLate` when a timer has run out. */
export interface RowStatus {
  readonly text: string;
  readonly isLate: boolean;
}

/** Words for a row at `nowMs`. A row with an unknown clock never gets a countdown. */
export function rowStatus(
  row: QueueRow,
  callsign: string | undefined,
  nowMs: number,
  t: Translator,
): RowStatus {
  const parts: string[] = [];
  const { race, target } = row;
  const { clock } = target;
  if (race?.outlook !== 'met' && clock.kind !== 'unknown') {
    const leftS = (clock.dueAtMs - nowMs) / 1000;
    parts.push(t.text(leftS >= 0 ? 'queue.left' : 'queue.over', { time: formatDuration(leftS) }));
  }
  const meeting = race?.outlook === 'met' ? undefined : meetingSeen(target, nowMs)?.receipt;
  if (meeting === 'silent' || meeting === 'refused') parts.push(t.text(`queue.meeting.${meeting}`));
  const order = openOrder(target);
  if (order === undefined) {
    if (clock.kind === 'unknown' && race !== undefined && race.silenceS >= 60) {
      parts.push(t.text('queue.silent', { age: formatAge(race.silenceS * 1000, t.lang) }));
    }
    return { text: parts.join(DOT), isLate: false };
  }
  const timer = orderTimer(order, target.level, nowMs);
  const isLate = timer !== undefined && timer.overdueS >= 1;
  if (callsign !== undefined) parts.push(callsign);
  if (isLate && timer.next === 'signed')
    parts.push(t.text('queue.unsigned', { time: formatDuration(timer.overdueS) }));
  else parts.push(t.word(`order.${order.state}`));
  if (isLate && timer.next !== 'signed')
    parts.push(t.text('queue.overdue', { time: formatDuration(timer.overdueS) }));
  return { text: parts.join(DOT), isLate };
}

import { err, ok } from '../../shared/kit/result.ts';
import type { CellReader } from './read-table.ts';

/** A moment of a roster: every day at a minute of the day, or once; both in the configuration's zone. */
export type DutyTime =
  | { readonly kind: 'daily'; readonly minuteOfDay: number }
  | { readonly kind: 'once'; readonly localMs: number };

const TIME = /^(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]+)?(\d{1,2})[:：](\d{2})(?::00)?$/u;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** `08:00` (every day) or `2026-11-22 08:00`; 24:00 ends a day. Local time as if it were UTC. */
export const dutyTimeCell: CellReader<DutyTime> = (text) => {
  const [, year, month, day, hour = '', minute = ''] = TIME.exec(text) ?? [];
  const minuteOfDay = Number(hour) * 60 + Number(minute);
  const isTime = hour !== '' && Number(minute) < 60 && minuteOfDay <= 1440;
  if (isTime && year === undefined) return ok({ kind: 'daily', minuteOfDay: minuteOfDay % 1440 });
  const midnightMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isDate = isTime && new Date(midnightMs).getUTCMonth() === Number(month) - 1 && Number(day) >= 1;
  if (isDate) return ok({ kind: 'once', localMs: midnightMs + minuteOfDay * MINUTE_MS });
  return err({
    what: { zh: '不是时间', en: 'is not a time' },
    todo: {
      zh: '请写 08:00（每天）或 2026-11-22 08:00（一次）',
      en: 'Write 08:00 (every day) or 2026-11-22 08:00 (once)',
    },
  });
};

/** The end of the turn of duty that `nowMs` falls into; undefined when it falls into none. Daily turns may pass midnight. */
export function dutyUntilMs(
  turn: { readonly from: DutyTime; readonly to: DutyTime },
  nowMs: number,
  offsetMs: number,
): number | undefined {
  const { from, to } = turn;
  const localMs = nowMs + offsetMs;
  if (from.kind === 'once' && to.kind === 'once')
    return localMs >= from.localMs && localMs < to.localMs ? to.localMs - offsetMs : undefined;
  if (from.kind !== 'daily' || to.kind !== 'daily') return undefined;
  const startMs = from.minuteOfDay * MINUTE_MS;
  const lengthMs = (to.minuteOfDay * MINUTE_MS - startMs + DAY_MS) % DAY_MS || DAY_MS;
  const dayMs = Math.floor(localMs / DAY_MS) * DAY_MS;
  for (const beganMs of [dayMs + startMs, dayMs + startMs - DAY_MS])
    if (localMs >= beganMs && localMs < beganMs + lengthMs) return beganMs + lengthMs - offsetMs;
  return undefined;
}

/** Milliseconds that local time is ahead of UTC; `+08:00`. */
export function offsetMsOf(utcOffset: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(utcOffset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}

import { err, ok, type Result } from '../kit/result.ts';
import { parseAmount } from './amount.ts';
import type { LocalText } from './belief.ts';
import { halfWidth } from './half-width.ts';

/** When the money goes, as a caller says it; epoch milliseconds, earliest <= due <= latest. */
export interface DueTime {
  readonly dueAtMs: number;
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** Why a text is no such time. `past`: it names a time of today that is over. */
export interface DueTimeError {
  readonly code: 'not-understood' | 'past' | 'too-far';
  readonly message: LocalText;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The whole country keeps one time. */
const CHINA_OFFSET_MS = 8 * HOUR_MS;
const FURTHEST_MS = 48 * HOUR_MS;
/** People round: a time of day is meant within this, a duration within a tenth of itself. */
const CLOCK_BAND_MS = 3 * MINUTE_MS;
const BAND_SHARE = 0.1;

const NUMBER = '(\\d+(?:\\.\\d+)?|[零〇一二两三四五六七八九十百]+)';
const HOURS = new RegExp(`^${NUMBER}(个半)?(?:个?小时|个?钟头?|hours?|hrs?|h)(半)?(.*)$`, 'u');
const MINUTES = new RegExp(`^[零又]?${NUMBER}(?:分钟?|minutes?|mins?|m)$`, 'u');
const CLOCK = new RegExp(
  `^(今天|今晚|明天|明早|明晚|today|tomorrow)?(凌晨|早上|上午|中午|下午|傍晚|晚上|am|pm)?${NUMBER}` +
    `(?::(\\d{2})|[点时](?:(半)|([一三])刻|${NUMBER}分?)?整?)?(am|pm)?$`,
  'u',
);
const LATE = new Set(['下午', '傍晚', '晚上', 'pm', '中午']);

/**
 * Reads `20分钟后`, `半小时`, `一个半小时`, `1h20min`, `15:30`, `三点半`, `下午3点`, `明天上午十点`. An hour up to twelve without 上午 or
 * 下午 is the next such hour, so at most twelve hours away; show people what was understood.
 */
export function parseDueTime(text: string, nowMs: number): Result<DueTime, DueTimeError> {
  const plain = halfWidth(text).toLowerCase().replaceAll(/\s+/gu, '');
  const bare = plain
    .replace(/^(?:再过|还有|还剩|大约|大概|约|within|in)/u, '')
    .replace(/(?:以后|之后|后|以内|之内|内|左右)$/u, '');
  const durationMs = durationOf(bare);
  if (durationMs !== undefined) {
    if (durationMs <= 0) return refuse('not-understood', text);
    return within(nowMs + durationMs, Math.max(MINUTE_MS, durationMs * BAND_SHARE), nowMs, text);
  }
  const found = CLOCK.exec(bare);
  if (found === null || (!/[:点时]|am|pm/u.test(bare) && !bare.startsWith('tomorrow')))
    return refuse('not-understood', text);
  return clockTime(found, nowMs, text);
}

function durationOf(bare: string): number | undefined {
  if (/^半(?:个?小时|个?钟头?|h)$/u.test(bare)) return HOUR_MS / 2;
  const minutes = MINUTES.exec(bare);
  if (minutes !== null) return timesOf(minutes[1], MINUTE_MS);
  const hours = HOURS.exec(bare);
  if (hours === null) return undefined;
  const [, count, halfBefore, halfAfter, rest = ''] = hours;
  const more = rest === '' ? 0 : timesOf(MINUTES.exec(rest)?.[1], MINUTE_MS);
  const whole = timesOf(count, HOUR_MS);
  if (whole === undefined || more === undefined) return undefined;
  const half = halfBefore !== undefined || halfAfter !== undefined ? HOUR_MS / 2 : 0;
  return whole + half + more;
}

function timesOf(count: string | undefined, unitMs: number): number | undefined {
  const value = numberOf(count);
  return value === undefined ? undefined : Math.round(value * unitMs);
}

/** The same numerals as amounts: 二十, 两, 1.5. */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const read = parseAmount(text);
  return read.ok ? read.value.fen / 100 : undefined;
}

function clockTime(found: RegExpExecArray, nowMs: number, text: string): Result<DueTime, DueTimeError> {
  const [, day, periodBefore, hourText, colon, half, quarters, minuteText, periodAfter] = found;
  const hour = numberOf(hourText);
  const minute = minuteOf(colon ?? minuteText, half, quarters);
  if (hour === undefined || minute === undefined || !Number.isInteger(hour) || hour > 24 || minute > 59)
    return refuse('not-understood', text);
  const period = periodBefore ?? periodAfter ?? (day === '今晚' || day === '明晚' ? '晚上' : undefined);
  const isTomorrow = day === 'tomorrow' || day?.startsWith('明') === true;
  const midnightMs = Math.floor((nowMs + CHINA_OFFSET_MS) / DAY_MS) * DAY_MS - CHINA_OFFSET_MS;
  const at = (hours: number): number =>
    midnightMs + (isTomorrow ? DAY_MS : 0) + hours * HOUR_MS + minute * MINUTE_MS;
  // Two readings, unless a period, a day, a leading zero or an hour of the afternoon says which.
  const isOpen =
    period === undefined && day === undefined && hour <= 12 && hourText?.startsWith('0') !== true;
  if (isOpen) {
    const next = [hour % 12, (hour % 12) + 12, (hour % 12) + 24].map(at).find((atMs) => atMs > nowMs);
    return next === undefined ? refuse('past', text) : within(next, CLOCK_BAND_MS, nowMs, text);
  }
  const dueAtMs = at(inPeriod(hour, period));
  return dueAtMs <= nowMs ? refuse('past', text) : within(dueAtMs, CLOCK_BAND_MS, nowMs, text);
}

function minuteOf(
  written: string | undefined,
  half: string | undefined,
  quarters: string | undefined,
): number | undefined {
  if (half !== undefined) return 30;
  if (quarters !== undefined) return quarters === '三' ? 45 : 15;
  return written === undefined ? 0 : numberOf(written);
}

function inPeriod(hour: number, period: string | undefined): number {
  if (period === undefined || hour > 12) return hour;
  if (!LATE.has(period)) return hour % 12 === 0 && period !== '上午' ? 0 : hour;
  if (period === '中午') return hour >= 10 ? hour : hour + 12;
  // 晚上12点 is the midnight that ends the day; 下午12点 and 12pm are noon.
  if (hour === 12) return period === '晚上' ? 24 : 12;
  return hour + 12;
}

function within(dueAtMs: number, bandMs: number, nowMs: number, text: string): Result<DueTime, DueTimeError> {
  if (dueAtMs - nowMs > FURTHEST_MS) return refuse('too-far', text);
  const band = Math.round(bandMs);
  return ok({ dueAtMs, earliestMs: Math.max(nowMs, dueAtMs - band), latestMs: dueAtMs + band });
}

function refuse(
  code: DueTimeError['code'],
  text: string,
): { readonly ok: false; readonly error: DueTimeError } {
  const said = text.trim().slice(0, 24);
  switch (code) {
    case 'not-understood':
      return err({
        code,
        message: {
          zh: `看不懂“${said}”；请写成 20分钟、15:30 或 下午3点`,
          en: `Cannot read “${said}”; write 20 min, 15:30 or 3pm`,
        },
      });
    case 'past':
      return err({
        code,
        message: {
          zh: `“${said}”今天已过；若是明天，请写 明天${said}`,
          en: `“${said}” is over for today; write tomorrow ${said} if that is meant`,
        },
      });
    case 'too-far':
      return err({
        code,
        message: {
          zh: `“${said}”在两天以后；请核对，远期的写在情况里`,
          en: `“${said}” is more than two days away; check it, or put it into the story`,
        },
      });
  }
}

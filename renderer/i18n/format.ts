import type { LocalText } from '../../shared/domain/belief.ts';

/** Languages of the console. */
export type Lang = 'zh-CN' | 'en';

/** Between facts on one line: a line may end with the dot, none begins with it. */
export const DOT = '\u00a0· ';

/** A text written with plain spaces, so that no line of it begins with a dot. */
export function glueDots(text: string): string {
  return text.includes(' · ') ? text.replaceAll(' · ', DOT) : text;
}

const MINUS = '−';
const FEN_PER_YUAN = 100;
const FEN_PER_TENTH_WAN = 100_000;

/** Clocks are shown in the region's zone whatever the machine says. */
export const REGION_ZONE = 'Asia/Shanghai';

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: REGION_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dateFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: REGION_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** `14:32:07` in the region's zone, 24 h. */
export function formatClock(atMs: number): string {
  return clockFormat.format(atMs);
}

/** `14:32` in the region's zone, 24 h. */
export function formatMinute(atMs: number): string {
  return clockFormat.format(atMs).slice(0, 5);
}

/** `2026-11-21` in the region's zone. */
export function formatDate(atMs: number): string {
  return dateFormat.format(atMs);
}

/** Unsigned `m:ss` (`h:mm:ss` from an hour on), truncated to whole seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.trunc(Math.abs(seconds));
  const s = String(whole % 60).padStart(2, '0');
  const minutes = Math.trunc(whole / 60);
  if (minutes < 60) return `${minutes}:${s}`;
  return `${Math.trunc(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${s}`;
}

/** Signed `+4:10` / `−1:30`; less than a second either way is `+0:00`, never minus nothing. */
export function formatMargin(seconds: number): string {
  const whole = Math.trunc(seconds);
  return `${whole < 0 ? MINUS : '+'}${formatDuration(whole)}`;
}

/** Rounds a non-negative integer quotient half up without leaving the integers. */
function divideRounded(value: number, divisor: number): number {
  return Math.floor((value + Math.floor(divisor / 2)) / divisor);
}

const grouped = (whole: number): string => String(whole).replaceAll(/\B(?=(\d{3})+(?!\d))/gu, ',');

function formatYuan(fen: number): string {
  const cents = fen % FEN_PER_YUAN;
  const tail = cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`;
  return `¥${grouped(Math.floor(fen / FEN_PER_YUAN))}${tail}`;
}

function formatShortEnglish(fen: number): string {
  const yuan = divideRounded(fen, FEN_PER_YUAN);
  if (yuan >= 999_500) {
    const tenths = divideRounded(yuan, 100_000);
    return `¥${Math.floor(tenths / 10)}.${tenths % 10}M`;
  }
  if (yuan >= 100_000 || yuan % 1000 === 0) return `¥${divideRounded(yuan, 1000)}k`;
  const tenths = divideRounded(yuan, 100);
  return `¥${Math.floor(tenths / 10)}.${tenths % 10}k`;
}

/** Amount from integer fen: `¥14.0 万` / `¥140k`; small amounts exactly, to the fen. */
export function formatAmount(fen: number, lang: Lang): string {
  const sign = fen < 0 ? MINUS : '';
  const abs = Math.abs(fen);
  if (lang === 'en') return sign + (abs >= 1000 * FEN_PER_YUAN ? formatShortEnglish(abs) : formatYuan(abs));
  if (abs < 10_000 * FEN_PER_YUAN) return sign + formatYuan(abs);
  const tenths = divideRounded(abs, FEN_PER_TENTH_WAN);
  return `${sign}¥${grouped(Math.floor(tenths / 10))}.${tenths % 10} 万`;
}

/** Amount in full, to the fen when there are any: `¥140,000`. */
export function formatAmountFull(fen: number): string {
  return (fen < 0 ? MINUS : '') + formatYuan(Math.abs(fen));
}

/** Gold from integer milligrams: `1,000 g`; tenths only when there are any. */
export function formatGold(mg: number): string {
  const tenths = divideRounded(mg, 100);
  const tail = tenths % 10 === 0 ? '' : `.${tenths % 10}`;
  return `${grouped(Math.floor(tenths / 10))}${tail} g`;
}

/** Age in words: `12 秒` / `12 s`, `3 分` / `3 min`, `2 小时` / `2 h`. Negative ages (clock skew) read as 0. */
export function formatAge(ms: number, lang: Lang): string {
  const seconds = Math.max(0, Math.trunc(ms / 1000));
  const zh = lang === 'zh-CN';
  if (seconds < 60) return zh ? `${seconds} 秒` : `${seconds} s`;
  if (seconds < 3600) return zh ? `${Math.trunc(seconds / 60)} 分` : `${Math.trunc(seconds / 60)} min`;
  const hours = Math.trunc(seconds / 3600);
  return zh ? `${hours} 小时` : `${hours} h`;
}

/** Road distance: `900 m`, `4.2 km`. */
export function formatDistance(metres: number): string {
  if (metres < 1000) return `${Math.round(metres / 10) * 10} m`;
  return `${(metres / 1000).toFixed(1)} km`;
}

/** The text in the console's language; falls back to what the sender supplied. */
export function localText(text: LocalText, lang: Lang): string {
  return lang === 'en' ? (text.en ?? text.zh) : text.zh;
}

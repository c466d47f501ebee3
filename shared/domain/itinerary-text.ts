import { parseDueTime } from './due-time.ts';
import { halfWidth } from './half-width.ts';
import type { Itinerary } from './moving-target.ts';

/** A way as somebody says it: names as typed, times in epoch ms. */
export interface SpokenItinerary {
  readonly vehicle: Itinerary['vehicle'];
  readonly to: string;
  readonly from?: string | undefined;
  readonly via?: string | undefined;
  readonly departMs?: number | undefined;
  readonly arriveMs?: number | undefined;
}

const COACH = /大巴|班车|客车|长途车|长途汽车|\bcoach\b|\bbus\b/gu;
const CAR = /打车|网约车|出租车|自驾|开车|驾车|坐车|\btaxi\b|\bcar\b|\bdriv(?:es|ing)\b/u;

const HOUR = '(?:\\d{1,2}|[一二两三四五六七八九十]{1,3})';
/** A time of day as people say it, source of a regular expression; parseDueTime reads what it finds. */
export const SPOKEN_TIME =
  `(?:今天|明天|今晚|明早|today |tomorrow )?(?:凌晨|早上|上午|中午|下午|傍晚|晚上)?` +
  `(?:${HOUR}点(?:半|[一三]刻|${HOUR}{1,2}分?)?|\\d{1,2}:\\d{2}(?: ?[ap]m)?)`;
const ARRIVES = new RegExp(
  `(?:(?:到达|抵达|arriv(?:es|ing)(?: at)?|there at) ?(${SPOKEN_TIME})|(${SPOKEN_TIME})(?:到达|抵达|到站|到(?!\\S)))`,
  'u',
);
const DEPARTS = new RegExp(
  `(?:leav(?:es|ing)(?: at)? |depart(?:s|ing)(?: at)? |at )?(${SPOKEN_TIME})(?:发车|出发|开车|开|走|的)?`,
  'u',
);
/** Where one name ends: at the next word of the sentence. */
const END = '(?=从|去|前往|经|坐|乘|搭|打车|开车|[,，。;]| from | to | via | by |$)';
const name = (before: string): RegExp => new RegExp(`(?:${before})\\s*(.+?)\\s*${END}`, 'u');
const TO = name('去|前往|(?<!经)往|到| to ');
const FROM = name('从| from ');
const VIA = name('经过|经停|途经|经| via ');
/** How long ago a coach may have left for its timetable to matter. */
const PAST_MS = 3 * 3_600_000;

/**
 * Reads `坐大巴去明水 14:20 发车`, `从西站乘班车经高速口02去泰安 15:40到`, `coach to Mingshui leaves 14:20`: a vehicle and where it goes, with the
 * times that are said. Undefined for any other sentence. A time of day may lie up to three hours back.
 */
export function readItinerary(text: string, nowMs: number): SpokenItinerary | undefined {
  const plain = halfWidth(text).trim().replaceAll(/\s+/gu, ' ');
  const vehicle = plain.search(COACH) >= 0 ? 'coach' : CAR.test(plain) ? 'car' : undefined;
  if (vehicle === undefined) return undefined;
  const arrives = ARRIVES.exec(plain);
  const rest = plain.replace(ARRIVES, ',');
  const departs = DEPARTS.exec(rest);
  const places = ` ${rest.replace(DEPARTS, ',').replaceAll(COACH, ',')} `;
  const to = placeName(TO.exec(places));
  if (to === undefined) return undefined;
  return {
    vehicle,
    to,
    from: placeName(FROM.exec(places)),
    via: placeName(VIA.exec(places)),
    departMs: timeOf(departs?.[1], nowMs),
    arriveMs: timeOf(arrives?.[1] ?? arrives?.[2], nowMs),
  };
}

function placeName(found: RegExpExecArray | null): string | undefined {
  const said = found?.[1]?.replaceAll(/^[\s,，。的]+|[\s,，。的]+$/gu, '');
  return said === undefined || said === '' ? undefined : said;
}

function timeOf(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const past = parseDueTime(text, nowMs - PAST_MS);
  // a time that has just gone by is meant rather than the same one tomorrow
  if (past.ok && past.value.dueAtMs <= nowMs) return past.value.dueAtMs;
  const ahead = parseDueTime(text, nowMs);
  return ahead.ok ? ahead.value.dueAtMs : undefined;
}

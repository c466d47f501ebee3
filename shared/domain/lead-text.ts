import type { LocalText, PlaceBelief } from './belief.ts';
import { parseDueTime } from './due-time.ts';
import { halfWidth } from './half-width.ts';
import { SPOKEN_TIME } from './itinerary-text.ts';
import type { BeliefKind } from './vocabulary.ts';

/** Source of a belief that a seat entered because somebody said so on the phone. */
export const LEAD_SOURCE = 'dispatcher by phone';

type LeadKind = Extract<BeliefKind, 'family-says' | 'last-cell' | 'last-payment' | 'camera-hit'>;

/** A lead as a seat enters it: the place, and the sentence word for word. */
export interface LeadReport {
  readonly place: PlaceBelief;
  readonly text: LocalText;
}

/** A lead as somebody says it. Either a name as typed or a point (WGS-84 degrees). */
export interface SpokenLead {
  readonly kind: LeadKind;
  readonly where: { readonly name: string } | { readonly lon: number; readonly lat: number };
  /** Metres, where the sentence says how far around. */
  readonly radiusM?: number | undefined;
  /** Epoch ms, never ahead; `unclear` = a time is said that is not one of the last twelve hours; undefined = none is said. */
  readonly atMs?: number | 'unclear' | undefined;
}

/** The words each kind of lead begins with, and the least that must follow so that a search is not taken for one. */
const BEGINS: readonly (readonly [LeadKind, RegExp])[] = [
  [
    'family-says',
    /^(?:(?:家属|亲属|家人|家里人|儿子|女儿|老伴|妻子|丈夫|父亲|母亲|爱人|邻居|朋友)(?:说|称|讲)|(?:the )?(?:family|relatives?|son|daughter|wife|husband|mother|father|neighbou?r|friend) (?:says?|said|thinks?)(?= |:))/iu,
  ],
  ['last-cell', /^(?:(?:最后|末次)?(?:手机)?基站|(?:last |phone )?cell(?: tower| site)?(?= |:))/iu],
  [
    'last-payment',
    /^(?:(?:最后|末次)?(?:付款|支付|消费|刷卡|取款|取现)(?:于|(?=[\s:,在]))|(?:last )?(?:paid|payment|card used)(?= (?:at|in|on|near) |:))/iu,
  ],
  [
    'camera-hit',
    /^(?:(?:监控|录像|视频|摄像头)(?:看到|看见|拍到|发现|显示)?(?:于|(?=[\s:,在]))|(?:seen|footage|camera|cctv)(?= (?:at|in|on|near) |:))/iu,
  ],
];

const NUMBER = String.raw`(?:\d+|[一二两三四五六七八九十]{1,3})`;
const AGO = new RegExp(
  String.raw`(?:大约|约)?((?:半个?|${NUMBER}个?半?)(?:小时|钟头)|${NUMBER}分钟?)(?:之前|以前|前)|(${NUMBER} ?(?:minutes?|mins?|hours?|hrs?|h)) ago`,
  'iu',
);
const JUST_NOW = /刚才|刚刚|just now/iu;
const TIME = new RegExp(
  String.raw`(?:at |around )?((?:昨天|昨晚|昨日|yesterday )?${SPOKEN_TIME})(?:左右|许)?`,
  'iu',
);
const RADIUS =
  /(?:半径|方圆|radius |within )?(\d+(?:\.\d+)?) ?(公里|千米|km|米|metres|meters|m)(?![a-z])(?:范围|以内|内|左右)?/iu;
const POINT = /(-?\d{1,3}\.\d+)[ ,，]+(-?\d{1,3}\.\d+)/u;
const AROUND =
  /^(?:[\s,:;，。；：]|(?:他|她|人)?(?:可能|应该|也许|大概)?(?:经常|常|会)?(?:在|位于|去了?|到了?)|(?:(?:he|she|they)(?:'s| is| are| may be| went)? )?(?:that |at |in |on |near |to )(?=\S))+/iu;
const AFTER = /(?:[\s,:;，。；：]|附近|一带|周边)+$/u;
/** How far back a bare time of day is meant. */
const BACK_MS = 12 * 3_600_000;
/** Clocks differ: a time this little ahead is now. */
const AHEAD_MS = 60_000;
const WIDEST_M = 50_000;

/**
 * Reads `家属说 明湖公园`, `基站 117.02 36.66 800米 14:20`, `付款 友谊路 20分钟前`, `监控 东站`, `family says Minghu Park`, `cell ...`,
 * `paid at ...`, `seen at ...`. Undefined for any other sentence. A pair of degrees is WGS-84, in either order where only one of
 * them is possible.
 */
export function readLead(text: string, nowMs: number): SpokenLead | undefined {
  const plain = halfWidth(text).trim().replaceAll(/\s+/gu, ' ');
  for (const [kind, begins] of BEGINS) {
    const found = begins.exec(plain);
    if (found === null) continue;
    const { atMs, rest } = timeIn(plain.slice(found[0].length), nowMs);
    const point = POINT.exec(rest);
    const named = point === null ? rest : rest.replace(POINT, ' ');
    const radius = RADIUS.exec(named);
    const where = point === null ? nameIn(named.replace(RADIUS, ' ')) : pointOf(point);
    if (where === undefined) return undefined;
    return { kind, where, radiusM: radiusOf(radius), atMs };
  }
  return undefined;
}

/** Whether a belief of this kind is something people tell on the phone. */
export function isLeadKind(kind: BeliefKind): kind is LeadKind {
  return BEGINS.some(([one]) => one === kind);
}

function nameIn(text: string): SpokenLead['where'] | undefined {
  const name = text.replace(AROUND, '').replace(AFTER, '').replaceAll(/\s+/gu, ' ');
  return name === '' ? undefined : { name };
}

function pointOf([, first, second]: RegExpExecArray): SpokenLead['where'] | undefined {
  const [a, b] = [Number(first), Number(second)];
  const [lon, lat] = Math.abs(b) > 90 ? [b, a] : [a, b];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : undefined;
}

function radiusOf(found: RegExpExecArray | null): number | undefined {
  if (found === null) return undefined;
  const metres = Number(found[1]) * (/公里|千米|km/iu.test(found[2] ?? '') ? 1000 : 1);
  return Math.min(WIDEST_M, Math.max(1, metres));
}

/** The time a sentence says, and the sentence without it. */
function timeIn(text: string, nowMs: number): { readonly atMs: SpokenLead['atMs']; readonly rest: string } {
  const ago = AGO.exec(text);
  if (ago !== null) {
    const read = parseDueTime(ago[1] ?? ago[2] ?? '', nowMs);
    const backMs = read.ok ? read.value.dueAtMs - nowMs : Infinity;
    return { atMs: backMs <= BACK_MS ? nowMs - backMs : 'unclear', rest: text.replace(AGO, ' ') };
  }
  if (JUST_NOW.test(text)) return { atMs: nowMs, rest: text.replace(JUST_NOW, ' ') };
  const said = TIME.exec(text);
  if (said === null) return { atMs: undefined, rest: text };
  const rest = text.replace(TIME, ' ');
  // the same time of day half a day ago at the most: what lies ahead is a slip, not yesterday
  const read = parseDueTime((said[1] ?? '').replace(/^(?:今天|today )/iu, ''), nowMs - BACK_MS);
  const isPast = read.ok && read.value.dueAtMs <= nowMs + AHEAD_MS;
  return { atMs: isPast ? Math.min(nowMs, read.value.dueAtMs) : 'unclear', rest };
}

import type { LocalText } from './belief.ts';
import { halfWidth } from './half-width.ts';

/** What a number is. `service`: short numbers, 95/96 numbers, 400/800 and SMS ports; `foreign`: outside mainland China. */
export type PhoneKind = 'mobile' | 'landline' | 'service' | 'foreign' | 'unknown';

/** Why a number cannot be dialled as it stands. */
export type PhoneFault = 'empty' | 'no-area-code' | 'never-assigned' | 'length' | 'pattern';

/** A number as read. An undiallable one is kept: it is what somebody wrote down. */
export interface PhoneReading {
  /** Exactly what came in. */
  readonly raw: string;
  readonly kind: PhoneKind;
  /** For comparing and storing: national digits (`13800138000`, `053186012345`), `+` and digits when foreign. */
  readonly digits: string;
  readonly extension?: string | undefined;
  /** For people: `138 0013 8000`, `0531-86012345 转 801`. */
  readonly text: string;
  readonly fault?: PhoneFault | undefined;
  readonly message?: LocalText | undefined;
}

const MOBILE = /^1[3-9]\d{9}$/u;
const AREA = '0(?:10|2\\d|[3-9]\\d{2})';
const LANDLINE = new RegExp(`^(${AREA})([2-8]\\d{6,7})$`, 'u');
const SERVICE = new RegExp(
  `^(?:${AREA}(?=9[56]|1))?(?:1[0-2]\\d|1[02]\\d{3}|9[56]\\d{3,6})$|^[48]00\\d{7}$|^106\\d{5,17}$`,
  'u',
);
const EXTENSION = /\s*(?:转接?|分机|ext\.?|x|#|,|;)\s*[:：]?\s*(\d{1,6})$/iu;
/** `0531-86012345-801`: a third group after a whole landline number. */
const THIRD_GROUP = /^(\(?0\d{2,3}\)?[-\s]?\d{7,8})-(\d{1,6})$/u;

/** Reads a number: +86, 0086, spaces, dashes, brackets, full-width digits and extensions are understood. */
export function readPhone(raw: string): PhoneReading {
  const plain = halfWidth(raw)
    .replaceAll(/[\p{Cc}\u200B-\u200F\u202A-\u202E\uFEFF]/gu, '')
    .replaceAll(/[‐‑‒–—―−－]/gu, '-')
    .trim();
  const cut = THIRD_GROUP.exec(plain);
  const extension = cut?.[2] ?? EXTENSION.exec(plain)?.[1];
  const number = cut?.[1] ?? plain.replace(EXTENSION, '');
  const digits = nationalDigits(number);
  const reading = { raw, digits, ...(extension === undefined ? {} : { extension }) };
  const kind = kindOf(digits);
  const text = displayOf(kind, digits, plain) + (extension === undefined ? '' : ` 转 ${extension}`);
  if (kind !== 'unknown') return { ...reading, kind, text };
  const fault = faultOf(digits);
  const isLocal = fault === 'no-area-code';
  return { ...reading, kind: isLocal ? 'landline' : kind, text, fault, message: messageOf(fault, text) };
}

/** `138****8000`, `0531****2345`; numbers of services stay whole, since they belong to nobody. */
export function maskPhone(raw: string): string {
  const { kind, digits } = readPhone(raw);
  if (kind === 'service') return digits;
  const area = LANDLINE.exec(digits)?.[1];
  if (area !== undefined) return `${area}${stars(digits.length - area.length - 4)}${digits.slice(-4)}`;
  const sign = digits.startsWith('+') ? '+' : '';
  const bare = digits.slice(sign.length);
  if (bare.length >= 11) return `${sign}${bare.slice(0, 3)}${stars(bare.length - 7)}${bare.slice(-4)}`;
  return bare.length >= 7 ? `${sign}${stars(bare.length - 2)}${bare.slice(-2)}` : '****';
}

const stars = (count: number): string => '*'.repeat(Math.max(0, count));

function nationalDigits(number: string): string {
  const compact = number.replaceAll(/[\s\-().·]/gu, '').replace(/^tel:|^电话:?/iu, '');
  const international = /^(?:\+|00)(\d+)$/u.exec(compact)?.[1];
  if (international !== undefined && !international.startsWith('86')) return `+${international}`;
  const bare = international?.slice(2) ?? (/^861[3-9]\d{9}$/u.test(compact) ? compact.slice(2) : compact);
  // Abroad the area code is dialled without its zero: +86 531 8601 2345.
  const isArea = international !== undefined && LANDLINE.test(`0${bare}`) && !MOBILE.test(bare);
  return isArea ? `0${bare}` : bare;
}

function kindOf(digits: string): PhoneKind {
  if (/^\+[1-9]\d{6,14}$/u.test(digits)) return 'foreign';
  if (MOBILE.test(digits)) return 'mobile';
  if (LANDLINE.test(digits)) return 'landline';
  return SERVICE.test(digits) && !isNeverAssigned(digits) ? 'service' : 'unknown';
}

/** Eleven digits from 100 on are neither a subscriber nor a service: how the numbers of drills are built. */
function isNeverAssigned(digits: string): boolean {
  return /^1[0-2]\d{9}$/u.test(digits) && !digits.startsWith('106');
}

function faultOf(digits: string): PhoneFault {
  if (digits === '') return 'empty';
  if (!/^\+?\d+$/u.test(digits)) return 'pattern';
  if (/^[2-8]\d{6,7}$/u.test(digits)) return 'no-area-code';
  if (isNeverAssigned(digits)) return 'never-assigned';
  return /^1[3-9]|^0/u.test(digits) || digits.length < 7 || digits.length > 11 ? 'length' : 'pattern';
}

function displayOf(kind: PhoneKind, digits: string, plain: string): string {
  if (kind === 'mobile') return `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`;
  const landline = LANDLINE.exec(digits);
  if (landline) return `${landline[1] ?? ''}-${landline[2] ?? ''}`;
  return digits === '' ? plain : digits;
}

function messageOf(fault: PhoneFault, text: string): LocalText {
  switch (fault) {
    case 'empty':
      return { zh: '请输入电话号码', en: 'Enter a phone number' };
    case 'no-area-code':
      return {
        zh: `“${text}”缺区号；请补上，例如 0531-86012345`,
        en: `“${text}” lacks its area code; add it, as in 0531-86012345`,
      };
    case 'never-assigned':
      return {
        zh: `“${text}”不在任何已分配的号段；请核对（演练号码除外）`,
        en: `“${text}” is in no assigned range; check it (numbers of drills are built this way)`,
      };
    case 'length':
      return {
        zh: `“${text}”位数不对：手机 11 位，固话带区号 10 至 12 位；请核对`,
        en: `“${text}” has the wrong length: 11 digits for a mobile, 10 to 12 for a landline with area code; check it`,
      };
    case 'pattern':
      return {
        zh: `“${text}”不是电话号码；请只填号码`,
        en: `“${text}” is no phone number; enter the number alone`,
      };
  }
}

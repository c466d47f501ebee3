import type { LocalText } from './belief.ts';
import { halfWidth } from './half-width.ts';

/** Kinds of mainland plates told apart by their text; colour is blue or yellow for `ordinary`, green for new energy. */
export const PLATE_TYPES = [
  'ordinary',
  'new-energy-small',
  'new-energy-large',
  'police',
  'trainer',
  'trailer',
  'hong-kong',
  'macao',
  'embassy',
  'consulate',
  'emergency',
  'armed-police',
  'military',
] as const;
export type PlateType = (typeof PLATE_TYPES)[number];

/** Why a text cannot stand on a plate. */
export type PlateFault = 'empty' | 'province' | 'issuer' | 'never-issued' | 'length' | 'pattern';

/** A plate as read; an invalid one is kept, because it is what somebody saw. */
export interface PlateReading {
  /** Exactly what came in. */
  readonly raw: string;
  /** For people: `鲁A·12345`. */
  readonly text: string;
  /** For comparing and storing: `鲁A12345`. */
  readonly compact: string;
  /** Undefined when the plate is not valid. */
  readonly type?: PlateType | undefined;
  readonly fault?: PlateFault | undefined;
  readonly message?: LocalText | undefined;
  /** The serial begins with I or O, which no authority issues: how the plates of drills are built. */
  readonly isDrillShaped: boolean;
  /** The valid plate it becomes when O is read as 0 and I as 1; for a person to accept, never applied. */
  readonly suggestion?: string | undefined;
}

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const SERIAL = 'A-HJ-NP-Z0-9';
const HEAD = `[${PROVINCES}][A-HJ-Z]`;
/** First match wins. Compact form, after normalising. */
const PATTERNS: readonly (readonly [PlateType, RegExp])[] = [
  ['ordinary', new RegExp(`^${HEAD}[${SERIAL}]{5}$`, 'u')],
  ['new-energy-small', new RegExp(`^${HEAD}[A-HJK][${SERIAL}]\\d{4}$`, 'u')],
  ['new-energy-large', new RegExp(`^${HEAD}\\d{5}[A-HJK]$`, 'u')],
  ['police', new RegExp(`^${HEAD}[${SERIAL}]{4}警$`, 'u')],
  ['trainer', new RegExp(`^${HEAD}[${SERIAL}]{4}学$`, 'u')],
  ['trailer', new RegExp(`^${HEAD}[${SERIAL}]{4}挂$`, 'u')],
  ['hong-kong', new RegExp(`^粤Z[${SERIAL}]{4}港$`, 'u')],
  ['macao', new RegExp(`^粤Z[${SERIAL}]{4}澳$`, 'u')],
  ['embassy', /^(?:使\d{6}|\d{6}使)$/u],
  ['consulate', new RegExp(`^${HEAD}[${SERIAL}]{4}领$`, 'u')],
  ['emergency', new RegExp(`^${HEAD}[${SERIAL}]{4}应急$`, 'u')],
  ['armed-police', new RegExp(`^WJ[${PROVINCES}]?\\d{4}[0-9BDHJSTX]$`, 'u')],
  ['military', /^[BCEGHJKLNOSV][A-Z]\d{5}$/u],
];
const TRADITIONAL = new Map(
  Array.from('滬沪魯鲁蘇苏遼辽雲云貴贵粵粤贛赣晉晋陝陕閩闽寧宁瓊琼學学掛挂領领應应').flatMap(
    (character, index, all) => (index % 2 === 0 ? [[character, all[index + 1] ?? character] as const] : []),
  ),
);

/** The compact form: half-width capitals, simplified characters, no separators. */
export function compactPlate(raw: string): string {
  return Array.from(halfWidth(raw).toUpperCase())
    .map((character) => TRADITIONAL.get(character) ?? character)
    .join('')
    .replaceAll(/[\s\p{Cc}\u200B-\u200F\uFEFF·•・･‧∙⋅●.\-_—–−*]/gu, '');
}

/** Reads a plate and says what kind it is, or why there is no such plate. */
export function readPlate(raw: string): PlateReading {
  const compact = compactPlate(raw);
  const type = typeOf(compact);
  const text = new RegExp(`^[${PROVINCES}][A-Z].`, 'u').test(compact) ? spaced(compact) : compact;
  const base = { raw, text, compact, isDrillShaped: new RegExp(`^${HEAD}[IO]`, 'u').test(compact) };
  if (type !== undefined) return { ...base, type };
  const fault = faultOf(compact);
  const corrected = Array.from(compact, (character, at) => (at < 2 ? character : sameAs(character))).join('');
  const suggestion = corrected !== compact && typeOf(corrected) !== undefined ? spaced(corrected) : undefined;
  return { ...base, fault, message: messageOf(fault, text, suggestion), suggestion };
}

const spaced = (compact: string): string => `${compact.slice(0, 2)}·${compact.slice(2)}`;
const sameAs = (character: string): string => ({ O: '0', I: '1' })[character] ?? character;

function typeOf(compact: string): PlateType | undefined {
  return PATTERNS.find(([, pattern]) => pattern.test(compact))?.[0];
}

function faultOf(compact: string): PlateFault {
  if (compact === '') return 'empty';
  const characters = Array.from(compact);
  if (!PROVINCES.includes(characters[0] ?? '')) return 'province';
  if (!/^[A-HJ-Z]$/u.test(characters[1] ?? '')) return 'issuer';
  if (characters.length < 7 || characters.length > 8) return 'length';
  return characters.slice(2).some((character) => character === 'I' || character === 'O')
    ? 'never-issued'
    : 'pattern';
}

function messageOf(fault: PlateFault, text: string, suggestion: string | undefined): LocalText {
  switch (fault) {
    case 'empty':
      return { zh: '请输入车牌，例如 鲁A·12345', en: 'Enter a plate, such as 鲁A·12345' };
    case 'province':
      return {
        zh: `“${text}”不以省份简称开头；请核对第一个字`,
        en: `“${text}” does not begin with a province; check the first character`,
      };
    case 'issuer':
      return {
        zh: `“${text}”第二位应是发牌机关字母（没有 I）；请核对`,
        en: `The second place of “${text}” must be the letter of an authority (never I); check it`,
      };
    case 'length':
      return {
        zh: `“${text}”位数不对：普通号牌 7 位，新能源 8 位；请核对`,
        en: `“${text}” has the wrong length: 7 places, or 8 for new energy; check it`,
      };
    case 'never-issued':
      return suggestion === undefined
        ? {
            zh: `“${text}”含 I 或 O，号牌序号不用这两个字母；请核对`,
            en: `“${text}” holds I or O, which no serial has; check it`,
          }
        : {
            zh: `“${text}”含 I 或 O，号牌序号不用这两个字母；请核对是否为 ${suggestion}`,
            en: `“${text}” holds I or O, which no serial has; check whether it is ${suggestion}`,
          };
    case 'pattern':
      return {
        zh: `“${text}”不是任何一种号牌的写法；请逐位核对`,
        en: `“${text}” fits no kind of plate; check it place by place`,
      };
  }
}

import { err, ok, type Result } from '../kit/result.ts';

/** Why a text is no amount. `part` of the error is the piece of the text the code speaks of. */
export type AmountErrorCode =
  | 'empty'
  | 'not-understood'
  | 'ambiguous'
  | 'negative'
  | 'too-large'
  | 'too-precise'
  | 'currency';

/** A refusal before it has words. */
export interface AmountFault {
  readonly code: AmountErrorCode;
  readonly part: string;
}

/** Values are in 1e-8 yuan, so that a coefficient of eight decimals stays an integer. */
export const YUAN = 100_000_000n;
const DECIMALS = 8;

/** A piece of an amount as written. */
export type AmountToken =
  | {
      readonly type: 'number';
      readonly value: bigint;
      readonly raw: string;
      readonly script: 'chinese' | 'arabic';
      readonly isDecimal: boolean;
    }
  | { readonly type: 'unit'; readonly size: bigint; readonly raw: string }
  | { readonly type: 'zero' | 'point' | 'half' | 'yuan' | 'jiao' | 'fen' | 'whole'; readonly raw: string };

const DIGITS = new Map(
  ['一壹', '二贰两貳', '三叁參', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap((same, index) =>
    Array.from(same).map((character) => [character, BigInt(index + 1)] as const),
  ),
);
const UNITS = new Map<string, bigint>([
  ['十', 10n],
  ['拾', 10n],
  ['百', 100n],
  ['佰', 100n],
  ['千', 1000n],
  ['仟', 1000n],
  ['k', 1000n],
  ['万', 10_000n],
  ['萬', 10_000n],
  ['w', 10_000n],
  ['m', 1_000_000n],
  ['亿', 100_000_000n],
  ['億', 100_000_000n],
]);
const MARKS = new Map<string, 'zero' | 'point' | 'half' | 'yuan' | 'jiao' | 'fen' | 'whole'>([
  ['零', 'zero'],
  ['〇', 'zero'],
  ['○', 'zero'],
  ['点', 'point'],
  ['點', 'point'],
  ['半', 'half'],
  ['元', 'yuan'],
  ['圆', 'yuan'],
  ['圓', 'yuan'],
  ['块', 'yuan'],
  ['塊', 'yuan'],
  ['角', 'jiao'],
  ['毛', 'jiao'],
  ['分', 'fen'],
  ['整', 'whole'],
  ['正', 'whole'],
]);
/** Words that make any figure beside them a guess. */
const VAGUE = /大概|左右|上下|以上|以下|约|近|多|余|餘|几|数|来|至|到|[-–—~～]/u;
const FOREIGN = /[$€£₩₽฿]|usd|eur|gbp|jpy|hkd|usdt|美[元金]|美刀|港[元币]|欧元|英镑|日元|韩元|台币|澳门币/u;

/** Cuts a normalised text (half-width, lower case, currency marks removed) into tokens; refuses what it does not know. */
export function amountTokens(text: string): Result<readonly AmountToken[], AmountFault> {
  const foreign = FOREIGN.exec(text);
  if (foreign) return err({ code: 'currency', part: foreign[0] });
  const vague = VAGUE.exec(text);
  if (vague) return err({ code: 'ambiguous', part: vague[0] });
  const tokens: AmountToken[] = [];
  let rest = text;
  while (rest !== '') {
    const arabic = /^\d[\d., ]*\d|^\d/u.exec(rest)?.[0];
    if (arabic === undefined) {
      const raw = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      const token = raw === ' ' ? undefined : chineseToken(raw);
      if (raw !== ' ' && token === undefined) return err({ code: 'not-understood', part: unknownRun(rest) });
      if (token !== undefined) tokens.push(token);
      rest = rest.slice(raw.length);
      continue;
    }
    const token = arabicToken(arabic, /^\s*[十拾百佰千仟k万萬wm亿億]/u.test(rest.slice(arabic.length)));
    if (!token.ok) return token;
    tokens.push(token.value);
    rest = rest.slice(arabic.length);
  }
  return ok(tokens);
}

function chineseToken(raw: string): AmountToken | undefined {
  const digit = DIGITS.get(raw);
  if (digit !== undefined) {
    return { type: 'number', value: digit * YUAN, raw, script: 'chinese', isDecimal: false };
  }
  const size = UNITS.get(raw);
  if (size !== undefined) return { type: 'unit', size, raw };
  const mark = MARKS.get(raw);
  return mark === undefined ? undefined : { type: mark, raw };
}

/** The longest stretch nobody knows, so that the person sees the word and not its first letter. */
function unknownRun(text: string): string {
  let run = '';
  for (const character of text) {
    if (character === ' ' || /\d/u.test(character) || chineseToken(character) !== undefined) break;
    run += character;
  }
  return run;
}

/** Digits with regular thousands (`140,000`, `140 000`); 14,0000 and 14,5 could mean two things and are refused. */
function arabicToken(raw: string, hasUnit: boolean): Result<AmountToken, AmountFault> {
  const isPlain = /^\d+(\.\d+)?$/u.test(raw);
  const isGrouped =
    /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/u.test(raw) || /^[1-9]\d{0,2}( \d{3})+(\.\d+)?$/u.test(raw);
  if (!isPlain && !isGrouped) return err({ code: 'ambiguous', part: raw });
  // 140.000 is a hundred and forty thousand to half of Europe and a hundred and forty to us.
  if (!hasUnit && /^[1-9]\d{0,2}\.\d{3}$/u.test(raw)) return err({ code: 'ambiguous', part: raw });
  const [whole = '0', decimals = ''] = raw.replaceAll(/[, ]/gu, '').split('.');
  const kept = decimals.replace(/0+$/u, '');
  if (kept.length > DECIMALS) return err({ code: 'too-precise', part: raw });
  const value = BigInt(whole) * YUAN + BigInt(kept.padEnd(DECIMALS, '0'));
  return ok({ type: 'number', value, raw, script: 'arabic', isDecimal: kept !== '' });
}

import { err, ok, type Result } from '../kit/result.ts';
import { type AmountErrorCode, type AmountFault, amountTokens, YUAN } from './amount-tokens.ts';
import { amountValue } from './amount-value.ts';
import type { LocalText } from './belief.ts';
import { halfWidth } from './half-width.ts';

/** An amount as understood: integer fen, and the same in full for the person to read back. */
export interface Amount {
  readonly fen: number;
  readonly echo: LocalText;
}

/** Why a text is no amount: `part` is what was not understood, `message` says what to write instead. */
export interface AmountError {
  readonly code: AmountErrorCode;
  readonly part: string;
  readonly message: LocalText;
}

const MAX_LENGTH = 64;
const FEN = YUAN / 100n;
const CURRENCY = '(?:人民币|¥|rmb|cny|yuan)';
const NEGATIVE = new RegExp(`^${CURRENCY}?\\s*(?:[-−–—]|负|minus)|^\\(.*\\)$`, 'u');

/**
 * Reads an amount of yuan as people write it: `14万`, `十四万`, `140,000`, `１４万`, `14w`, `两万五`, `壹拾肆万元整`,
 * `¥ 140000.00`, `12块5`. A text with two readings (`三五万`, `14,0000`, `14万多`) is refused, never guessed.
 */
export function parseAmount(text: string): Result<Amount, AmountError> {
  const plain = normalise(text);
  if (plain === '') return refuse({ code: 'empty', part: '' });
  if (plain.length > MAX_LENGTH) return refuse({ code: 'not-understood', part: `${plain.slice(0, 16)}…` });
  const negative = NEGATIVE.exec(plain);
  if (negative) return refuse({ code: 'negative', part: negative[0] });
  const bare = plain
    .replace(new RegExp(`^(?:${CURRENCY}\\s*)+[:：]?`, 'u'), '')
    .replace(new RegExp(`${CURRENCY}$`, 'u'), '')
    .replace(/([元块塊圆圓角毛分])钱$/u, '$1')
    .trim();
  const tokens = amountTokens(bare);
  if (!tokens.ok) return refuse(tokens.error);
  if (!tokens.value.some((token) => ['number', 'zero', 'half', 'unit'].includes(token.type))) {
    return refuse({ code: 'not-understood', part: plain });
  }
  const value = amountValue(tokens.value);
  if (!value.ok) return refuse(value.error);
  if (value.value % FEN !== 0n) return refuse({ code: 'too-precise', part: bare });
  const fen = value.value / FEN;
  if (fen > BigInt(Number.MAX_SAFE_INTEGER)) return refuse({ code: 'too-large', part: bare });
  return ok({ fen: Number(fen), echo: echoAmount(Number(fen)) });
}

/** An amount of fen (a non-negative safe integer) in full: `140,000.00 元` / `CNY 140,000.00`. */
export function echoAmount(fen: number): LocalText {
  const yuan = String(Math.floor(fen / 100)).replaceAll(/\B(?=(\d{3})+(?!\d))/gu, ',');
  const full = `${yuan}.${String(fen % 100).padStart(2, '0')}`;
  return { zh: `${full} 元`, en: `CNY ${full}` };
}

/** Half-width, lower case, one kind of space. */
function normalise(text: string): string {
  return halfWidth(text)
    .replaceAll('\uFFE5', '¥')
    .replaceAll('廿', '二十')
    .replaceAll('卅', '三十')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

function refuse(fault: AmountFault): { readonly ok: false; readonly error: AmountError } {
  return err({ ...fault, message: messageOf(fault) });
}

function messageOf({ code, part }: AmountFault): LocalText {
  switch (code) {
    case 'empty':
      return { zh: '请输入金额，例如 14万 或 140,000', en: 'Enter an amount, such as 14万 or 140,000' };
    case 'not-understood':
      return {
        zh: `看不懂“${part}”；请只写金额，例如 14万 或 140,000`,
        en: `Cannot read “${part}”; write the amount alone, such as 14万 or 140,000`,
      };
    case 'ambiguous':
      return {
        zh: `“${part}”不止一种读法；请写全数字，例如 140,000`,
        en: `“${part}” can be read in more than one way; write all the digits, such as 140,000`,
      };
    case 'negative':
      return {
        zh: `金额不能为负；请去掉“${part}”中的负号`,
        en: `An amount cannot be negative; remove the minus in “${part}”`,
      };
    case 'too-large':
      return {
        zh: `“${part}”超出系统可记的金额；请核对位数`,
        en: `“${part}” is more than can be recorded; check the number of digits`,
      };
    case 'too-precise':
      return {
        zh: `“${part}”比一分还细；最多写到分`,
        en: `“${part}” goes below one fen; write at most two decimals`,
      };
    case 'currency':
      return {
        zh: `“${part}”不是人民币；请折算成元再填`,
        en: `“${part}” is not yuan; convert it to yuan first`,
      };
  }
}

import { err, ok, type Result } from '../kit/result.ts';
import { type AmountFault, type AmountToken, YUAN } from './amount-tokens.ts';

type NumberToken = Extract<AmountToken, { type: 'number' }>;

interface Change {
  readonly total: bigint;
  /** The last unit spoken; 角 and 分 only go down. */
  readonly size: bigint;
  readonly count?: NumberToken | undefined;
  readonly isWhole?: boolean;
}

const SMALLEST = YUAN / 100n;

/** 角 and 分 after `sum`; `isAlone` when no yuan were said, which lets 50分 stand. */
export function readSmallChange(
  tokens: readonly AmountToken[],
  sum: bigint,
  isAlone: boolean,
): Result<bigint, AmountFault> {
  let change: Change = { total: sum, size: YUAN };
  for (const token of tokens) {
    const next = changeAfter(change, token, isAlone);
    if (next === undefined) {
      return err({ code: 'not-understood', part: (change.count?.raw ?? '') + token.raw });
    }
    change = next;
  }
  const { total, size, count } = change;
  const end = tokens.at(-1);
  if (end?.type === 'zero') return err({ code: 'not-understood', part: end.raw });
  if (count === undefined) return ok(total);
  // 12块5, 三块五毛二: a single digit takes the next unit down; 12块50 has two readings.
  if (count.isDecimal || count.value >= 10n * YUAN || (count.script === 'arabic' && count.raw.length > 1)) {
    return err({ code: 'ambiguous', part: count.raw });
  }
  return ok(total + (count.value / YUAN) * (size / 10n));
}

function changeAfter(change: Change, token: AmountToken, isAlone: boolean): Change | undefined {
  const { total, size, count } = change;
  if (change.isWhole === true) return undefined;
  if (token.type === 'jiao' || token.type === 'fen') {
    const unit = token.type === 'jiao' ? YUAN / 10n : SMALLEST;
    const limit = isAlone && size === YUAN && unit === SMALLEST ? 100n : 10n;
    if (count === undefined || count.isDecimal || count.value >= limit * YUAN || unit >= size)
      return undefined;
    return { total: total + (count.value / YUAN) * unit, size: unit };
  }
  if (count !== undefined) return undefined;
  if (token.type === 'number' && size > SMALLEST) return { ...change, count: token };
  if (token.type === 'half' && size > SMALLEST) return { total: total + size / 2n, size, isWhole: true };
  if (token.type === 'whole') return { ...change, isWhole: true };
  return token.type === 'zero' ? change : undefined;
}

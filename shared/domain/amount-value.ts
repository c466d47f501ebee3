import { err, ok, type Result } from '../kit/result.ts';
import { readSmallChange } from './amount-change.ts';
import { type AmountFault, type AmountToken, YUAN } from './amount-tokens.ts';

type NumberToken = Extract<AmountToken, { type: 'number' }>;
type Step = Result<undefined, AmountFault>;

const TEN_THOUSAND = 10_000n;
const HUNDRED_MILLION = 100_000_000n;
const DONE: Step = ok(undefined);
const ambiguous = (part: string): Step => err({ code: 'ambiguous', part });
const nonsense = (part: string): Step => err({ code: 'not-understood', part });

/** A unit as spoken, with what stood before it. */
interface SpokenUnit {
  readonly size: bigint;
  readonly coefficient: bigint;
}

/**
 * A lone digit takes the next unit down (两万五), unless two readings are alive: after 十, after a round hundred of 万
 * (一百万五), and in 14万5元.
 */
function isTwofold(tail: NumberToken, last: SpokenUnit, isYuanSaid: boolean): boolean {
  return (
    last.size === 10n ||
    last.size === 1_000_000n ||
    (last.size >= TEN_THOUSAND && last.coefficient % (100n * YUAN) === 0n) ||
    (tail.script === 'arabic' && isYuanSaid)
  );
}

/** Reads whole yuan and decimals up to (not including) 元, 角, 分 or the end. One instance reads one amount. */
class YuanReader {
  /** Sum of the sections closed by 万 or 亿. */
  #closed = 0n;
  /** The open section: thousands, hundreds, tens. */
  #section = 0n;
  #pending: NumberToken | undefined;
  #isAfterZero = false;
  /** A decimal coefficient says it all: nothing but a unit may follow. */
  #isFinal = false;
  #lastUnit: SpokenUnit | undefined;
  #smallUnit = 0n;
  #bigUnit = 0n;

  get isEmpty(): boolean {
    return this.#closed === 0n && this.#section === 0n && this.#lastUnit === undefined;
  }

  /** The lone number before 角 or 分 when there are no yuan. */
  takeLone(): NumberToken | undefined {
    return this.isEmpty ? this.#pending : undefined;
  }

  read(token: AmountToken, next: AmountToken | undefined): Step {
    switch (token.type) {
      case 'number':
        return this.#number(token);
      case 'zero':
        if (this.#pending !== undefined) return ambiguous(this.#pending.raw + token.raw);
        this.#isAfterZero = true;
        return DONE;
      case 'unit':
        return token.size < TEN_THOUSAND
          ? this.#small(token.size, token.raw)
          : this.#big(token.size, token.raw);
      case 'half':
        return this.#half(token.raw, next);
      case 'point':
      case 'yuan':
      case 'jiao':
      case 'fen':
      case 'whole':
        return nonsense(token.raw);
    }
  }

  /** Digits after 点; `fraction` is their value below one. */
  decimals(fraction: bigint, raw: string): Step {
    if (this.#closed !== 0n) return nonsense(raw);
    const whole = this.#takeCoefficient(raw);
    if (!whole.ok) return whole;
    this.#smallUnit = 0n;
    this.#lastUnit = undefined;
    this.#pending = {
      type: 'number',
      value: whole.value + fraction,
      raw,
      script: 'chinese',
      isDecimal: true,
    };
    return DONE;
  }

  /** The sum; `isYuanSaid` when 元 or 块 follows. */
  settle(isYuanSaid: boolean): Result<bigint, AmountFault> {
    const sum = this.#closed + this.#section;
    const tail = this.#pending;
    if (tail === undefined) {
      // 十万零 stopped in the middle.
      return this.#isAfterZero && !this.isEmpty ? err({ code: 'not-understood', part: '零' }) : ok(sum);
    }
    const last = this.#lastUnit;
    if (last === undefined) return ok(tail.value);
    if (tail.isDecimal) return err({ code: 'not-understood', part: tail.raw });
    const isOnes = this.#isAfterZero || (last.size === 10n && tail.value < 10n * YUAN);
    if (isOnes && tail.value < last.size * YUAN) return ok(sum + tail.value);
    const digits = tail.raw.replaceAll(/[, ]/gu, '');
    if (tail.script === 'arabic' && digits.length > 1) {
      const zeros = String(last.size).length - 1;
      const isWritten =
        digits.length === zeros || (last.size === TEN_THOUSAND && /^[1-9]\d\d$/u.test(digits));
      return isWritten ? ok(sum + tail.value) : err({ code: 'ambiguous', part: tail.raw });
    }
    return isTwofold(tail, last, isYuanSaid)
      ? err({ code: 'ambiguous', part: tail.raw })
      : ok(sum + tail.value * (last.size / 10n));
  }

  #number(token: NumberToken): Step {
    if (this.#isFinal) return nonsense(token.raw);
    if (this.#pending !== undefined) return ambiguous(this.#pending.raw + token.raw);
    this.#pending = token;
    return DONE;
  }

  #small(size: bigint, raw: string): Step {
    const count = this.#pending;
    if (count === undefined && size !== 10n) return this.isEmpty ? ambiguous(raw) : nonsense(raw);
    const coefficient = count?.value ?? YUAN;
    const ceiling = this.#smallUnit === 0n ? this.#bigUnit : this.#smallUnit;
    if (ceiling !== 0n && coefficient * size >= ceiling * YUAN) return nonsense((count?.raw ?? '') + raw);
    this.#section += coefficient * size;
    this.#smallUnit = size;
    this.#lastUnit = { size, coefficient };
    this.#isFinal ||= count?.isDecimal === true;
    this.#pending = undefined;
    this.#isAfterZero = false;
    return DONE;
  }

  #big(size: bigint, raw: string): Step {
    if (
      size === HUNDRED_MILLION &&
      this.#bigUnit === TEN_THOUSAND &&
      this.#section === 0n &&
      !this.#pending
    ) {
      this.#closed *= HUNDRED_MILLION;
      this.#bigUnit = size;
      this.#lastUnit = { size, coefficient: this.#closed / size };
      return DONE;
    }
    const coefficient = this.#takeCoefficient(raw);
    if (!coefficient.ok) return coefficient;
    if (this.#bigUnit !== 0n && coefficient.value * size >= this.#bigUnit * YUAN) return nonsense(raw);
    this.#closed += coefficient.value * size;
    this.#bigUnit = size;
    this.#lastUnit = { size, coefficient: coefficient.value };
    this.#smallUnit = 0n;
    return DONE;
  }

  /** What stands before 万, 亿 or 点, cleared for the next section. */
  #takeCoefficient(raw: string): Result<bigint, AmountFault> {
    const count = this.#pending;
    const isOpen = this.#smallUnit >= 100n && !this.#isAfterZero;
    if (
      count !== undefined &&
      (isOpen || (this.#smallUnit !== 0n && count.value >= this.#smallUnit * YUAN))
    ) {
      return err({ code: 'ambiguous', part: count.raw + raw });
    }
    const value = this.#section + (count?.value ?? 0n);
    if (value === 0n && count === undefined && !this.#isAfterZero) {
      return err({ code: 'not-understood', part: raw });
    }
    this.#isFinal ||= count?.isDecimal === true;
    this.#section = 0n;
    this.#pending = undefined;
    this.#isAfterZero = false;
    return ok(value);
  }

  #half(raw: string, next: AmountToken | undefined): Step {
    if (this.isEmpty && this.#pending === undefined && !this.#isAfterZero) {
      if (next?.type !== 'unit' && next?.type !== 'yuan') return ambiguous(raw);
      this.#pending = { type: 'number', value: YUAN / 2n, raw, script: 'chinese', isDecimal: true };
      return DONE;
    }
    const last = this.#lastUnit;
    const isRound = last !== undefined && last.coefficient % (10n * YUAN) === 0n;
    if (last === undefined || this.#pending || isRound || last.size === 10n || this.#isFinal) {
      return ambiguous(raw);
    }
    this.#section += (last.size * YUAN) / 2n;
    this.#isFinal = true;
    return DONE;
  }
}

/** The value of the tokens in 1e-8 yuan. Refuses whatever has two readings or none. */
export function amountValue(tokens: readonly AmountToken[]): Result<bigint, AmountFault> {
  const yuan = new YuanReader();
  let at = 0;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || ['yuan', 'jiao', 'fen', 'whole'].includes(token.type)) break;
    if (token.type === 'point') {
      const point = readDecimals(tokens, at + 1);
      const step = point.ok ? yuan.decimals(point.value.fraction, point.value.raw) : point;
      if (!step.ok) return step;
      at = point.ok ? point.value.lastAt : at;
      continue;
    }
    const step = yuan.read(token, tokens[at + 1]);
    if (!step.ok) return step;
  }
  const mark = tokens[at];
  if (mark?.type === 'jiao' || mark?.type === 'fen') {
    const lone = yuan.takeLone();
    if (lone === undefined) return err({ code: 'not-understood', part: mark.raw });
    return readSmallChange([lone, ...tokens.slice(at)], 0n, true);
  }
  const sum = yuan.settle(mark?.type === 'yuan');
  if (!sum.ok || mark === undefined) return sum;
  return readSmallChange(tokens.slice(mark.type === 'yuan' ? at + 1 : at), sum.value, false);
}

function readDecimals(
  tokens: readonly AmountToken[],
  from: number,
): Result<{ readonly fraction: bigint; readonly raw: string; readonly lastAt: number }, AmountFault> {
  let digits = '';
  let at = from;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.type === 'zero') digits += '0';
    else if (token?.type === 'number' && !token.isDecimal) {
      digits += token.script === 'arabic' ? token.raw : String(token.value / YUAN);
    } else break;
  }
  if (!/^\d{1,8}$/u.test(digits)) return err({ code: 'not-understood', part: '点' });
  return ok({ fraction: BigInt(digits.padEnd(8, '0')), raw: `点${digits}`, lastAt: at - 1 });
}

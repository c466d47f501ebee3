import { nameCharacters, readName } from '../../shared/domain/names.ts';
import { readPhone } from '../../shared/domain/phones.ts';
import { readPlate } from '../../shared/domain/plates.ts';
import { err, ok } from '../../shared/kit/result.ts';
import type { CellError, CellReader } from './read-table.ts';

// Readers of single cells. Names, phones and plates are what shared/domain says they are.

/** An id: 1 to 64 letters, digits, Chinese characters, dot, dash or underscore, so that it can be typed into any system. */
export const idCell: CellReader<string> = (text) =>
  /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(text) && !(text in Object.prototype)
    ? ok(text)
    : err({
        what: { zh: '不能作编号', en: 'cannot be an id' },
        todo: {
          zh: '用 1 到 64 个字母、数字、汉字、点、短横或下划线',
          en: 'Use 1 to 64 letters, digits, dots, dashes or underscores',
        },
      });

/** Any text of at most `max` characters. */
export function textCell(max: number): CellReader<string> {
  return (text) => {
    if (/[\p{Cc}\uFFFD]/u.test(text.replaceAll(/[\r\n\t]/gu, ' ')))
      return err({
        what: { zh: '含有不可见或损坏的字符', en: 'holds invisible or broken characters' },
        todo: { zh: '请重新输入', en: 'Type it again' },
      });
    if (nameCharacters(text).length > max)
      return err({
        what: { zh: `超过 ${max} 个字`, en: `is longer than ${max} characters` },
        todo: { zh: '请缩短', en: 'Shorten it' },
      });
    return ok(text.replaceAll(/\s+/gu, ' '));
  };
}

/** A person's name, in its one spelling. */
export const nameCell: CellReader<string> = (text) => {
  const name = readName(text);
  return name.ok ? name : err(messageError(name.error.message, { zh: '不是姓名', en: 'is not a name' }));
};

/** A number that can be dialled, as digits with its extension. */
export const phoneCell: CellReader<string> = (text) => {
  const phone = readPhone(text);
  if (phone.fault !== undefined)
    return err(messageError(phone.message, { zh: '不是电话号码', en: 'is not a phone number' }));
  return ok(phone.extension === undefined ? phone.digits : `${phone.digits}转${phone.extension}`);
};

/** A plate as compared and stored: without separators. */
export const plateCell: CellReader<string> = (text) => {
  const plate = readPlate(text);
  return plate.type === undefined
    ? err(messageError(plate.message, { zh: '不是车牌', en: 'is not a plate' }))
    : ok(plate.compact);
};

/** A whole number in a range. */
export function wholeCell(low: number, high: number): CellReader<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return ok(value);
    return err({
      what: { zh: '不是可用的数', en: 'is not a usable number' },
      todo: { zh: `请填 ${low} 到 ${high} 的整数`, en: `Enter a whole number from ${low} to ${high}` },
    });
  };
}

const YES = new Set(['yes', 'y', 'true', '1', '是', '有']);
const NO = new Set(['no', 'n', 'false', '0', '否', '无', '没有']);

export const yesNoCell: CellReader<boolean> = (text) => {
  const word = text.toLowerCase();
  if (YES.has(word)) return ok(true);
  if (NO.has(word)) return ok(false);
  return err({
    what: { zh: '既不是“是”也不是“否”', en: 'is neither yes nor no' },
    todo: { zh: '请填“是”或“否”', en: 'Enter yes or no' },
  });
};

/** One of a closed list, by its own word or by its Chinese one. */
export function wordCell<T extends string>(words: Readonly<Record<T, string>>): CellReader<T> {
  const all = Object.entries<string>(words);
  return (text) => {
    const found = all.find(([word, zh]) => text.toLowerCase() === word || text === zh)?.[0];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- found among the words themselves
    if (found !== undefined) return ok(found as T);
    return err({
      what: { zh: '没有这个类别', en: 'there is no such kind' },
      todo: {
        zh: `可用：${all.map(([, zh]) => zh).join('、')}`,
        en: `There are: ${all.map(([word]) => word).join(', ')}`,
      },
    });
  };
}

/** Words divided by semicolons, slashes or Chinese commas. */
export const listCell: CellReader<readonly string[]> = (text) => {
  const words = text
    .split(/[;；/、|]/u)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const isTooLong = words.length > 20 || words.some((word) => nameCharacters(word).length > 64);
  if (!isTooLong) return ok([...new Set(words)]);
  return err({
    what: {
      zh: '超过 20 项，或有一项超过 64 字',
      en: 'has more than 20 words, or one of over 64 characters',
    },
    todo: { zh: '请缩短，各项用分号隔开', en: 'Shorten it; words are divided by semicolons' },
  });
};

function messageError(
  message: { zh: string; en?: string | undefined } | undefined,
  plain: CellError['what'],
): CellError {
  // The domain's message names the text and says what to do in one sentence.
  const todo = { zh: '请核对', en: 'Check it' };
  if (message === undefined) return { what: plain, todo };
  return { what: plain, todo: message };
}

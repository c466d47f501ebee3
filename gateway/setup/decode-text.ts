import { err, ok, type Result } from '../../shared/kit/result.ts';
import type { Problem } from './problem.ts';

export type TextEncoding = 'UTF-8' | 'UTF-8 BOM' | 'GB18030';

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** Text of a file that a spreadsheet wrote: UTF-8 with or without its mark, else GB18030, what Chinese Excel saves as CSV. */
export function decodeText(file: string, bytes: Uint8Array): Result<DecodedText, Problem> {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return err(unreadable(file, 'UTF-16'));
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const utf8 = decodeAs('utf-8', bytes);
  if (utf8 !== undefined && !utf8.includes('\0'))
    return ok({ text: utf8, encoding: hasMark ? 'UTF-8 BOM' : 'UTF-8' });
  const chinese = hasMark ? undefined : decodeAs('gb18030', bytes);
  if (chinese === undefined || /[\0\uE000-\uF8FF]/u.test(chinese)) return err(unreadable(file, undefined));
  return ok({ text: chinese, encoding: 'GB18030' });
}

function decodeAs(encoding: 'utf-8' | 'gb18030', bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unreadable(file: string, found: string | undefined): Problem {
  const zh = found === undefined ? '既不是 UTF-8 也不是 GB18030 文本' : `是 ${found} 编码`;
  const en = found === undefined ? 'is neither UTF-8 nor GB18030 text' : `is ${found}`;
  return {
    file,
    what: { zh: `文件${zh}`, en: `the file ${en}` },
    todo: { zh: '请另存为“CSV UTF-8（逗号分隔）”', en: 'Save it as “CSV UTF-8 (comma delimited)”' },
  };
}

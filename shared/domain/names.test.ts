import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPOUND_SURNAMES } from './compound-surnames.ts';
import { maskName, NAME_MAX_CHARACTERS, nameCharacters, normaliseName, readName } from './names.ts';

describe('masks', () => {
  it.each([
    // Surnames of one and of two characters.
    ['张三', '张*'],
    ['张小三', '张**'],
    ['王一二三', '王***'],
    ['欧阳', '欧*'],
    ['欧阳明', '欧阳*'],
    ['欧阳明月', '欧阳**'],
    ['司马懿', '司马*'],
    ['诸葛孔明', '诸葛**'],
    ['皇甫嵩', '皇甫*'],
    ['万俟卨', '万俟*'],
    ['亓官静', '亓官*'],
    ['呼延灼', '呼延*'],
    ['第五伦', '第五*'],
    ['歐陽修', '歐陽*'],
    ['諸葛亮', '諸葛*'],
    ['長孫無忌', '長孫**'],
    ['单于明', '单**'],
    ['陈冯富珍', '陈***'],
    ['欧小阳', '欧**'],
    ['东方', '东*'],
    // One character.
    ['张', '*'],
    ['𠅤', '*'],
    ['J', '*'],
    // Names in parts, with every look-alike of the dot.
    ['阿迪力·买买提', '阿*·*'],
    ['阿迪力•买买提', '阿*·*'],
    ['阿迪力・买买提', '阿*·*'],
    ['阿迪力･买买提', '阿*·*'],
    ['阿迪力‧买买提', '阿*·*'],
    ['阿迪力∙买买提', '阿*·*'],
    ['阿迪力⋅买买提', '阿*·*'],
    ['阿迪力.买买提', '阿*·*'],
    ['阿迪力．买买提', '阿*·*'],
    ['阿迪力 · 买买提', '阿*·*'],
    ['古丽·阿卜杜拉·热合曼', '古*·*·*'],
    ['爱新觉罗·溥仪', '爱*·*'],
    ['·阿迪力·', '阿**'],
    ['阿··买', '*·*'],
    ['尼玛·次仁·𠮷', '尼*·*·*'],
    ['阿·买', '*·*'],
    // Rare characters count as one.
    ['𠮷田', '𠮷*'],
    ['𠅤明', '𠅤*'],
    ['李㛃', '李*'],
    ['王䶮', '王*'],
    ['张𪨰𬞟', '张**'],
    ['欧阳𠅤𬤇', '欧阳**'],
    ['𬴂𬴂𬴂', '𬴂**'],
    ['葛\u{E0100}城', '葛\u{E0100}*'],
    ['诸葛\u{E0100}明', '诸**'],
    ['㐂二', '㐂*'],
    ['〇小明', '〇**'],
    // Spaces and what hides in pasted text.
    ['张 三', '张*'],
    ['张\u3000小\u3000三', '张**'],
    [' 张三 ', '张*'],
    ['张\u200B三', '张*'],
    ['\uFEFF张三\u202E', '张*'],
    ['张\n三', '张*'],
    // Other scripts.
    ['John Smith', 'J* *'],
    ['John', 'J*'],
    ['J. R. Smith', 'J* * *'],
    ['Zoë Müller', 'Z* *'],
    ['e\u0301lodie', 'é*'],
    ['Иван Петров', 'И* *'],
    ['زەينەپ ئابدۇللا', 'ز* *'],
    ['김철수', '김*'],
    ['', ''],
    ['   ', ''],
    ['张三(John Smith)', '张* *'],
  ])('%j reads %j', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it('is one mask however the name was typed, and shows a character of the name at the most twice', () => {
    const character = fc.constantFrom(...Array.from('张李欧阳司马明月𠅤㛃䶮𬞟阿'));
    fc.assert(
      fc.property(fc.array(character, { minLength: 2, maxLength: NAME_MAX_CHARACTERS }), (characters) => {
        const masked = maskName(characters.join(''));
        expect(maskName(characters.join(' '))).toBe(masked);
        expect(nameCharacters(masked)).toHaveLength(characters.length);
        expect(nameCharacters(masked).filter((shown) => shown !== '*').length).toBeLessThanOrEqual(2);
        expect(masked.endsWith('*')).toBe(true);
        expect(masked.isWellFormed()).toBe(true);
      }),
    );
  });

  it('knows only surnames of two characters', () => {
    for (const surname of COMPOUND_SURNAMES) expect(Array.from(surname), surname).toHaveLength(2);
  });
});

describe('names as kept', () => {
  it.each([
    ['阿迪力．买买提', '阿迪力·买买提'],
    ['Mary  Ann ', 'Mary Ann'],
    ['J. Smith', 'J. Smith'],
    ['神\uFA19', '神\uFA19'],
    ['张\uD800三', '张\uFFFD三'],
  ])('%j is kept as %j', (raw, name) => {
    expect(normaliseName(raw)).toBe(name);
    expect(normaliseName(name)).toBe(name);
  });

  it('takes fifty characters and no more, whatever they weigh in UTF-16', () => {
    expect(readName('𠅤'.repeat(50))).toEqual({ ok: true, value: '𠅤'.repeat(50) });
    const refused = readName('𠅤'.repeat(51));
    expect(refused.ok ? undefined : refused.error.code).toBe('too-long');
    expect(refused.ok ? undefined : refused.error.message.zh).toContain('51');
    const empty = readName(' \u200B ');
    expect(empty.ok ? undefined : empty.error.code).toBe('empty');
  });
});

import { describe, expect, it } from 'vitest';
import { tidyPerson } from './tidy-person.ts';

describe('tidyPerson', () => {
  it('gives one spelling to what it understands', () => {
    const { person, problems } = tidyPerson(
      { name: ' 阿迪力.买买提 ', phone: '+86 138-0013-8000', plate: '鲁a·12345', ageYears: 70 },
      false,
    );
    expect(person).toEqual({ name: '阿迪力·买买提', phone: '13800138000', plate: '鲁A12345', ageYears: 70 });
    expect(problems).toEqual([]);
  });

  it('keeps an extension, and a landline without its area code, and says what it lacks', () => {
    expect(tidyPerson({ phone: '0531-86012345-801' }, false).person.phone).toBe('053186012345 转 801');
    const local = tidyPerson({ phone: '8601 2345' }, false);
    expect(local.person.phone).toBe('86012345');
    expect(local.problems.map(({ field }) => field)).toEqual(['phone']);
    expect(local.problems[0]?.message.zh).toContain('区号');
  });

  it('keeps what it does not understand, and names it', () => {
    const { person, problems } = tidyPerson({ name: '​', phone: '13800', plate: '鲁A1?3' }, false);
    expect(person).toEqual({ name: '​', phone: '13800', plate: '鲁A1?3' });
    expect(problems.map(({ field }) => field)).toEqual(['phone', 'plate']);
    expect(problems.every(({ message }) => message.en !== undefined)).toBe(true);
  });

  it('takes the invented numbers of drills in a drill, and doubts them elsewhere', () => {
    const invented = { phone: '10012345678', plate: '鲁AI2345' };
    expect(tidyPerson(invented, true).problems).toEqual([]);
    expect(tidyPerson(invented, false).problems.map(({ field }) => field)).toEqual(['phone', 'plate']);
  });
});

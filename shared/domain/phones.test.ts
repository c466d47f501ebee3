import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPhone, readPhone } from './phones.ts';

describe('numbers people write', () => {
  it.each([
    ['13800138000', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['138 0013 8000', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['138-0013-8000', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['+86 138 0013 8000', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['008613800138000', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['8613800138000', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['(+86)13800138000', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['１３８００１３８０００', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['\u202D13800138000\u202C', 'mobile', '13800138000', '138 0013 8000', '138****8000'],
    ['0531-86012345', 'landline', '053186012345', '0531-86012345', '0531****2345'],
    ['(0531) 8601 2345', 'landline', '053186012345', '0531-86012345', '0531****2345'],
    ['0531—86012345', 'landline', '053186012345', '0531-86012345', '0531****2345'],
    ['+86 531 8601 2345', 'landline', '053186012345', '0531-86012345', '0531****2345'],
    ['010-62345678', 'landline', '01062345678', '010-62345678', '010****5678'],
    ['+86 10 6234 5678', 'landline', '01062345678', '010-62345678', '010****5678'],
    ['0891-6234567', 'landline', '08916234567', '0891-6234567', '0891***4567'],
    ['96110', 'service', '96110', '96110', '96110'],
    ['0531-96110', 'service', '053196110', '053196110', '053196110'],
    ['12381', 'service', '12381', '12381', '12381'],
    ['110', 'service', '110', '110', '110'],
    ['10086', 'service', '10086', '10086', '10086'],
    ['95588', 'service', '95588', '95588', '95588'],
    ['400-812-3456', 'service', '4008123456', '4008123456', '4008123456'],
    ['1069012345678', 'service', '1069012345678', '1069012345678', '1069012345678'],
    ['+852 9123 4567', 'foreign', '+85291234567', '+85291234567', '+852****4567'],
    ['00 1 212 555 0100', 'foreign', '+12125550100', '+12125550100', '+121****0100'],
  ])('%s is a %s number', (raw, kind, digits, text, masked) => {
    expect(readPhone(raw)).toMatchObject({ raw, kind, digits, text });
    expect(readPhone(raw).fault).toBeUndefined();
    expect(maskPhone(raw)).toBe(masked);
  });

  it.each([
    ['0531-86012345-801', '053186012345', '801', '0531-86012345 转 801'],
    ['053186012345转801', '053186012345', '801', '0531-86012345 转 801'],
    ['0531-86012345 ext. 801', '053186012345', '801', '0531-86012345 转 801'],
    ['(0531)86012345 分机：801', '053186012345', '801', '0531-86012345 转 801'],
    ['400 812 3456,2', '4008123456', '2', '4008123456 转 2'],
  ])('%s has an extension', (raw, digits, extension, text) => {
    expect(readPhone(raw)).toMatchObject({ digits, extension, text });
  });
});

describe('numbers nobody can dial', () => {
  it.each([
    ['', 'unknown', 'empty', '****'],
    ['86012345', 'landline', 'no-area-code', '******45'],
    ['10012345678', 'unknown', 'never-assigned', '100****5678'],
    ['12012345678', 'unknown', 'never-assigned', '120****5678'],
    ['1380013800', 'unknown', 'length', '********00'],
    ['138001380000', 'unknown', 'length', '138*****0000'],
    ['0531860', 'unknown', 'length', '*****60'],
    ['没有', 'unknown', 'pattern', '****'],
  ])('%j: %s, %s', (raw, kind, fault, masked) => {
    const phone = readPhone(raw);
    expect(phone).toMatchObject({ raw, kind, fault });
    expect(phone.message?.zh).not.toBe('');
    expect(phone.message?.en).not.toBe('');
    expect(maskPhone(raw)).toBe(masked);
  });

  it('never shows the middle of a number that belongs to somebody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }), (number) => {
        const digits = String(number);
        expect(maskPhone(`+86 ${digits.slice(0, 3)}-${digits.slice(3)}`)).toBe(
          `${digits.slice(0, 3)}****${digits.slice(7)}`,
        );
      }),
    );
  });

  it('knows the numbers of drills for what they are', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), (tail) => {
        expect(readPhone(`100${String(tail).padStart(8, '0')}`).fault).toBe('never-assigned');
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePlates, plateKey } from './plate-likeness.ts';
import { readPlate } from './plates.ts';

describe('plates by kind', () => {
  it.each([
    ['鲁A12345', '鲁A·12345', 'ordinary'],
    ['鲁Ａ·１２３４５', '鲁A·12345', 'ordinary'],
    [' 鲁 a - 12 34k ', '鲁A·1234K', 'ordinary'],
    ['渝F•8A6Z3', '渝F·8A6Z3', 'ordinary'],
    ['滬B12345', '沪B·12345', 'ordinary'],
    ['鲁AD12345', '鲁A·D12345', 'new-energy-small'],
    ['鲁A·DF1234', '鲁A·DF1234', 'new-energy-small'],
    ['川A12345F', '川A·12345F', 'new-energy-large'],
    ['京A1234警', '京A·1234警', 'police'],
    ['京A1234学', '京A·1234学', 'trainer'],
    ['京A1234學', '京A·1234学', 'trainer'],
    ['京A1234挂', '京A·1234挂', 'trailer'],
    ['粤ZK123港', '粤Z·K123港', 'hong-kong'],
    ['粤ZK123澳', '粤Z·K123澳', 'macao'],
    ['使014578', '使014578', 'embassy'],
    ['沪A0023领', '沪A·0023领', 'consulate'],
    ['京X0001应急', '京X·0001应急', 'emergency'],
    ['WJ渝1234X', 'WJ渝1234X', 'armed-police'],
    ['VA12345', 'VA12345', 'military'],
  ])('%s is %s, %s', (raw, text, type) => {
    const plate = readPlate(raw);
    expect(plate).toMatchObject({ raw, text, type });
    expect(plate.fault).toBeUndefined();
    expect(readPlate(text).compact).toBe(plate.compact);
  });
});

describe('plates that cannot be', () => {
  it.each([
    ['', 'empty'],
    ['·', 'empty'],
    ['A12345', 'province'],
    ['台A12345', 'province'],
    ['鲁I12345', 'issuer'],
    ['鲁112345', 'issuer'],
    ['鲁A1234', 'length'],
    ['鲁A1234567', 'length'],
    ['鲁A·12O45', 'never-issued'],
    ['鲁A·I4K27', 'never-issued'],
    ['鲁A·LD1234', 'pattern'],
    ['京A1234港', 'pattern'],
    ['鲁A12?45', 'pattern'],
  ])('%s: %s', (raw, fault) => {
    const plate = readPlate(raw);
    expect(plate.fault).toBe(fault);
    expect(plate.type).toBeUndefined();
    expect(plate.raw).toBe(raw);
    expect(plate.message?.zh).not.toBe('');
    expect(plate.message?.en).not.toBe('');
  });

  it('offers the digit that I and O may have been, and does not apply it', () => {
    expect(readPlate('鲁A·12O45')).toMatchObject({ text: '鲁A·12O45', suggestion: '鲁A·12045' });
    expect(readPlate('鲁A·12O45').message?.en).toContain('鲁A·12045');
    expect(readPlate('鲁A·LD1234').suggestion).toBeUndefined();
  });

  it('knows every plate of a drill, and no plate that is issued is one', () => {
    const tail = fc.array(fc.constantFrom(...Array.from('ABCDEFGHJKLMNPQRSTUVWXYZ0123456789')), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom('I', 'O'), tail, (first, rest) => {
        const drill = readPlate(`鲁A·${first}${rest.join('')}`);
        expect(drill).toMatchObject({ isDrillShaped: true, fault: 'never-issued' });
        const issued = readPlate(`鲁A·K${rest.join('')}`);
        expect(issued).toMatchObject({ isDrillShaped: false, type: 'ordinary' });
      }),
    );
  });
});

describe('likeness', () => {
  it.each([
    ['鲁A·12345', '鲁a12345', 'same', []],
    ['鲁A·12O45', '鲁A·12045', 'alike', [4]],
    ['鲁A·I2O45', '鲁A·12045', 'alike', [2, 4]],
    ['鲁A·B2345', '鲁A·82345', 'weak', [2]],
    ['鲁A·B2O45', '鲁A·82045', 'weak', [2, 4]],
    ['鲁A·12345', '鲁A·12346', 'different', [6]],
    ['鲁A·12345', '苏A·12345', 'different', [0]],
    ['鲁A·12345', '鲁AD12345', 'different', []],
    ['', '', 'different', []],
  ])('%s and %s are %s', (left, right, likeness, places) => {
    const seen = comparePlates(left, right);
    expect(seen.likeness).toBe(likeness);
    expect(seen.differences.map((difference) => difference.at)).toEqual(places);
    expect(comparePlates(right, left).likeness).toBe(likeness);
  });

  it('meets under one key exactly when same or alike', () => {
    const serial = fc.array(fc.constantFrom(...Array.from('OI01B8D')), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(serial, serial, (a, b) => {
        const [left, right] = [`鲁A${a.join('')}`, `鲁A${b.join('')}`];
        const { likeness } = comparePlates(left, right);
        expect(plateKey(left) === plateKey(right)).toBe(likeness === 'same' || likeness === 'alike');
      }),
      { numRuns: 500 },
    );
  });
});

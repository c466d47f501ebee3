import { describe, expect, it } from 'vitest';
import type { Alert, Unit } from '../../shared/domain/entities.ts';
import { sampleReadings } from '../../shared/domain/search/sample-readings.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { translatorOf } from '../i18n/translate.ts';
import { paletteIndex, paletteItems } from './palette-search.ts';

const unit = (unitId: string, callsign: string, base: string): Unit => ({
  unitId,
  slot: 0,
  callsign,
  kind: 'patrol',
  crew: 2,
  hasVehicle: true,
  skills: [],
  base: { zh: base },
  state: 'available',
  stateSinceMs: 0,
  via: 'field-device',
});

const state: State = {
  ...emptyState('s'),
  units: { u1: unit('u1', '历下301', '历下区所'), u2: unit('u2', '长宁02', '重庆北站') },
};
const zh = paletteIndex(state, translatorOf('zh-CN'), sampleReadings);
const keys = (query: string): readonly string[] =>
  paletteItems(zh, query).map(({ kind, key }) => `${kind} ${key}`);

describe('the palette', () => {
  it('shows workspaces and actions before anything is typed', () => {
    expect(keys(' ').slice(0, 6)).toEqual([
      'workspace dispatch',
      'workspace wall',
      'workspace briefing',
      'workspace townships',
      'workspace wind',
      'action report',
    ]);
  });

  it('finds units by callsign, pinyin and initials', () => {
    expect(keys('历下301')[0]).toBe('unit u1');
    expect(keys('lx301')[0]).toBe('unit u1');
    expect(keys('lixia3')[0]).toBe('unit u1');
    expect(keys('zhangning')[0]).toBe('unit u2');
    expect(keys('changning 02')[0]).toBe('unit u2');
  });

  it('finds a case by masked or whole name, amount in any spelling, plate and the tail of the phone', () => {
    const alert: Alert = {
      alertId: 'a1',
      source: '110',
      sourceId: 'a1',
      level: 'L1',
      scamType: 'investment',
      state: 'raised',
      title: { zh: '家属来电' },
      reason: { zh: '转账' },
      subject: {
        personId: 'p1',
        role: 'reported-victim',
        name: '欧阳娜娜',
        phone: '13800138000',
        plate: '鲁A12345',
      },
      amount: { fen: 12_500_000, currency: 'CNY' },
      clock: { kind: 'unknown', sinceMs: 0 },
      raisedAtMs: 0,
      calls: 0,
    };
    const other = { ...alert, alertId: 'a2', subject: undefined, amount: undefined };
    const index = paletteIndex(
      { ...state, alerts: { a2: other, a1: alert } },
      translatorOf('zh-CN'),
      sampleReadings,
    );
    for (const query of [
      '欧阳**',
      '欧阳娜娜',
      '十二万五',
      '12.5万',
      '125,000',
      '125000',
      '鲁a12345',
      '鲁A·123',
      '12345',
      '8000',
    ]) {
      const [first] = paletteItems(index, query);
      expect(`${first?.kind} ${first?.key}`, query).toBe('incident a1');
      expect(first?.label, query).not.toContain('娜娜');
    }
  });

  it('finds places and leads to who is there', () => {
    const [first] = paletteItems(zh, 'cqbz');
    expect(first).toMatchObject({ kind: 'place', key: 'u2', run: { do: 'select', id: 'u2' } });
    expect(first?.label.slice(first.ranges[0]?.start, first.ranges[0]?.end)).toBe('重庆北站');
  });

  it('finds people to ring by name, pinyin, organisation and number, and hands out the number', () => {
    const bank = {
      contactId: 'k1',
      name: '长宁',
      kind: 'bank',
      phone: '053186012345',
      organisation: '历下支行',
    } as const;
    const index = paletteIndex(undefined, translatorOf('zh-CN'), sampleReadings, [bank]);
    for (const query of ['长宁', 'cn', '历下支行', '8601', '银行'])
      expect(paletteItems(index, query)[0], query).toMatchObject({
        kind: 'contact',
        key: 'k1',
        run: { do: 'copy', text: '0531-86012345' },
      });
  });

  it('finds commands in both languages', () => {
    expect(keys('英文')).toEqual([]);
    expect(keys('english')).toEqual(['action lang']);
    const en = paletteIndex(state, translatorOf('en'), sampleReadings);
    expect(paletteItems(en, 'theme').map(({ key }) => key)).toEqual(['theme']);
    expect(paletteItems(en, 'ks')[0]?.key).toBe('keys');
  });

  it('marks inside the label, whichever part answered', () => {
    for (const query of ['301', 'lx', '02', 'wall', 'cqbz', 'en', '长宁 02']) {
      for (const { label, ranges } of paletteItems(zh, query)) {
        for (const { start, end } of ranges)
          expect(start >= 0 && start < end && end <= label.length).toBe(true);
      }
    }
  });

  it('offers nothing for nonsense and twelve at the most', () => {
    expect(keys('qqqqzzzz')).toEqual([]);
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`u${at}`, unit(`u${at}`, `历下${at}`, '历下区所')] as const),
    );
    const crowd = paletteIndex({ ...state, units: many }, translatorOf('zh-CN'), sampleReadings);
    expect(paletteItems(crowd, 'lx')).toHaveLength(12);
  });
});

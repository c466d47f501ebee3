import { describe, expect, it } from 'vitest';
import { sampleReadings } from '../../shared/domain/search/sample-readings.ts';
import { translatorOf } from '../i18n/translate.ts';
import { EMPTY_REPORT, type ReportDraft } from '../store/intent.ts';
import { reportChoices, understand } from './report-form.ts';
import type { KnownPlace } from './report-places.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 6, 30);
const t = translatorOf('zh-CN');
const place = (zh: string, lon: number): KnownPlace => ({
  name: { zh },
  lon,
  lat: 36.6,
  radiusM: 60,
  kind: 'branch',
});
const beyond: KnownPlace = { ...place('明水', 117.5), isOffRoads: true };
const choices = reportChoices(
  [place('泉城路支行', 117), place('泉城北路支行', 117.1), beyond],
  sampleReadings,
);

function read(typed: Partial<ReportDraft>, isDrill = false, lang = t) {
  const draft = { ...EMPTY_REPORT, dueTypedAtMs: NOW_MS, ...typed };
  return understand({ draft, choices, nowMs: NOW_MS + 5_000, isDrill, isReady: true, t: lang });
}

describe('a report by phone', () => {
  it('is understood line by line', () => {
    const { echo, report } = read({
      what: '母亲要去银行转账',
      amount: '十二万五',
      due: '20分钟后',
      place: '泉城路',
      name: '王秀英',
      phone: '138 0013 8000',
      plate: '鲁a12345',
      scam: '公检法',
      source: '亲属',
      level: 'L0',
    });
    expect(Object.values(echo).filter(({ state }) => state === 'doubt')).toEqual([]);
    expect(echo.amount.text).toBe('¥125,000');
    expect(echo.due.text).toBe('14:50\u00a0· 还有 19 分');
    expect(echo.name.text).toBe('显示为 王**');
    expect(report).toEqual({
      source: 'family',
      level: 'L0',
      scamType: 'impersonating-authority',
      title: { zh: '母亲要去银行转账' },
      reason: { zh: '席位接听电话录入', en: 'Taken down by a seat on the phone' },
      amount: { fen: 12_500_000, currency: 'CNY' },
      subject: { role: 'reported-victim', name: '王秀英', phone: '138 0013 8000', plate: '鲁a12345' },
      place: {
        kind: 'branch',
        lon: 117,
        lat: 36.6,
        radiusM: 60,
        atMs: NOW_MS + 5_000,
        source: 'family',
        label: { zh: '泉城路支行' },
      },
      clock: {
        kind: 'stated',
        dueAtMs: NOW_MS + 20 * 60_000,
        earliestMs: NOW_MS + 18 * 60_000,
        latestMs: NOW_MS + 22 * 60_000,
        source: 'family',
        what: { zh: '来电称的最后时间', en: 'last moment, says the caller' },
        setAtMs: NOW_MS + 5_000,
      },
    });
  });

  it('needs a type, and nothing else', () => {
    expect(read({}).report).toBeUndefined();
    expect(read({}).echo.scam.text).toBe('必填：哪一类骗局');
    const { report } = read({ scam: '投资' });
    expect(report).toMatchObject({ source: '110', level: 'L1', title: { zh: '电话警情 · 虚假投资理财' } });
    for (const absent of ['amount', 'subject', 'place', 'clock']) expect(report).not.toHaveProperty(absent);
  });

  it('says what it does not understand, sends what it does, and records the rest word for word', () => {
    const { echo, report } = read({
      scam: '贷款',
      amount: '三五万',
      due: '马上',
      place: '老王家',
      phone: '138',
    });
    for (const field of ['amount', 'due', 'place', 'phone'] as const) {
      expect(echo[field].state).toBe('doubt');
      expect(echo[field].text.length).toBeGreaterThan(8);
    }
    expect(report).not.toHaveProperty('amount');
    expect(report?.reason.zh).toBe(
      '席位接听电话录入 · 金额原文“三五万” · 期限原文“马上” · 地点原文“老王家” · 电话原文“138”',
    );
    expect(report?.reason.en).toContain('Amount as said: "三五万"');
    expect(report?.subject?.phone).toBe('138');
  });

  it('makes a timetable of the coach the caller names, from where the person is', () => {
    const said = { scam: '投资', place: '泉城路', way: '坐大巴去泉城北路支行 14:50 发车' };
    const { echo, report } = read(said);
    expect(echo.way).toEqual({ state: 'ok', text: '大巴 泉城路支行 14:50 → 泉城北路支行' });
    expect(report?.itinerary).toEqual({
      vehicle: 'coach',
      label: { zh: said.way },
      stops: [
        { name: { zh: '泉城路支行' }, lon: 117, lat: 36.6, atMs: NOW_MS + 20 * 60_000 },
        { name: { zh: '泉城北路支行' }, lon: 117.1, lat: 36.6 },
      ],
      source: 'phone',
    });
    for (const way of ['坐大巴去乌有乡', '坐大巴去明水 14:50 发车', '出门了']) {
      const doubted = read({ ...said, way });
      expect(doubted.echo.way.state).toBe('doubt');
      expect(doubted.report).not.toHaveProperty('itinerary');
      expect(doubted.report?.reason.zh).toContain(`去向原文“${way}”`);
    }
  });

  it('offers the next candidate, and comes round again', () => {
    const at = (n: number) => read({ scam: '投资', place: '泉城', at: { ...EMPTY_REPORT.at, place: n } });
    expect(at(0).echo.place.text).toContain('另有 1 个');
    const [first, second, third] = [0, 1, 2].map((n) => at(n).report?.place?.label?.zh);
    expect(first).not.toBe(second);
    expect(third).toBe(first);
    expect(at(-1).report?.place?.label?.zh).toBe(second);
  });

  it('finds types in either language, and does not doubt the invented numbers of a drill', () => {
    expect(read({ scam: 'loan' }, false, translatorOf('en')).report?.scamType).toBe('loan');
    const invented = { scam: '投资', phone: '10012345678', plate: '鲁AI2345' };
    expect(read(invented, true).echo.phone.state).toBe('ok');
    expect(read(invented).echo.phone.state).toBe('doubt');
    expect(read(invented).echo.plate.state).toBe('doubt');
  });
});

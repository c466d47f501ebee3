import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDueTime } from './due-time.ts';

/** 14:30 in China on a Sunday. */
const NOW_MS = Date.UTC(2026, 10, 22, 6, 30);
const china = (atMs: number): string =>
  new Date(atMs + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
const due = (text: string, nowMs = NOW_MS): string => {
  const read = parseDueTime(text, nowMs);
  return read.ok ? china(read.value.dueAtMs) : read.error.code;
};

describe('parseDueTime', () => {
  it.each([
    ['20分钟后', '11-22 14:50'],
    ['２０ 分钟', '11-22 14:50'],
    ['还有二十分钟', '11-22 14:50'],
    ['20 min', '11-22 14:50'],
    ['in 5 minutes', '11-22 14:35'],
    ['半小时内', '11-22 15:00'],
    ['半个小时', '11-22 15:00'],
    ['一个半小时', '11-22 16:00'],
    ['两小时', '11-22 16:30'],
    ['1.5小时', '11-22 16:00'],
    ['1小时20分', '11-22 15:50'],
    ['一小时零五分', '11-22 15:35'],
    ['1h', '11-22 15:30'],
    ['15:30', '11-22 15:30'],
    ['15：30', '11-22 15:30'],
    ['15点30分', '11-22 15:30'],
    ['三点半', '11-22 15:30'],
    ['三点一刻', '11-22 15:15'],
    ['3:30', '11-22 15:30'],
    ['2点', '11-23 02:00'],
    ['下午3点', '11-22 15:00'],
    ['晚上8点', '11-22 20:00'],
    ['今晚十点', '11-22 22:00'],
    ['晚上12点', '11-23 00:00'],
    ['明天上午十点', '11-23 10:00'],
    ['明早8点', '11-23 08:00'],
    ['明天中午12点', '11-23 12:00'],
    ['3:30pm', '11-22 15:30'],
    ['tomorrow 09:00', '11-23 09:00'],
    ['三点二十', '11-22 15:20'],
  ])('reads %s', (text, expected) => {
    expect(due(text)).toBe(expected);
  });

  it.each([
    ['', 'not-understood'],
    ['马上', 'not-understood'],
    ['20', 'not-understood'],
    ['25:00', 'not-understood'],
    ['15:75', 'not-understood'],
    ['0分钟', 'not-understood'],
    ['三五点', 'not-understood'],
    ['13:00', 'past'],
    ['09:00', 'past'],
    ['今天上午10点', 'past'],
    ['72小时', 'too-far'],
  ])('refuses %s: %s', (text, code) => {
    const read = parseDueTime(text, NOW_MS);
    expect(due(text)).toBe(code);
    if (!read.ok)
      for (const words of [read.error.message.zh, read.error.message.en]) expect(words).toBeTruthy();
  });

  it('gives a band around what people round, never before now', () => {
    const read = parseDueTime('30 min', NOW_MS);
    expect(read).toMatchObject({
      ok: true,
      value: { earliestMs: NOW_MS + 27 * 60_000, latestMs: NOW_MS + 33 * 60_000 },
    });
    expect(parseDueTime('14:31', NOW_MS)).toMatchObject({ ok: true, value: { earliestMs: NOW_MS } });
  });

  it('never answers a time that is over, out of order or further than two days, whatever is typed', () => {
    const piece = fc.constantFrom(
      '半',
      '小时',
      '点',
      '分',
      '钟',
      ':',
      '明天',
      '下午',
      '晚上',
      '三',
      '二十',
      '12',
      '0',
      '30',
      '后',
      'pm',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 5 }),
        fc.integer({ min: 0, max: 86_400_000 }),
        (pieces, shiftMs) => {
          const nowMs = NOW_MS + shiftMs;
          const read = parseDueTime(pieces.join(''), nowMs);
          if (!read.ok) return;
          const { earliestMs, dueAtMs, latestMs } = read.value;
          expect(dueAtMs).toBeGreaterThan(nowMs);
          expect(earliestMs).toBeGreaterThanOrEqual(nowMs);
          expect(earliestMs).toBeLessThanOrEqual(dueAtMs);
          expect(dueAtMs).toBeLessThanOrEqual(latestMs);
          expect(dueAtMs - nowMs).toBeLessThanOrEqual(48 * 3_600_000);
          expect([earliestMs, dueAtMs, latestMs].every(Number.isInteger)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

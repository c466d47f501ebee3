import { describe, expect, test } from 'vitest';
import { BrowserSessions } from './browser-sessions.ts';

function sessionsAt(clock: { nowMs: number }): BrowserSessions {
  let made = 0;
  return new BrowserSessions({
    newSecret: () => `secret-${++made}`,
    nowMs: () => clock.nowMs,
    port: () => 4870,
  });
}

describe('link tokens', () => {
  test.each([
    ['link', 60 * 60_000, true],
    ['link', 25 * 60 * 60_000, false],
    ['own-window', 5_000, true],
    ['own-window', 31_000, false],
  ] as const)('a token for %s after %i ms: accepted %s', (use, ageMs, isGood) => {
    const clock = { nowMs: 1_000_000 };
    const sessions = sessionsAt(clock);
    const token = sessions.mintToken(use);
    clock.nowMs += ageMs;
    expect(sessions.spendToken(token) !== undefined).toBe(isGood);
  });

  test('a token is spent once and becomes a session', () => {
    const sessions = sessionsAt({ nowMs: 0 });
    const token = sessions.mintToken();
    const cookie = sessions.spendToken(token)?.split(';')[0];
    expect(sessions.isSession(cookie)).toBe(true);
    expect(sessions.isSession('rampart_session_4870=other')).toBe(false);
    expect(sessions.spendToken(token)).toBeUndefined();
  });
});

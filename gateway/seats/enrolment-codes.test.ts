import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorityMark, readCode, writeCode } from '../../shared/domain/enrolment-code.ts';
import { CODE_VALID_MS, EnrolmentCodes } from './enrolment-codes.ts';

function started(): { codes: EnrolmentCodes; wait: (ms: number) => void } {
  let nowMs = 0;
  return {
    codes: new EnrolmentCodes(() => nowMs, randomBytes),
    wait: (ms) => {
      nowMs += ms;
    },
  };
}
const desk = { seatId: 'desk-2', roles: ['dispatcher'] } as const;

describe('enrolment codes', () => {
  it('opens one seat once, within ten minutes', () => {
    const { codes, wait } = started();
    const secret = codes.issue(desk);
    expect(secret).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(codes.redeem(secret)).toEqual({ ok: true, value: desk });
    expect(codes.redeem(secret)).toMatchObject({ error: { code: 'used-code' } });
    const late = codes.issue(desk);
    wait(CODE_VALID_MS + 1);
    expect(codes.redeem(late)).toMatchObject({ error: { code: 'expired-code' } });
  });

  it('withdraws the seat’s earlier code when a new one is made', () => {
    const { codes } = started();
    const first = codes.issue(desk);
    const second = codes.issue(desk);
    expect(codes.redeem(first)).toMatchObject({ error: { code: 'wrong-code' } });
    expect(codes.redeem(second).ok).toBe(true);
  });

  it('slows guesses down, and withdraws what is open after twenty', () => {
    const { codes, wait } = started();
    const secret = codes.issue(desk);
    for (let i = 0; i < 5; i++)
      expect(codes.redeem(`GUESS${i}`)).toMatchObject({ error: { code: 'wrong-code' } });
    expect(codes.redeem(secret)).toMatchObject({ error: { code: 'too-many', retryAfterS: 5 } });
    for (let i = 5; i < 20; i++) {
      wait(5_000);
      expect(codes.redeem(`GUESS${i}`)).toMatchObject({ error: { code: 'wrong-code' } });
    }
    wait(5_000);
    expect(codes.redeem(secret)).toMatchObject({ error: { code: 'wrong-code' } });
  });

  it('reads back what was written, as people type it', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes, bytes, (random, sha256) => {
        const { codes } = {
          codes: new EnrolmentCodes(
            () => 0,
            () => random.slice(0, 5),
          ),
        };
        const secret = codes.issue(desk);
        const authority = authorityMark(sha256);
        const code = writeCode(secret, authority);
        expect(code).toMatch(/^(\w{4}-){5}\w{4}$/);
        const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
        expect(readCode(typed)).toEqual({ ok: true, value: { secret, authority } });
      }),
      { numRuns: 100 },
    );
    expect(readCode('K7QM')).toEqual({ ok: false, error: 'length' });
    expect(readCode('U'.repeat(24))).toEqual({ ok: false, error: 'character' });
  });
});

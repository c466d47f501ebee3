import type { EnrolRefusal, SeatRole } from '../../shared/contract/enrol.ts';
import { secretOf } from '../../shared/domain/enrolment-code.ts';
import { err, ok, type Result } from '../../shared/kit/result.ts';
import { TokenBucket } from '../ingest/token-bucket.ts';

/** Who a code invites. */
export interface Invitation {
  readonly seatId: string;
  readonly roles: readonly SeatRole[];
}

export const CODE_VALID_MS = 10 * 60_000;
const REMEMBER_MS = 60 * 60_000;
const GUESSES_AT_ONCE = 5;
const GUESSES_PER_SECOND = 0.2;
/** Wrong guesses after which open codes are withdrawn: somebody is trying them out. */
const MAX_WRONG = 20;

interface Code extends Invitation {
  readonly issuedMs: number;
  state: 'open' | 'used' | 'withdrawn';
}

/**
 * Codes that are out. Kept in memory: a restart withdraws them. Guessing 40 bits at most `GUESSES_PER_SECOND` times a
 * second, and `MAX_WRONG` times in all, has a chance of one in 10^10 a code.
 */
export class EnrolmentCodes {
  readonly #codes = new Map<string, Code>();
  readonly #monotonicMs: () => number;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #guesses: TokenBucket;
  #wrong = 0;

  constructor(monotonicMs: () => number, random: (bytes: number) => Uint8Array) {
    this.#monotonicMs = monotonicMs;
    this.#random = random;
    this.#guesses = new TokenBucket(GUESSES_PER_SECOND, GUESSES_AT_ONCE, monotonicMs());
  }

  /** A new code's secret half. An earlier open code for the same seat is withdrawn. */
  issue(invitation: Invitation): string {
    const nowMs = this.#monotonicMs();
    for (const [secret, code] of this.#codes) {
      if (nowMs - code.issuedMs > REMEMBER_MS) this.#codes.delete(secret);
      else if (code.seatId === invitation.seatId && code.state === 'open') code.state = 'withdrawn';
    }
    const secret = secretOf(this.#random(5));
    this.#codes.set(secret, { ...invitation, issuedMs: nowMs, state: 'open' });
    this.#wrong = 0;
    return secret;
  }

  /** Takes a secret once. `retryAfterS` comes with `too-many`. */
  redeem(secret: string): Result<Invitation, { readonly code: EnrolRefusal; readonly retryAfterS?: number }> {
    const nowMs = this.#monotonicMs();
    const waitS = this.#guesses.take(nowMs);
    if (waitS > 0) return err({ code: 'too-many', retryAfterS: Math.ceil(waitS) });
    const code = this.#codes.get(secret);
    if (code === undefined || code.state === 'withdrawn') {
      if (code === undefined && ++this.#wrong >= MAX_WRONG) this.#withdrawAll();
      return err({ code: 'wrong-code' });
    }
    if (code.state === 'used') return err({ code: 'used-code' });
    if (nowMs - code.issuedMs > CODE_VALID_MS) return err({ code: 'expired-code' });
    code.state = 'used';
    // Only guesses are counted: a row of seats may be enrolled as fast as people type.
    this.#guesses.giveBack();
    return ok({ seatId: code.seatId, roles: code.roles });
  }

  #withdrawAll(): void {
    for (const code of this.#codes.values()) if (code.state === 'open') code.state = 'withdrawn';
  }
}

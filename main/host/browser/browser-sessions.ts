import { createHash, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'rampart_session';
const TOKEN_LIFE_MS = 24 * 3_600_000;
/** A link handed to a browser we start stands in that process's arguments, where other local users can read it. */
const OWN_WINDOW_TOKEN_LIFE_MS = 30_000;
const MAX_TOKENS = 50;

export interface BrowserSessionsInput {
  /** 256 random bits, URL-safe. */
  readonly newSecret: () => string;
  readonly nowMs: () => number;
  /** Distinguishes consoles on one machine: cookies do not know ports. */
  readonly port: () => number;
}

/**
 * Tokens and sessions of the loopback page. A token in a link is good for one browser session: it is spent when it becomes
 * the cookie. Only hashes are kept.
 */
export class BrowserSessions {
  readonly #input: BrowserSessionsInput;
  readonly #tokens = new Map<string, number>();
  readonly #sessions = new Set<string>();

  constructor(input: BrowserSessionsInput) {
    this.#input = input;
  }

  get cookieName(): string {
    return `${SESSION_COOKIE}_${this.#input.port()}`;
  }

  /** A fresh token for one link: good for a day, or for half a minute when our own window opens it at once. */
  mintToken(use: 'link' | 'own-window' = 'link'): string {
    const token = this.#input.newSecret();
    const lifeMs = use === 'link' ? TOKEN_LIFE_MS : OWN_WINDOW_TOKEN_LIFE_MS;
    this.#tokens.set(digest(token), this.#input.nowMs() + lifeMs);
    for (const [oldest] of this.#tokens) {
      if (this.#tokens.size <= MAX_TOKENS) break;
      this.#tokens.delete(oldest);
    }
    return token;
  }

  /** Spends a token and returns the Set-Cookie value; undefined when it is unknown, spent or old. */
  spendToken(token: string): string | undefined {
    const key = digest(token);
    const untilMs = this.#tokens.get(key);
    this.#tokens.delete(key);
    if (untilMs === undefined || this.#input.nowMs() > untilMs) return undefined;
    const secret = this.#input.newSecret();
    this.#sessions.add(digest(secret));
    return `${this.cookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a Cookie header carries a session of ours. */
  isSession(cookieHeader: string | undefined): boolean {
    for (const part of (cookieHeader ?? '').split(';')) {
      const [name, value] = part.trim().split('=', 2);
      if (name !== this.cookieName || value === undefined) continue;
      const given = Buffer.from(digest(value));
      for (const known of this.#sessions) if (timingSafeEqual(Buffer.from(known), given)) return true;
    }
    return false;
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

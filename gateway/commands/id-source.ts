import type { Rng } from '../../shared/kit/rng.ts';

/** Makes ids. `prefix` names the thing ("alert", "order"); ids of one prefix are unique within a stream. */
export type NewId = (prefix: string) => string;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RANDOM_CHARS = 6;

/**
 * Seeded ids for a drill: every prefix counts for itself, so one order more does not rename the alerts after it.
 * Same seed and same number of calls per prefix give the same ids.
 */
export function createSeededIds(rng: Rng): NewId {
  const counters = new Map<string, { count: number; rng: Rng }>();
  return (prefix) => {
    const counter = counters.get(prefix) ?? { count: 0, rng: rng.fork(`id:${prefix}`) };
    counters.set(prefix, counter);
    counter.count++;
    let tail = '';
    for (let i = 0; i < RANDOM_CHARS; i++) tail += ALPHABET[counter.rng.int(ALPHABET.length)] ?? '0';
    return `${prefix}-${counter.count}-${tail}`;
  };
}

/**
 * Ids for a live gateway: time first, so they sort by age, then 80 random bits.
 * `randomBytes(n)` must be cryptographically strong.
 */
export function createTimeIds(nowMs: () => number, randomBytes: (count: number) => Uint8Array): NewId {
  return (prefix) => {
    let tail = '';
    for (const byte of randomBytes(16)) tail += ALPHABET[byte % ALPHABET.length] ?? '0';
    return `${prefix}-${nowMs().toString(36)}-${tail}`;
  };
}

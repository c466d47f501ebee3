/** Sets as bits: one set is `words` consecutive 32-bit words of an array, from `at`. */

/** Number of members of a word. */
export function bitCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Number of members of a set. */
export function countSet(bits: Uint32Array, at: number, words: number): number {
  let count = 0;
  for (let w = 0; w < words; w++) count += bitCount(bits[at + w]!);
  return count;
}

/** Whether the set at `a` lies within the set at `b`. */
export function isSubset(bits: Uint32Array, a: number, b: number, words: number): boolean {
  for (let w = 0; w < words; w++) if ((bits[a + w]! & ~bits[b + w]!) !== 0) return false;
  return true;
}

/** Calls `visit` with every member of a set, ascending. */
export function eachMember(
  bits: Uint32Array,
  at: number,
  words: number,
  visit: (member: number) => void,
): void {
  for (let w = 0; w < words; w++) {
    for (let word = bits[at + w]!; word !== 0; word &= word - 1) {
      visit((w << 5) + 31 - Math.clz32(word & -word));
    }
  }
}

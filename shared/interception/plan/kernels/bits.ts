/** Sets as bits: one set is `words` consecutive 32-bit words of an array, from `at`. */

/** Whether the set at `a` lies within the set at `b`. */
export function isSubset(bits: Uint32Array, a: number, b: number, words: number): boolean {
  for (let w = 0; w < words; w++) if ((bits[a + w]! & ~bits[b + w]!) !== 0) return false;
  return true;
}

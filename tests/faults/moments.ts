/** Real milliseconds, never running backwards. */
export const monoMs = (): number => performance.now();

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until a condition holds; throws with its name after `limitMs`. Returns how long it took. */
export async function until(
  isTrue: () => boolean,
  name: string,
  limitMs = 30_000,
  everyMs = 10,
): Promise<number> {
  const startMs = monoMs();
  while (!isTrue()) {
    if (monoMs() - startMs > limitMs) throw new Error(`not within ${limitMs} ms: ${name}`);
    await pause(everyMs);
  }
  return monoMs() - startMs;
}

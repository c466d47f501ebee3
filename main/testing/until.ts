/** Waits until `isDone` holds, looking every 10 ms; rejects after `withinMs` with what was waited for. */
export async function until(isDone: () => boolean, what: string, withinMs = 8_000): Promise<void> {
  const startMs = performance.now();
  while (!isDone()) {
    if (performance.now() - startMs > withinMs) throw new Error(`waited ${withinMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const FLOOR_MS = 250;
/** With the 4 s an attempt may take, under the 10 s a room may be blind once the line is back. */
const CEILING_MS = 5_000;

/**
 * Full-jitter wait before reconnect attempt `attempt` (0 = first), milliseconds: 250 ms at least, 5 s at most,
 * drawn evenly so that two hundred consoles do not come back in step. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const cap = Math.min(CEILING_MS, FLOOR_MS * 2 ** Math.min(attempt + 1, 20));
  return FLOOR_MS + random * (cap - FLOOR_MS);
}

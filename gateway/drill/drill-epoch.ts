/**
 * When every drill begins, epoch ms: 2026-11-21T06:20:00Z, 14:20 in the region's display zone. Fixed, never the
 * machine's clock, so that the same seed gives the same times in every record and pictures of two seeds compare.
 */
export const DRILL_EPOCH_MS = Date.UTC(2026, 10, 21, 6, 20);

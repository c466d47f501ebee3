/** How long each class of record is kept; the one place. Days of feed time for positions, of the machine's clock otherwise. */
export const RETENTION_DAYS = {
  /** A console's own copy of where units were; the gateway has every fix. */
  consolePositions: 1,
  /** Cached facts of a seat's view hold personal detail: what no seat here has opened for this long goes. */
  consoleSeatFacts: 3,
  /** Cached facts of a wall's view, which holds none. */
  consoleWallFacts: 30,
  /** Damaged files put aside, still encrypted, for whoever looks into them. */
  consoleQuarantine: 30,
  /** Every accepted fix, at the gateway. */
  gatewayPositions: 400,
} as const;

export const DAY_MS = 24 * 3_600_000;

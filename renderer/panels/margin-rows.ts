import type { MarginAccount, MarginStage } from '../../shared/domain/margin-account.ts';

/** Milliseconds as whole seconds such that a column still adds up: the start and the end round down, the rest is shared out. */
export interface MarginRows {
  readonly startS: number;
  readonly endS: number;
  /** startS - endS, and the sum of the rows. */
  readonly lostS: number;
  /** Where neither loss nor gain stands in the bar, 0..1: losses run left of it, gains right. */
  readonly zero: number;
  /** Greatest loss first, gains last; `part` = its share of the whole bar, 0..1. */
  readonly rows: readonly { readonly stage: MarginStage; readonly lostS: number; readonly part: number }[];
}

/** The ledger as it is shown, in whole seconds that add up exactly. Rows that come to nothing are left out. */
export function marginRows({ ledger }: Extract<MarginAccount, { kind: 'ledger' }>): MarginRows {
  const startS = Math.floor(ledger.startMs / 1000);
  const endS = Math.floor(ledger.endMs / 1000);
  const lostS = startS - endS;
  const rows = ledger.stages.map(({ stage, lostMs }) => ({
    stage,
    lostS: Math.floor(lostMs / 1000),
    restMs: lostMs - 1000 * Math.floor(lostMs / 1000),
  }));
  // the seconds that rounding left over go to the rows that lost most by it, as votes are made into seats
  let left = lostS - rows.reduce((sum, row) => sum + row.lostS, 0);
  const byRest = rows.toSorted((a, b) => b.restMs - a.restMs);
  for (let i = 0; left !== 0 && byRest.length > 0; i = (i + 1) % byRest.length) {
    const row = byRest[i];
    if (row === undefined) break;
    row.lostS += Math.sign(left);
    left -= Math.sign(left);
  }
  // a side nobody needs takes no room
  const most = Math.max(0, ...rows.map((row) => row.lostS));
  const whole = Math.max(1, most - Math.min(0, ...rows.map((row) => row.lostS)));
  return {
    startS,
    endS,
    lostS,
    zero: most / whole,
    rows: rows
      .filter((row) => row.lostS !== 0)
      .toSorted((a, b) => b.lostS - a.lostS)
      .map((row) => ({ stage: row.stage, lostS: row.lostS, part: Math.abs(row.lostS) / whole })),
  };
}

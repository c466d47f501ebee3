import type { AlertRow } from '../../shared/contract/ingest.ts';
import type { Rng } from '../../shared/kit/rng.ts';
import type { DrillMix } from './mix.ts';

/** Steps people round to, yuan, by size of the amount. */
function roundStepYuan(yuan: number): number {
  if (yuan < 2000) return 100;
  if (yuan < 20_000) return 1000;
  if (yuan < 200_000) return 10_000;
  return 50_000;
}

/** Whether an amount sits on a heap: a whole number of the steps people round to. */
export function isRoundYuan(yuan: number): boolean {
  return Number.isInteger(yuan / roundStepYuan(yuan));
}

/** An amount in fen: log-normal, with a share of the draws heaped on round sums; undefined = the source does not know. */
export function drawAmountFen(
  rng: Rng,
  amounts: DrillMix['amounts'],
  scam: { readonly medianYuan: number; readonly sigma: number },
): number | undefined {
  if (rng.chance(amounts.unknownShare)) return undefined;
  const raw = scam.medianYuan * Math.exp(rng.normal(0, scam.sigma));
  const yuan = Math.min(amounts.maxYuan, Math.max(amounts.minYuan, raw));
  if (!rng.chance(amounts.roundShare)) return Math.round(yuan * 100);
  const step = roundStepYuan(yuan);
  return Math.max(step, Math.round(yuan / step) * step) * 100;
}

/** Fen of a row this drill made: its rows name amounts in fen, never in words. */
export function sentFen(amount: AlertRow['amount']): number | undefined {
  return typeof amount === 'object' ? amount.fen : undefined;
}

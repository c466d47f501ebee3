import { z } from 'zod';
import { localText } from '../../shared/contract/domain-schemas.ts';
import * as words from '../../shared/domain/vocabulary.ts';

const weight = z.number().min(0);
const share = z.number().min(0).max(1);
const span = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([low, high]) => low <= high, { message: 'the first number must not be larger than the second' });
const byLevel = <T extends z.ZodType>(value: T): z.ZodObject<Record<words.AlertLevel, T>> =>
  z.strictObject({ L0: value, L1: value, L2: value, L3: value });
const anyWeight = (weights: readonly number[]): boolean => weights.some((w) => w > 0);

/** regions/<name>/drill-mix.json: what ambient alerts of a drill are made of. Weights are relative, shares are 0..1. */
export const drillMixSchema = z.strictObject({
  formatVersion: z.literal(1),
  note: z.string(),
  /** `perHour` is the mean over quiet and burst time; in a burst alerts come `burstFactor` times as fast as in quiet. */
  arrivals: z.strictObject({
    perHour: z.number().min(0).max(10_000),
    burstFactor: z.number().min(1).max(1000),
    burstTimeShare: z.number().min(0).max(0.9),
    burstMeanS: z.number().min(1),
  }),
  levels: byLevel(weight).refine((w) => anyWeight(Object.values(w)), {
    message: 'at least one level needs a weight',
  }),
  sources: z
    .array(z.strictObject({ source: z.enum(words.ALERT_SOURCES), weights: byLevel(weight) }))
    .min(1)
    .refine((rows) => words.ALERT_LEVELS.every((level) => anyWeight(rows.map((row) => row.weights[level]))), {
      message: 'every level needs a source with a weight',
    }),
  scams: z
    .array(
      z.strictObject({
        type: z.enum(words.SCAM_TYPES),
        weight,
        title: localText,
        amount: z.strictObject({ medianYuan: z.number().min(1), sigma: z.number().min(0).max(3) }),
        reasons: z.array(localText).min(1),
      }),
    )
    .min(1)
    .refine((rows) => anyWeight(rows.map((row) => row.weight)), {
      message: 'at least one scam type needs a weight',
    }),
  amounts: z
    .strictObject({
      unknownShare: share,
      roundShare: share,
      minYuan: z.number().min(1),
      maxYuan: z.number().min(1),
    })
    .refine((a) => a.minYuan < a.maxYuan, { message: 'minYuan must be below maxYuan' }),
  places: z.strictObject({
    noneShare: share,
    kinds: z
      .array(z.strictObject({ kind: z.enum(words.BELIEF_KINDS), weight, radiusM: span }))
      .min(1)
      .refine((rows) => anyWeight(rows.map((row) => row.weight)), {
        message: 'at least one kind of place needs a weight',
      }),
  }),
  /** Shares of alerts with unknown clock, and minutes left when it is known. */
  clocks: z.strictObject({ unknownShare: byLevel(share), minutes: byLevel(span) }),
  models: z
    .array(z.strictObject({ name: z.string().min(1).max(60), owner: z.string().min(1).max(60) }))
    .min(1),
  calls: z.strictObject({
    answered: weight,
    busy: weight,
    refused: weight,
    convinced: weight,
    firstAfterS: span,
    againAfterS: span,
    attempts: z.number().int().min(1).max(20),
  }),
  closing: z.strictObject({ silentPeopleMinutes: span }),
});

/** The parsed mix. */
export type DrillMix = z.infer<typeof drillMixSchema>;

/** The mix cannot be used; the message names the file, every wrong field and what to do. */
export class DrillMixError extends Error {
  override readonly name = 'DrillMixError';
}

/** Parses the text of a drill-mix.json; `file` is only for the message. Throws DrillMixError. */
export function parseDrillMix(text: string, file: string): DrillMix {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DrillMixError(
      `${file} is not JSON (${error instanceof Error ? error.message : String(error)}); correct it and start again`,
    );
  }
  const parsed = drillMixSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(whole file)'}: ${issue.message}`,
  );
  throw new DrillMixError(
    `${file} cannot be used; correct these fields and start again:\n${lines.join('\n')}`,
  );
}

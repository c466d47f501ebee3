import { z } from 'zod';
import type { WindQuery } from '../domain/wind-tunnel.ts';
import { idText } from './domain-schemas.ts';

const cars = z.number().int().min(1).max(60);
const hour = z.number().min(0).max(8);

/** What a window may ask the wind tunnel. */
export const windQuery: z.ZodType<WindQuery> = z.strictObject({
  today: z.strictObject({ cars, isStandby: z.boolean(), isTogether: z.boolean() }),
  change: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('cars'), cars }),
    z
      .strictObject({ kind: z.literal('night-car'), fromH: hour, toH: hour, postId: idText })
      .refine(({ fromH, toH }) => fromH < toH, { message: 'fromH < toH must hold' }),
    z.strictObject({ kind: z.literal('post'), fromPostId: idText.optional(), toPostId: idText }),
    z.strictObject({
      kind: z.literal('hold'),
      atOnce: z.enum(['L0', 'L1']),
      keepFree: z.number().int().min(0).max(60),
    }),
    z.strictObject({ kind: z.literal('standby'), isOn: z.boolean() }),
    z.strictObject({ kind: z.literal('together'), isOn: z.boolean() }),
  ]),
  shifts: z.number().int().min(1).max(1000),
});

import { z } from 'zod';
import * as words from '../domain/vocabulary.ts';
import * as base from './domain-schemas.ts';

/** HTTPS ingest (ARCHITECTURE: outside contract). Bodies are one row or `{"rows":[...]}`; every row is judged alone. */

export const DATUMS = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const;

const place = z.strictObject({
  kind: z.enum(words.BELIEF_KINDS),
  lon: base.lon,
  lat: base.lat,
  radiusM: z.number().min(0).max(500_000),
  datum: z.enum(DATUMS),
  atMs: base.timeMs.optional(),
  label: base.localText.optional(),
  headingDeg: z.number().min(0).max(360).optional(),
});

/** POST /v1/alerts. `source + sourceId` is the key: same content again = duplicate, other content = conflict. */
export const alertRowSchema = z.strictObject({
  source: z.enum(words.ALERT_SOURCES),
  sourceId: base.idText,
  level: z.enum(words.ALERT_LEVELS),
  scamType: z.enum(words.SCAM_TYPES),
  title: base.localText,
  reason: base.localText,
  atMs: base.timeMs.optional(),
  subject: base.person.optional(),
  /** A string is an amount as people write it: `十二万五`, `12.5万`, `125,000`. */
  amount: z.union([base.money, z.string().min(1).max(64)]).optional(),
  goods: base.goods.optional(),
  place: place.optional(),
  clock: base.moneyClock.optional(),
  model: z.strictObject({ name: base.idText, owner: base.idText }).optional(),
});
export type AlertRow = z.infer<typeof alertRowSchema>;

/** POST /v1/positions. A fix of a registered unit; speed in m/s, heading in degrees. */
export const positionRowSchema = z.strictObject({
  unitId: base.idText,
  atMs: base.timeMs,
  lon: base.lon,
  lat: base.lat,
  datum: z.enum(DATUMS),
  headingDeg: z.number().min(0).max(360).optional(),
  speedMps: z.number().min(0).max(120).optional(),
  source: base.idText.optional(),
  sourceId: base.idText.optional(),
});
export type PositionRow = z.infer<typeof positionRowSchema>;

/** POST /v1/sightings. Where the person of an incident (named by id or by the alert's source key) was seen. */
export const sightingRowSchema = z.strictObject({
  source: base.idText,
  sourceId: base.idText,
  incidentId: base.idText.optional(),
  alert: z.strictObject({ source: z.enum(words.ALERT_SOURCES), sourceId: base.idText }).optional(),
  place,
  text: base.localText.optional(),
});
export type SightingRow = z.infer<typeof sightingRowSchema>;

/** The answer, one result a row, in order. */
export interface IngestResult {
  readonly sourceId: string;
  readonly status: 'accepted' | 'duplicate' | 'conflict' | 'rejected';
  readonly id?: string | undefined;
  readonly errors?:
    | readonly { readonly path: string; readonly code: string; readonly message: string }[]
    | undefined;
}

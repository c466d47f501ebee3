import { z } from 'zod';
import { shortText } from './domain-schemas.ts';

/** Name of the file in a live configuration's folder. */
export const LIVE_CONFIG_FILE = 'rampart.json';
/** Folder below it that holds keys, authority and ledger of the gateway. */
export const LIVE_GATEWAY_FOLDER = 'gateway';

const port = z.number().int().min(0).max(65_535);

/**
 * `rampart.json`: one command centre's own gateway. `region` is the name of an installed region pack, or a pack's folder;
 * `listen` the address both doors open on (loopback unless consoles join from other machines); `names` what those machines
 * call this one, for its certificate; `utcOffset` the zone of the times in roster.csv.
 */
export const liveConfigSchema = z.strictObject({
  format: z.literal(1),
  name: shortText.max(100),
  region: z.string().min(1).max(500),
  utcOffset: z.string().regex(/^[+-](0\d|1[0-4]):[0-5]\d$/),
  listen: z.string().min(1).max(255),
  names: z.array(z.string().min(1).max(255)).max(20),
  ports: z.strictObject({ page: port, ingest: port, feed: port }),
});
export type LiveConfig = z.infer<typeof liveConfigSchema>;

import { z } from 'zod';
import { idText } from '../../shared/contract/domain-schemas.ts';

/** Where the feed is and how to get in; handed over by the composition root once the gateway is ready. */
export const gatewayTargetSchema = z.strictObject({
  feedUrl: z.url(),
  /** The gateway's own certificate authority, PEM; the only one trusted. */
  caPem: z.string().min(1),
  key: z.string().min(1).max(512),
  stream: idText,
  mode: z.enum(['drill', 'live']),
  region: idText,
  /** Where rows are sent to; only for a live gateway beside this console. */
  ingest: z.strictObject({ url: z.url(), keyFile: z.string(), caFile: z.string() }).optional(),
});
export type GatewayTarget = z.infer<typeof gatewayTargetSchema>;

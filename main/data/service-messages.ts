import { z } from 'zod';
import { idText } from '../../shared/contract/domain-schemas.ts';
import type { StorageNotice } from '../../shared/contract/port.ts';
import { SEATS } from '../../shared/domain/vocabulary.ts';
import { gatewayTargetSchema } from './gateway-target.ts';

/** Host -> data service. In Electron `window/opened` comes with a MessagePort, and the window's data does not pass here. */
export const hostMessageSchema = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('start'),
    dataDir: z.string().min(1),
    /** 32 bytes from the host's secret store; absent = nothing is written to disk. */
    cacheKey: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
    lang: z.enum(['zh-CN', 'en']),
    seat: z.enum(SEATS),
    regionUrl: z.string(),
    /** Folder of the region pack, for the planner. */
    regionDir: z.string().min(1),
    /** The planner's worker entry; absent = no races. */
    plannerPath: z.string().min(1).optional(),
    logLevel: z.string(),
  }),
  z.strictObject({ t: z.literal('gateway'), target: gatewayTargetSchema }),
  z.strictObject({ t: z.literal('window/opened'), windowId: idText, view: z.enum(['seat', 'wall']) }),
  z.strictObject({ t: z.literal('window/message'), windowId: idText, text: z.string().max(262_144) }),
  z.strictObject({ t: z.literal('window/drained'), windowId: idText }),
  z.strictObject({ t: z.literal('window/closed'), windowId: idText }),
  z.strictObject({ t: z.literal('stop') }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;
export type StartMessage = Extract<HostMessage, { t: 'start' }>;

/** Data service -> host. `window/text` is a PortEvent as JSON, `window/binary` a positions message. */
export type ServiceMessage =
  | {
      readonly t: 'started';
      readonly cache: 'encrypted' | 'memory-only';
      /** The worst of what befell the stores at opening. */
      readonly notice?: StorageNotice['kind'] | undefined;
    }
  | { readonly t: 'window/text'; readonly windowId: string; readonly text: string }
  | { readonly t: 'window/binary'; readonly windowId: string; readonly bytes: Uint8Array }
  | { readonly t: 'window/close'; readonly windowId: string };

const SERVICE_KINDS: ReadonlySet<unknown> = new Set([
  'started',
  'window/text',
  'window/binary',
  'window/close',
]);

/** Whether a message is one of the data service's; its insides were made by our own code of the same build. */
export function isServiceMessage(message: unknown): message is ServiceMessage {
  return typeof message === 'object' && message !== null && 't' in message && SERVICE_KINDS.has(message.t);
}

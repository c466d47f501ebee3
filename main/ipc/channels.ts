import { z } from 'zod';
import { WALL_ROLES } from '../host/host.ts';
import { APP_ORIGIN } from './port-names.ts';

/** Renderer -> main over Electron's IPC: everything else travels on the window's port to the data service. */
export const IPC_CHANNELS = {
  'port/open': z.strictObject({ view: z.enum(['seat', 'wall']) }),
  'wall/open': z.strictObject({ role: z.enum(WALL_ROLES) }),
} as const;
export type IpcChannel = keyof typeof IPC_CHANNELS;
export type IpcArgs<C extends IpcChannel> = z.infer<(typeof IPC_CHANNELS)[C]>;

/** What must be known of the frame a message came from. */
export interface SenderFrame {
  readonly detached: boolean;
  readonly parent: unknown;
  readonly origin: string;
}

/** Whether a message came from the top frame of one of our pages. Call it first and synchronously: frames go away. */
export function isOurFrame(frame: SenderFrame | null): boolean {
  return frame !== null && !frame.detached && frame.parent === null && frame.origin === APP_ORIGIN;
}

/** Parses a message's arguments; undefined = refuse. */
export function parseIpc<C extends IpcChannel>(channel: C, args: unknown): IpcArgs<C> | undefined {
  const parsed = IPC_CHANNELS[channel].safeParse(args);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by the schema of this very channel
  return parsed.success ? (parsed.data as IpcArgs<C>) : undefined;
}

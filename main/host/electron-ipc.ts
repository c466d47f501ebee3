import { type IpcMain, type IpcMainEvent, MessageChannelMain, type MessagePortMain } from 'electron';
import type { Log } from '../../shared/kit/log.ts';
import { IPC_CHANNELS, type IpcChannel, isOurFrame, parseIpc } from '../ipc/channels.ts';
import { PORT_OPENED } from '../ipc/port-names.ts';
import type { WallRole } from './host.ts';

export interface ElectronIpcInput {
  readonly ipcMain: Pick<IpcMain, 'on'>;
  /** Gives the other end of a window's port to the data service. */
  readonly givePort: (view: 'seat' | 'wall', port: MessagePortMain) => void;
  readonly openWall: (role: WallRole) => void;
  readonly log: Log;
}

/** Registers the whole IPC surface: two messages, each checked for its sender before anything else. */
export function registerIpc({ ipcMain, givePort, openWall, log }: ElectronIpcInput): void {
  const on = <C extends IpcChannel>(
    channel: C,
    run: (event: IpcMainEvent, args: NonNullable<ReturnType<typeof parseIpc<C>>>) => void,
  ): void => {
    ipcMain.on(channel, (event, raw: unknown) => {
      const isOurs = isOurFrame(event.senderFrame);
      const args = isOurs ? parseIpc(channel, raw) : undefined;
      if (args === undefined) return log.warn('IPC message refused', { channel, isOurs });
      run(event, args);
    });
  };
  on('port/open', (event, { view }) => {
    const { port1, port2 } = new MessageChannelMain();
    givePort(view, port1);
    event.senderFrame?.postMessage(PORT_OPENED, undefined, [port2]);
  });
  on('wall/open', (_event, { role }) => openWall(role));
  log.debug('IPC ready', { channels: Object.keys(IPC_CHANNELS) });
}

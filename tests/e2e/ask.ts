import type { Page } from '@playwright/test';
import type { PortArgs, PortChannel, PortResults } from '../../shared/contract/port.ts';
import type { State } from '../../shared/domain/state.ts';
import type { Seat } from '../../shared/domain/vocabulary.ts';

/** As whom a port is opened; the seat the console was started with unless another is named. */
export interface AskAs {
  readonly view?: 'seat' | 'wall';
  readonly seat?: Seat;
}

/** One request over a port of its own, from inside the page, as any window would send it. */
export async function ask<C extends PortChannel>(
  page: Page,
  channel: C,
  args: PortArgs<C>,
  as: AskAs = {},
): Promise<PortResults[C]> {
  return (await overOwnPort(page, as, { channel, args })) as PortResults[C];
}

/** The state a newly opened window is shown. */
export async function readState(page: Page, as: AskAs = {}): Promise<State> {
  return (await overOwnPort(page, as, undefined)) as State;
}

/** Opens a port, takes the seat, and resolves with the answer to the request, or without one with the first snapshot. */
function overOwnPort(
  page: Page,
  as: AskAs,
  request: { readonly channel: string; readonly args: unknown } | undefined,
): Promise<unknown> {
  return page.evaluate(
    ([view, seat, wanted]) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/port?view=${view}`);
        socket.binaryType = 'arraybuffer';
        const send = (id: number, channel: string, args: unknown): void =>
          socket.send(JSON.stringify({ t: 'request', id, channel, args }));
        const settle = (): void => {
          if (wanted !== undefined) send(1, wanted.channel, wanted.args);
        };
        socket.addEventListener('open', () => {
          if (seat === undefined) settle();
          else send(0, 'seat/choose', { seat });
        });
        socket.addEventListener('error', () => reject(new Error('the port refused')));
        socket.addEventListener('close', () => reject(new Error('the port closed')));
        socket.addEventListener('message', ({ data }) => {
          if (typeof data !== 'string') return;
          const message = JSON.parse(data) as {
            t: string;
            id?: number;
            ok?: boolean;
            result?: unknown;
            state?: unknown;
            error?: { message: string };
          };
          if (message.t === 'snapshot' && wanted === undefined) {
            resolve(message.state);
            socket.close();
          }
          if (message.t !== 'reply') return;
          if (message.ok !== true) reject(new Error(message.error?.message));
          else if (message.id === 1) resolve(message.result);
          else return settle();
          socket.close();
        });
      }),
    [as.view ?? 'seat', as.seat, request] as const,
  );
}

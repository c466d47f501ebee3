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
  const reply: unknown = await page.evaluate(
    ([view, seat, name, value]) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/port?view=${view}`);
        socket.binaryType = 'arraybuffer';
        const send = (id: number, wanted: string, wish: unknown): void =>
          socket.send(JSON.stringify({ t: 'request', id, channel: wanted, args: wish }));
        socket.addEventListener('open', () => {
          if (seat === undefined) send(1, name, value);
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
            error?: { message: string };
          };
          if (message.t !== 'reply') return;
          if (message.ok === true && message.id === 0) return send(1, name, value);
          if (message.ok === true) resolve(message.result);
          else reject(new Error(message.error?.message));
          socket.close();
        });
      }),
    [as.view ?? 'seat', as.seat, channel, args] as const,
  );
  return reply as PortResults[C];
}

/** The state that a newly opened window of the console's own seat is shown; whole, because a window of that seat is open already. */
export async function readState(page: Page): Promise<State> {
  const state: unknown = await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/port?view=seat`);
        socket.binaryType = 'arraybuffer';
        socket.addEventListener('close', () => reject(new Error('the port closed')));
        socket.addEventListener('message', ({ data }) => {
          if (typeof data !== 'string') return;
          const message = JSON.parse(data) as { t: string; state?: unknown };
          if (message.t !== 'snapshot') return;
          resolve(message.state);
          socket.close();
        });
      }),
  );
  return state as State;
}

import type { Page } from '@playwright/test';
import type { PortArgs, PortChannel, PortResults } from '../../shared/contract/port.ts';

/** One request over a port of its own, from inside the page, as any window would send it. */
export async function ask<C extends PortChannel>(
  page: Page,
  channel: C,
  args: PortArgs<C>,
): Promise<PortResults[C]> {
  const reply: unknown = await page.evaluate(
    ([name, value]) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/port?view=seat`);
        socket.binaryType = 'arraybuffer';
        socket.addEventListener('open', () =>
          socket.send(JSON.stringify({ t: 'request', id: 1, channel: name, args: value })),
        );
        socket.addEventListener('error', () => reject(new Error('the port refused')));
        socket.addEventListener('message', ({ data }) => {
          if (typeof data !== 'string') return;
          const message = JSON.parse(data) as {
            t: string;
            id?: number;
            ok?: boolean;
            result?: unknown;
            error?: { message: string };
          };
          if (message.t !== 'reply' || message.id !== 1) return;
          socket.close();
          if (message.ok === true) resolve(message.result);
          else reject(new Error(message.error?.message));
        });
      }),
    [channel, args] as const,
  );
  return reply as PortResults[C];
}

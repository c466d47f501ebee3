import type { PortResults } from '../../../shared/contract/port.ts';
import { RequestRefused, type WindowRequest } from '../requests.ts';
import type { WindowPort } from '../window-port.ts';
import type { WindTunnel } from './wind-tunnel.ts';

type WindChannel = Extract<keyof PortResults, `wind/${string}`>;

/** Carries out what a window asks of the wind tunnel. Throws RequestRefused for a wall. */
export async function answerWind(
  tunnel: WindTunnel | undefined,
  { view, wind }: Pick<WindowPort, 'view' | 'wind'>,
  request: Extract<WindowRequest, { channel: WindChannel }>,
): Promise<PortResults[WindChannel]> {
  if (view === 'wall') throw new RequestRefused('not-allowed', 'a wall shows what is, not what if');
  switch (request.channel) {
    case 'wind/open':
      return { town: await tunnel?.open(wind) };
    case 'wind/run':
      return { runId: tunnel?.run(wind, request.args) };
    case 'wind/stop':
      tunnel?.stop(wind);
      return {};
    case 'wind/close':
      tunnel?.close(wind);
      return {};
  }
}

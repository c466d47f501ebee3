import { DRAINED } from '../ipc/port-names.ts';

/** The part of a DOM MessagePort that is used. */
export interface RelayEnd {
  postMessage(message: unknown): void;
  addEventListener(type: string, listener: (event: object) => void): void;
  start(): void;
  close(): void;
}

/**
 * Joins the data service's port to the page's. A positions frame is acknowledged once the page's thread took it, so that a
 * busy page has one frame in flight, not a queue.
 */
export function relayPort(service: RelayEnd, page: RelayEnd): void {
  service.addEventListener('message', (event) => {
    const data = dataOf(event);
    page.postMessage(data);
    if (typeof data === 'object' && data !== null && 't' in data && data.t === 'positions')
      service.postMessage(DRAINED);
  });
  page.addEventListener('message', (event) => service.postMessage(dataOf(event)));
  service.addEventListener('close', () => page.close());
  page.addEventListener('close', () => service.close());
  service.start();
  page.start();
}

function dataOf(event: object): unknown {
  return 'data' in event ? event.data : undefined;
}

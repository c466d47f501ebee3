import type { PortArgs, PortChannel, PortEvent, PortResults } from '../../shared/contract/port.ts';
import type { HostBridge, PortConnection, PortView } from './host-bridge.ts';

/** What the window knows of its own line to the data service. Times are monotonic (performance.now). */
export interface LinkState {
  readonly state: 'connecting' | 'open' | 'lost';
  /** Attempts since the line was last open. */
  readonly attempt: number;
  readonly sinceMs: number;
}

/** The answer to a request; `unavailable` when the line is down or breaks before the reply. */
export type PortReply<C extends PortChannel> =
  | { readonly ok: true; readonly result: PortResults[C] }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/** Timers and clock of the composition root. */
export interface ClientTimers {
  nowMs(): number;
  after(ms: number, run: () => void): () => void;
}

/** A window's line to the data service: reconnects for ever, every state visible. */
export interface PortClient {
  request<C extends PortChannel>(channel: C, args: PortArgs<C>): Promise<PortReply<C>>;
  /** Position frames and everything else, in order of arrival. */
  onEvent(listener: (event: PortEvent) => void): () => void;
  link(): LinkState;
  onLink(listener: () => void): () => void;
  close(): void;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5000;
const UNAVAILABLE = {
  ok: false,
  error: { code: 'unavailable', message: 'the line to the data service is down' },
} as const;

type Pending = (reply: Extract<PortEvent, { t: 'reply' }> | undefined) => void;

/** Opens the port and keeps it open; `close` ends it for good. */
export function createPortClient(bridge: HostBridge, view: PortView, timers: ClientTimers): PortClient {
  const eventListeners = new Set<(event: PortEvent) => void>();
  const linkListeners = new Set<() => void>();
  const pending = new Map<number, Pending>();
  let link: LinkState = { state: 'connecting', attempt: 0, sinceMs: timers.nowMs() };
  let connection: PortConnection | undefined;
  let cancelRetry: (() => void) | undefined;
  let nextId = 1;
  let closed = false;

  const setLink = (next: LinkState): void => {
    link = next;
    for (const listener of linkListeners) listener();
  };

  const settleAll = (): void => {
    for (const settle of pending.values()) settle(undefined);
    pending.clear();
  };

  const onEvent = (event: PortEvent): void => {
    if (event.t === 'reply') {
      const settle = pending.get(event.id);
      pending.delete(event.id);
      settle?.(event);
      return;
    }
    for (const listener of eventListeners) listener(event);
  };

  const connect = (): void => {
    let done = false;
    connection = bridge.connect(view, {
      onOpen: () => setLink({ state: 'open', attempt: 0, sinceMs: timers.nowMs() }),
      onEvent,
      onClosed: () => {
        if (done || closed) return;
        done = true;
        settleAll();
        const attempt = link.attempt + 1;
        setLink({ state: 'lost', attempt, sinceMs: link.state === 'lost' ? link.sinceMs : timers.nowMs() });
        cancelRetry = timers.after(
          Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 10)),
          connect,
        );
      },
    });
  };
  connect();

  return {
    request<C extends PortChannel>(channel: C, args: PortArgs<C>): Promise<PortReply<C>> {
      if (link.state !== 'open' || connection === undefined) return Promise.resolve(UNAVAILABLE);
      const id = nextId++;
      const open = connection;
      return new Promise((resolve) => {
        pending.set(id, (reply) => {
          if (reply === undefined) resolve(UNAVAILABLE);
          else if (reply.ok) resolve({ ok: true, result: resultOf<C>(reply.result) });
          else resolve({ ok: false, error: reply.error });
        });
        open.send({ t: 'request', id, channel, args });
      });
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    link: () => link,
    onLink(listener) {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
    close() {
      closed = true;
      cancelRetry?.();
      settleAll();
      connection?.close();
    },
  };
}

/** The one place where a reply takes the type its channel promises; the service parsed it against the same table. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the channel names the type; there is no value to infer it from
function resultOf<C extends PortChannel>(result: unknown): PortResults[C] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- replies come from our own data service over the typed table
  return result as PortResults[C];
}

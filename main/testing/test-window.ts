import type { PortArgs, PortChannel, PortEvent, PortResults } from '../../shared/contract/port.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { applyPatch } from '../../shared/timeline/patch.ts';
import type { WindowPipe } from '../data/window-pipe.ts';
import { until } from './until.ts';

/** A window in memory: its pipe for the data service, and what a page would have seen. */
export class TestWindow {
  readonly events: PortEvent[] = [];
  readonly frames: Extract<PortEvent, { t: 'positions' }>[] = [];
  state: State = emptyState('');
  /** While true, frames are taken but not acknowledged. */
  isBusy = false;
  #held: (() => void)[] = [];
  #listener: (message: unknown) => void = () => undefined;
  #closer: () => void = () => undefined;
  #nextId = 1;
  readonly pipe: WindowPipe = {
    send: (event) => this.#receive(event),
    sendPositions: (event) => {
      this.frames.push(event);
      return this.isBusy ? new Promise((resolve) => this.#held.push(resolve)) : Promise.resolve();
    },
    onMessage: (listener) => {
      this.#listener = listener;
    },
    onClose: (listener) => {
      this.#closer = listener;
    },
    close: () => this.#closer(),
  };

  /** Acknowledges every held frame. */
  release(): void {
    this.isBusy = false;
    for (const resolve of this.#held.splice(0)) resolve();
  }

  close(): void {
    this.#closer();
  }

  raw(message: unknown): void {
    this.#listener(message);
  }

  last<T extends PortEvent['t']>(t: T): Extract<PortEvent, { t: T }> | undefined {
    return this.events.findLast((event): event is Extract<PortEvent, { t: T }> => event.t === t);
  }

  /** Asks and waits; rejects with `code: message` of an error reply. */
  async request<C extends PortChannel>(channel: C, args: PortArgs<C>): Promise<PortResults[C]> {
    const id = this.#nextId++;
    const reply = (): Extract<PortEvent, { t: 'reply' }> | undefined =>
      this.events.find(
        (event): event is Extract<PortEvent, { t: 'reply' }> => event.t === 'reply' && event.id === id,
      );
    this.raw({ t: 'request', id, channel, args });
    await until(() => reply() !== undefined, `a reply to ${channel}`);
    const answer = reply();
    if (answer?.ok !== true) throw new Error(`${answer?.error.code ?? ''}: ${answer?.error.message ?? ''}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the channel names the result's type
    return answer.result as PortResults[C];
  }

  #receive(event: PortEvent): void {
    this.events.push(event);
    if (event.t === 'snapshot') this.state = event.state;
    if (event.t === 'patch') this.state = applyPatch(this.state, event.patch);
  }
}

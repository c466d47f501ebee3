import type { PortArgs, PortChannel, PortEvent, PortResults } from '../shared/contract/port.ts';
import { decodePositionsMessage } from '../shared/contract/positions-message.ts';
import { decodePositions } from '../shared/contract/position-frame.ts';
import type { CommandProgress } from '../shared/domain/command.ts';
import type { RecommendationList } from '../shared/domain/race.ts';
import { emptyState, type State } from '../shared/domain/state.ts';
import { equirectM } from '../shared/geo/distance.ts';
import { applyPatch } from '../shared/timeline/patch.ts';
import { type HostMessage, isServiceMessage, type ServiceMessage } from './data/service-messages.ts';
import type { HostProcess } from './host/host.ts';

/** A unit counts as moved when it is this far from where it was first seen: well beyond the error of a fix. */
const MOVED_M = 30;

interface Place {
  readonly lon: number;
  readonly lat: number;
}

/** A window without pixels: speaks the port protocol with a data service and keeps what a page would show. */
export class CheckWindow {
  state: State = emptyState('');
  recommendation: RecommendationList | undefined;
  readonly progress = new Map<string, CommandProgress>();
  readonly #service: HostProcess;
  readonly #firstSeen = new Map<number, Place>();
  readonly #moved = new Set<number>();
  readonly #waiting = new Map<number, (reply: Extract<PortEvent, { t: 'reply' }>) => void>();
  #nextId = 1;
  #detail = 'no word from the data service';

  constructor(service: HostProcess) {
    this.#service = service;
    service.onMessage((message) => {
      if (isServiceMessage(message)) this.#receive(message);
    });
    this.#tell({ t: 'window/opened', windowId: 'check', view: 'seat' });
  }

  get unitsMoved(): number {
    return this.#moved.size;
  }

  /** The last thing known about the link, for a failure's reason. */
  get linkDetail(): string {
    return this.#detail;
  }

  /** Asks the data service; rejects with its error. */
  request<C extends PortChannel>(channel: C, args: PortArgs<C>): Promise<PortResults[C]> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (reply) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the channel names the result's type
        if (reply.ok) resolve(reply.result as PortResults[C]);
        else reject(new Error(`${channel}: ${reply.error.code} ${reply.error.message}`));
      });
      this.#tell({
        t: 'window/message',
        windowId: 'check',
        text: JSON.stringify({ t: 'request', id, channel, args }),
      });
    });
  }

  #tell(message: HostMessage): void {
    this.#service.post(message);
  }

  #receive(message: ServiceMessage): void {
    if (message.t === 'window/text') this.#event(parseEvent(message.text));
    if (message.t === 'window/binary') {
      this.#tell({ t: 'window/drained', windowId: 'check' });
      this.#positions(decodePositionsMessage(message.bytes).frame);
    }
  }

  #event(event: PortEvent): void {
    switch (event.t) {
      case 'snapshot':
        this.state = event.state;
        break;
      case 'patch':
        this.state = applyPatch(this.state, event.patch);
        break;
      case 'recommendation':
        this.recommendation = event.list;
        break;
      case 'command':
        this.progress.set(event.progress.commandId, event.progress);
        break;
      case 'feed':
        this.#detail = `feed ${event.feed.link}${event.feed.detail === undefined ? '' : `: ${event.feed.detail}`}`;
        break;
      case 'reply':
        this.#waiting.get(event.id)?.(event);
        this.#waiting.delete(event.id);
        break;
      case 'hello':
      case 'playhead':
      case 'races':
      case 'marks':
      case 'positions':
      case 'directory':
      case 'exits':
      case 'find':
      case 'joint':
      case 'standby':
      case 'wind':
        break;
    }
  }

  #positions(frame: Uint8Array): void {
    const { count, slot, lonE7, latE7 } = decodePositions(frame);
    for (let i = 0; i < count; i++) {
      const row = slot[i] ?? 0;
      const place = { lon: (lonE7[i] ?? 0) / 1e7, lat: (latE7[i] ?? 0) / 1e7 };
      const first = this.#firstSeen.get(row);
      if (first === undefined) this.#firstSeen.set(row, place);
      else if (equirectM(first.lon, first.lat, place.lon, place.lat) > MOVED_M) this.#moved.add(row);
    }
  }
}

function parseEvent(text: string): PortEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the data service of this very build
  return JSON.parse(text) as PortEvent;
}

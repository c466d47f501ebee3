import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { GatewayTarget } from '../../main/data/gateway-target.ts';
import { isServiceMessage } from '../../main/data/service-messages.ts';
import { type DataProcess, runDataService } from '../../main/data-process.ts';
import type { HostProcess } from '../../main/host/host.ts';
import type {
  FeedInfo,
  PortArgs,
  PortChannel,
  PortEvent,
  PortResults,
  StorageNotice,
} from '../../shared/contract/port.ts';
import type { View } from '../../shared/contract/views.ts';
import type { CommandProgress } from '../../shared/domain/command.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import type { Log } from '../../shared/kit/log.ts';
import { applyPatch } from '../../shared/timeline/patch.ts';
import { type HarmedProcesses, harmedProcesses } from './child-processes.ts';
import { REGION_DIR } from './gateway-program.ts';
import { monoMs } from './moments.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PLANNER = join(ROOT, 'gateway', 'planner', 'planner.worker.ts');
const ENTRY = join(ROOT, 'main', 'data', 'data-service.ts');

export interface ConsoleProgramInput {
  readonly name: string;
  readonly dataDir: string;
  /** 32 bytes; undefined = memory only. */
  readonly cacheKey: Uint8Array | undefined;
  readonly window?: 'seat' | 'wall';
  /** Races are worked out too; slower to start. */
  readonly withPlanner?: boolean;
  readonly log: Log;
}

/** A console without its page: the data service as the product starts and supervises it, and one window on it. */
export class ConsoleProgram {
  readonly harm: HarmedProcesses = harmedProcesses();
  readonly input: ConsoleProgramInput;
  /** What the window shows. */
  state: State = emptyState('');
  feed: FeedInfo | undefined;
  readonly progress = new Map<string, CommandProgress['state']>();
  /** What the service said when it started: cache kind and anything put aside. */
  readonly started: { readonly cache: string; readonly notice?: StorageNotice['kind'] | undefined }[] = [];
  starts = 0;
  /** When the window last heard from a service whose feed is live. */
  liveAtMs = 0;
  readonly #data: DataProcess;
  readonly #replies = new Map<number, (reply: Extract<PortEvent, { t: 'reply' }>) => void>();
  readonly #failed = new Set<() => void>();
  #service: HostProcess | undefined;
  #windowId = '';
  #nextId = 1;

  constructor(input: ConsoleProgramInput) {
    this.input = input;
    this.#data = runDataService({
      processes: this.harm.processes,
      entry: ENTRY,
      dataDir: input.dataDir,
      cacheKey: input.cacheKey,
      lang: 'en',
      seat: 'dispatcher',
      regionDir: REGION_DIR,
      planner: PLANNER,
      logLevel: 'warn',
      bind: (service) => this.#bind(service),
      log: input.log,
    });
  }

  get view(): View {
    return this.input.window === 'wall' ? { view: 'wall' } : { view: 'seat', role: 'dispatcher' };
  }

  connect(target: GatewayTarget): void {
    this.#data.connect(target);
  }

  /** Whether the page says that all is well: live, and heard of within the last seconds. */
  get saysLive(): boolean {
    return this.feed?.link === 'live' && monoMs() - this.liveAtMs < 3_000;
  }

  /** Asks like the page does. Rejects when the service dies before it answers, or refuses. */
  request<C extends PortChannel>(channel: C, args: PortArgs<C>): Promise<PortResults[C]> {
    const id = this.#nextId++;
    return new Promise((done, fail) => {
      const forget = (): void => {
        clearTimeout(patience);
        this.#replies.delete(id);
        this.#failed.delete(giveUp);
      };
      const giveUp = (): void => {
        forget();
        fail(new Error(`no reply to ${channel}`));
      };
      const patience = setTimeout(giveUp, 5_000);
      this.#failed.add(giveUp);
      this.#replies.set(id, (reply) => {
        forget();
        if (reply.ok) done(reply.result as PortResults[C]);
        else fail(new Error(`${reply.error.code}: ${reply.error.message}`));
      });
      const text = JSON.stringify({ t: 'request', id, channel, args });
      this.#service?.post({ t: 'window/message', windowId: this.#windowId, text });
    });
  }

  stop(): Promise<void> {
    return this.#data.stop();
  }

  #bind(service: HostProcess): void {
    this.starts++;
    this.#service = service;
    // As the page does: whoever waits for a dead service's answer is told at once.
    for (const fail of this.#failed) fail();
    this.#windowId = randomUUID();
    const windowId = this.#windowId;
    this.feed = undefined;
    service.onMessage((message) => {
      if (!isServiceMessage(message) || this.#service !== service) return;
      if (message.t === 'started') this.started.push(message);
      if (message.t === 'window/binary') service.post({ t: 'window/drained', windowId });
      if (message.t === 'window/text') this.#receive(JSON.parse(message.text) as PortEvent);
    });
    service.post({ t: 'window/opened', windowId, view: this.input.window ?? 'seat' });
  }

  #receive(event: PortEvent): void {
    if (event.t === 'snapshot') this.state = event.state;
    if (event.t === 'patch') this.state = applyPatch(this.state, event.patch);
    if (event.t === 'command') this.progress.set(event.progress.commandId, event.progress.state);
    if (event.t === 'feed') {
      this.feed = event.feed;
      if (event.feed.link === 'live') this.liveAtMs = monoMs();
    }
    if (event.t === 'reply') {
      this.#replies.get(event.id)?.(event);
      this.#replies.delete(event.id);
    }
  }
}

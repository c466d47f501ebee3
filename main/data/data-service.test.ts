import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PortEvent } from '../../shared/contract/port.ts';
import { FakeGateway } from '../testing/fake-gateway.ts';
import { alertRaised, sessionStarted, unitRegistered } from '../../tests/fixtures/sample-facts.ts';
import { makeTestCa } from '../testing/test-ca.ts';
import { until } from '../testing/until.ts';
import type { HostMessage, ServiceMessage } from './service-messages.ts';

const ENTRY = fileURLToPath(new URL('./data-service.ts', import.meta.url));
const T0 = 1_800_000_000_000;

let folder: string;
let gateway: FakeGateway;
let services: Service[];

/** The data service as the browser host starts it: a process of its own. */
class Service {
  readonly events: PortEvent[] = [];
  cache: string | undefined;
  readonly #child: ChildProcess;

  constructor(cacheKey: Uint8Array | undefined) {
    this.#child = fork(ENTRY, [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (message: ServiceMessage) => {
      if (message.t === 'started') this.cache = message.cache;
      if (message.t === 'window/text') this.events.push(JSON.parse(message.text) as PortEvent);
      if (message.t === 'window/binary') this.tell({ t: 'window/drained', windowId: 'w' });
    });
    const key = cacheKey === undefined ? {} : { cacheKey };
    const start = {
      dataDir: folder,
      lang: 'zh-CN',
      seat: 'dispatcher',
      regionUrl: '/region/',
      regionDir: folder,
    } as const;
    this.tell({ t: 'start', ...start, ...key, logLevel: 'error' });
    this.tell({ t: 'gateway', target: gateway.target });
    this.tell({ t: 'window/opened', windowId: 'w', view: 'seat' });
    services.push(this);
  }

  get seq(): number {
    return this.events.reduce((seq, event) => {
      if (event.t === 'snapshot') return event.state.seq;
      return event.t === 'patch' ? event.patch.seq : seq;
    }, 0);
  }

  tell(message: HostMessage): void {
    if (this.#child.connected) this.#child.send(message);
  }

  submit(): void {
    const args = { kind: 'alert/acknowledge', payload: { alertId: 'a1' } };
    this.tell({
      t: 'window/message',
      windowId: 'w',
      text: JSON.stringify({ t: 'request', id: 1, channel: 'command/submit', args }),
    });
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    await ended;
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rampart-data-'));
  services = [];
  gateway = new FakeGateway(await makeTestCa());
  gateway.nowMs = T0 + 1_000;
  await gateway.start();
  gateway.append(sessionStarted(T0), unitRegistered(T0, 0), alertRaised(T0 + 1, 'a1'));
});
afterEach(async () => {
  for (const service of services) await service.end('SIGKILL');
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the data service process', () => {
  it('is killed with a command on its way and sends it again, once, under the same id (I7)', async () => {
    const key = new Uint8Array(32).fill(5);
    gateway.decide = () => undefined;
    const first = new Service(key);
    await until(() => first.seq === 3, 'the state');
    expect(first.cache).toBe('encrypted');
    first.submit();
    await until(() => gateway.commands.length === 1, 'the command');
    await first.end('SIGKILL');

    gateway.append(unitRegistered(T0 + 2, 1));
    gateway.decide = ({ commandId }) => ({ commandId, state: 'accepted', seq: 4, ids: {} });
    const second = new Service(key);
    await until(
      () => second.events.some((event) => event.t === 'command' && event.progress.state === 'accepted'),
      'the answer',
    );
    await until(() => second.seq === 4, 'what was missed');
    expect(new Set(gateway.commands.map((command) => command.commandId)).size).toBe(1);
    expect(gateway.subscriptions).toEqual([1, 4]);
    await second.end('SIGTERM');

    const sent = gateway.commands.length;
    const third = new Service(key);
    await until(() => third.seq === 4, 'the state from the cache');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(gateway.commands).toHaveLength(sent);
    expect(gateway.subscriptions).toEqual([1, 4, 5]);
  });

  it('keeps nothing without a key: a killed one reads everything again', async () => {
    const first = new Service(undefined);
    await until(() => first.seq === 3, 'the state');
    expect(first.cache).toBe('memory-only');
    await first.end('SIGKILL');
    const second = new Service(undefined);
    await until(() => second.seq === 3, 'the state');
    expect(gateway.subscriptions).toEqual([1, 1]);
  });

  it('goes on with a gateway that was killed and came back', async () => {
    const service = new Service(undefined);
    await until(() => service.seq === 3, 'the state');
    await gateway.stop();
    gateway.append(unitRegistered(T0 + 3, 1));
    await gateway.start();
    await until(() => service.seq === 4, 'the next fact');
    const epochs = service.events.flatMap((event) => (event.t === 'snapshot' ? [event.epoch] : []));
    expect(epochs.at(-1)).toBeGreaterThan(epochs[0] ?? 0);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initFolder } from '../../gateway/setup/init-folder.ts';
import { type GatewayReady, runGateway } from '../../main/gateway-process.ts';
import { nodeProcesses } from '../../main/host/browser/node-processes.ts';
import type { HostProcess, HostProcesses } from '../../main/host/host.ts';
import { CTL_PROTOCOL, type Heartbeat, heartbeatSchema } from '../../shared/contract/ctl.ts';
import { silentLog } from '../../shared/kit/log.ts';

const pathOf = (below: string): string => fileURLToPath(new URL(`../../${below}`, import.meta.url));

describe('the gateway of a live district', () => {
  let root: string;
  let dir: string;
  let child: HostProcess | undefined;
  let exits: string[];
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'rampart-live-'));
    dir = join(root, 'd');
    exits = [];
    await initFolder({ dir, name: '区', region: 'jinan', port: 0, nowMs: Date.now() });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const processes: HostProcesses = {
    start: (...args) => {
      child = nodeProcesses.start(...args);
      child.onExit((reason) => exits.push(reason));
      return child;
    },
  };
  const start = (ready: (ready: GatewayReady) => void): ReturnType<typeof runGateway> =>
    runGateway({
      processes,
      entry: pathOf('gateway/cli.ts'),
      options: {
        regionDir: pathOf('regions/jinan'),
        dataDir: join(dir, 'gateway'),
        ingestPort: 0,
        feedPort: 0,
        live: dir,
        drill: undefined,
        seed: undefined,
        speed: 1,
        rate: 1,
        logLevel: 'error',
      },
      ready,
      log: silentLog,
    });
  async function heartbeat({ feedUrl, caFile, consoleKey }: GatewayReady): Promise<Heartbeat> {
    const auth = { protocol: CTL_PROTOCOL, key: consoleKey, view: { view: 'wall' } };
    const ca = readFileSync(caFile, 'utf8');
    const socket = io(`${feedUrl}/ctl`, { transports: ['websocket'], ca, auth, forceNew: true });
    const beat: unknown = await new Promise((resolve) => socket.once('heartbeat', resolve));
    socket.disconnect();
    return heartbeatSchema.parse(beat);
  }

  it('comes back after a crash on half-saved tables, and says so; a first start refuses them', async () => {
    const readies: GatewayReady[] = [];
    let again: ((ready: GatewayReady) => void) | undefined;
    const running = await start((ready) => {
      readies.push(ready);
      again?.(ready);
    });
    try {
      const [first] = readies;
      if (first === undefined) throw new Error('no ready message');
      expect(await heartbeat(first)).not.toHaveProperty('districtAlarm');
      const whole = readFileSync(join(dir, 'units.csv'));
      writeFileSync(join(dir, 'units.csv'), whole.subarray(0, whole.length - 20));
      const second = new Promise<GatewayReady>((resolve) => {
        again = resolve;
      });
      await child?.stop();
      const beat = await heartbeat(await second);
      expect(beat.districtAlarm).toMatchObject({ file: 'units.csv', line: 9, errors: 1 });
      expect(exits).toHaveLength(1);
    } finally {
      await running.stop();
    }
    await expect(start(() => undefined)).rejects.toThrow(/gateway did not start/);
  }, 60_000);
});

import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { unitDraft } from '../fixtures/sample-facts.ts';
import { createIngestClient, type IngestClient } from '../../gateway/drill/ingest-client.ts';
import { openSqliteLedger } from '../../gateway/ledger/sqlite-ledger.ts';
import type { GatewayTarget } from '../../main/data/gateway-target.ts';
import { type Supervised, supervise } from '../../main/supervise.ts';
import type { Log } from '../../shared/kit/log.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { type HarmedProcesses, harmedProcesses } from './child-processes.ts';
import { pause, until } from './moments.ts';

const ROOT = resolve(import.meta.dirname, '../..');
export const REGION = 'jinan';
export const REGION_DIR = join(ROOT, 'regions', REGION);
const ENTRY = join(ROOT, 'gateway', 'cli.ts');

const readySchema = z.looseObject({
  ingestUrl: z.url(),
  feedUrl: z.url(),
  caFile: z.string(),
  consoleKey: z.string(),
  ingestKeyFile: z.string(),
  stream: z.string(),
});
type Ready = z.infer<typeof readySchema>;

/** A live gateway as the product runs it: its own process, supervised, on ports that it keeps over restarts. */
export class GatewayProgram {
  readonly harm: HarmedProcesses;
  readonly dataDir: string;
  readonly #log: Log;
  #ports: { readonly ingest: number; readonly feed: number } = { ingest: 0, feed: 0 };
  #ready: Ready | undefined;
  #supervised: Supervised | undefined;
  starts = 0;
  /** Called with every ready message after the first. */
  onReady: () => void = () => undefined;

  constructor(dataDir: string, log: Log, env: Readonly<Record<string, string>> = {}) {
    this.harm = harmedProcesses(env);
    this.dataDir = dataDir;
    this.#log = log;
  }

  get ledgerFile(): string {
    return join(this.dataDir, 'ledger.db');
  }

  /** Registers units as an earlier day of the same live ledger would have. */
  async seedUnits(count: number): Promise<void> {
    mkdirSync(this.dataDir, { recursive: true, mode: 0o700 });
    const nowMs = Date.now();
    let ids = 0;
    const deps = { nowMs: () => nowMs, newId: () => `seed-${++ids}` };
    const ledger = openSqliteLedger(this.ledgerFile, deps, silentLog);
    const actor = { type: 'system', id: 'gateway' } as const;
    const session = {
      kind: 'session/started',
      atMs: nowMs,
      actor,
      data: { mode: 'live', region: REGION },
    } as const;
    const units = Array.from({ length: count }, (_, slot) => ({
      ...unitDraft(`unit-${slot}`, slot),
      atMs: nowMs,
    }));
    await ledger.append(REGION, 0, [session, ...units]);
    await ledger.close();
  }

  /** Starts it; resolves when it is ready for the first time. */
  async start(): Promise<void> {
    this.#ports = { ingest: await freePort(), feed: await freePort() };
    this.#supervised = supervise({
      name: 'gateway',
      log: this.#log,
      start: () => {
        this.starts++;
        return this.harm.processes.start(ENTRY, this.#args(), 'gateway');
      },
      started: (child) =>
        child.onMessage((message) => {
          const ready = readySchema.safeParse(message);
          if (!ready.success) return;
          const isFirst = this.#ready === undefined;
          this.#ready = ready.data;
          if (!isFirst) this.onReady();
        }),
    });
    await until(() => this.#ready !== undefined, 'the gateway is ready', 60_000);
  }

  async stop(): Promise<void> {
    await this.#supervised?.stop();
    this.#supervised = undefined;
    this.#ready = undefined;
  }

  get feedPort(): number {
    return this.#ports.feed;
  }

  /** What a console connects to; `feedPort` of a proxy in between when given. */
  target(feedPort = this.#ports.feed, caPem?: string): GatewayTarget {
    const ready = this.#must();
    return {
      feedUrl: `https://127.0.0.1:${feedPort}`,
      caPem: caPem ?? readFileSync(ready.caFile, 'utf8'),
      key: ready.consoleKey,
      stream: ready.stream,
      mode: 'live',
      region: REGION,
    };
  }

  /** An upstream system that sends over HTTPS; the caller closes it. */
  upstream(): IngestClient {
    const { ingestUrl, ingestKeyFile, caFile } = this.#must();
    const target = {
      url: ingestUrl,
      key: readFileSync(ingestKeyFile, 'utf8').trim(),
      ca: readFileSync(caFile, 'utf8'),
    };
    return createIngestClient(target, silentLog, pause);
  }

  #args(): string[] {
    const { ingest, feed } = this.#ports;
    const args = ['serve', '--mode', 'live', '--region-dir', REGION_DIR, '--data-dir', this.dataDir];
    return [
      ...args,
      '--local-console',
      '--ingest-port',
      String(ingest),
      '--feed-port',
      String(feed),
      '--log',
      'warn',
    ];
  }

  #must(): Ready {
    if (this.#ready === undefined) throw new Error('the gateway is not ready');
    return this.#ready;
  }
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

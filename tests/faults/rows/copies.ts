import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedger } from '../../../gateway/ledger/sqlite-ledger.ts';
import { openCache } from '../../../main/data/cache.ts';
import { openOutbox } from '../../../main/data/outbox-store.ts';
import type { Command } from '../../../shared/domain/command.ts';
import { canonicalJson } from '../../../shared/kit/canonical.ts';
import { silentLog } from '../../../shared/kit/log.ts';
import type { Rng } from '../../../shared/kit/rng.ts';
import { randomLog } from '../../fixtures/random-log.ts';
import type { FaultRow, RowContext, RowResult } from '../fault-row.ts';
import {
  halfCheckpointed,
  isCheckpoint,
  layOut,
  type StoreCopy,
  takeCopy,
  tornBetween,
} from '../store-copies.ts';

/** Copies of every store, taken after every commit, and what a power cut inside the next one would leave. */
export const storeCopies: FaultRow = {
  name: 'store-copies',
  fault:
    'ledger, cache and outbox copied after every commit (their fsync), with logs torn or cut inside the next commit and half-done checkpoints; every copy is opened again',
  canStill: 'everything after the next start: what was acknowledged is there',
  rounds: 250,
  sliceRounds: 12,
  run,
};

/** A store under test: one commit at a time, and what a copy of it holds. */
interface Store {
  readonly name: string;
  readonly file: string;
  /** Makes commit `index` (from 0). */
  commit(index: number): Promise<void>;
  /** Opens a copy with the product's own code and counts the commits in it; throws when it is damaged or no prefix. */
  open(file: string): Promise<number>;
  close(): void | Promise<void>;
}

async function run(context: RowContext): Promise<RowResult> {
  const folder = mkdtempSync(join(tmpdir(), 'rampart-copies-'));
  const violations: string[] = [];
  let opened = 0;
  let checkpoints = 0;
  try {
    for (const make of [ledgerStore, cacheStore, outboxStore]) {
      const store = make(join(folder, 'live'), context.rng.fork('content'));
      const rng = context.rng.fork(store.name);
      const expectPrefix = async (
        copy: StoreCopy,
        least: number,
        most: number,
        what: string,
      ): Promise<void> => {
        opened++;
        try {
          const held = await store.open(layOut(copy, join(folder, 'copy'), store.name));
          if (held < least || held > most)
            violations.push(`${store.name} ${what}: holds ${held} commits, not ${least} to ${most}`);
        } catch (error) {
          violations.push(`${store.name} ${what}: ${String(error)}`);
        }
      };
      let before = takeCopy(store.file);
      for (let index = 0; index < context.rounds; index++) {
        await store.commit(index);
        const after = takeCopy(store.file);
        await expectPrefix(after, index + 1, index + 1, `after commit ${index}`);
        const torn = tornBetween(before, after, rng);
        // Once pages of this commit are in the database its log was complete: no power cut leaves less.
        if (before.db.equals(after.db)) await expectPrefix(torn, index, index + 1, `torn in commit ${index}`);
        if (isCheckpoint(before, after)) {
          checkpoints++;
          const mixed = halfCheckpointed(before, after, rng);
          await expectPrefix(mixed, index + 1, index + 1, `half checkpointed at ${index}`);
        }
        before = after;
      }
      await store.close();
      context.note(`${store.name}: ${context.rounds} commits`);
    }
    const measured = `${opened} copies opened, ${checkpoints} of them in the middle of a checkpoint`;
    return { blindMs: [], violations, lost: 'nothing that was acknowledged', measured };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const STREAM = 'test';

function ledgerStore(folder: string, rng: Rng): Store {
  const name = 'ledger.db';
  const file = makeRoom(folder, name);
  let ids = 0;
  const deps = { nowMs: () => 1_800_000_000_000, newId: () => `e${++ids}` };
  const ledger = openSqliteLedger(file, deps, silentLog);
  const drafts = randomLog(rng.int(1e6), 2_000);
  return {
    name,
    file,
    commit: async (index) => {
      const commandId = `c${index}`;
      const answer = { commandId, state: 'accepted', seq: index + 1, ids: {} } as const;
      const { kind, atMs, actor, data } = drafts[index % drafts.length] ?? fail('no fact');
      const draft = { kind, atMs, actor, data } as Parameters<typeof ledger.append>[2][number];
      const stored = await ledger.append(STREAM, index, [draft], { command: { answer } });
      if (!stored.ok) fail(`not stored: ${JSON.stringify(stored.error)}`);
    },
    open: async (copy) => {
      const again = openSqliteLedger(copy, deps, silentLog);
      try {
        const events = await again.read(STREAM, 1, 10_000);
        events.forEach((event, index) => {
          const fact = drafts[index % drafts.length];
          if (event.seq !== index + 1 || event.kind !== fact?.kind) fail(`event ${index + 1} is another`);
        });
        if (events.length > 0 && (await again.recordOf(`c${events.length - 1}`)) === undefined)
          fail('an event without the answer of its command');
        if ((await again.recordOf(`c${events.length}`)) !== undefined) fail('an answer without its event');
        return events.length;
      } finally {
        await again.close();
      }
    },
    close: () => ledger.close(),
  };
}

function cacheStore(folder: string, rng: Rng): Store {
  const name = 'cache.db';
  const file = makeRoom(folder, name);
  const key = keyOf(rng);
  const cache = openCache({ path: file, key });
  const events = randomLog(rng.int(1e6), 2_000);
  return {
    name,
    file,
    commit: async (index) => cache.append(STREAM, events.slice(index, index + 1)),
    open: async (copy) => {
      const again = openCache({ path: copy, key });
      try {
        const held = again.load(STREAM);
        held.forEach((event, index) => {
          if (event.hash !== events[index]?.hash) fail(`event ${index + 1} is another`);
        });
        return held.length;
      } finally {
        again.close();
      }
    },
    close: () => cache.close(),
  };
}

function outboxStore(folder: string, rng: Rng): Store {
  const name = 'outbox.db';
  const file = makeRoom(folder, name);
  const key = keyOf(rng);
  const outbox = openOutbox({ path: file, key });
  const command = (index: number): Command => ({
    commandId: `c${index}`,
    kind: 'incident/note',
    payload: { incidentId: 'i', text: { zh: `第 ${index} 条`.repeat(1 + (index % 40)) } },
    actor: { type: 'seat', id: 'dispatcher' },
    issuedAtMs: 1_800_000_000_000,
    ttlMs: 60_000,
  });
  return {
    name,
    file,
    commit: async (index) => outbox.put({ partition: STREAM, command: command(index) }),
    open: async (copy) => {
      const again = openOutbox({ path: copy, key });
      try {
        const held = again.pending();
        held.forEach((entry, index) => {
          if (canonicalJson(entry.command) !== canonicalJson(command(index)))
            fail(`command ${index} is another`);
        });
        return held.length;
      } finally {
        again.close();
      }
    },
    close: () => outbox.close(),
  };
}

function makeRoom(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

const keyOf = (rng: Rng): Uint8Array => Uint8Array.from({ length: 32 }, () => rng.int(256));

function fail(reason: string): never {
  throw new Error(reason);
}

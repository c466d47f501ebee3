import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventHash } from '../../shared/contract/views.ts';
import type { Command } from '../../shared/domain/command.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import { silentLog } from '../../shared/kit/log.ts';
import { alertRaised, sessionStarted, unitRegistered } from '../../tests/fixtures/sample-facts.ts';
import { openCache } from './cache.ts';
import { isPlaintext, openEncrypted } from './open-database.ts';
import { openOutbox } from './outbox-store.ts';
import { openStores } from './stores.ts';

const CANARY = '张三柜台取现十四万';
const key = new Uint8Array(32).map((_, i) => i * 7 + 1);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rampart-stores-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function numbered(...drafts: EventDraft[]): LedgerEvent[] {
  return drafts.map((draft, i) => {
    const event = { ...draft, stream: 's', seq: i + 1, id: `e${i + 1}`, receivedAtMs: draft.atMs, hash: '' };
    return { ...event, hash: eventHash(event) };
  });
}

function bytesOnDisk(): Buffer {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return Buffer.concat(files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file)));
}

const command: Command = {
  commandId: 'c1',
  kind: 'alert/acknowledge',
  payload: { alertId: 'a1' },
  actor: { type: 'seat', id: 'dispatcher' },
  issuedAtMs: 1,
  ttlMs: 60_000,
};

describe('the encrypted cache', () => {
  it('gives back what was stored, events and lastSeq together', () => {
    const path = join(folder, 'cache.db');
    const events = numbered(sessionStarted(1), unitRegistered(2, 0), alertRaised(3, 'a1'));
    const cache = openCache({ path, key });
    cache.append('s|seat:dispatcher', events.slice(0, 2));
    cache.append('s|seat:dispatcher', events.slice(2));
    cache.tracks('s').putBlock(10, new Uint8Array([1, 2, 3]));
    cache.close();
    const again = openCache({ path, key });
    expect(again.load('s|seat:dispatcher')).toEqual(events);
    expect(again.load('s|wall')).toEqual([]);
    expect(again.tracks('s').block(10)).toEqual(Buffer.from([1, 2, 3]));
    expect(again.tracks('other').block(10)).toBeUndefined();
    again.drop('s|seat:dispatcher');
    expect(again.load('s|seat:dispatcher')).toEqual([]);
    again.close();
  });

  it('stores a batch wholly or not at all', () => {
    const cache = openCache({ path: join(folder, 'cache.db'), key });
    const events = numbered(sessionStarted(1), unitRegistered(2, 0));
    const [first, second] = events;
    if (first === undefined || second === undefined) throw new Error('two events expected');
    cache.append('p', [first]);
    expect(() => cache.append('p', [second, first])).toThrow();
    expect(cache.load('p')).toEqual([first]);
    cache.close();
  });

  it('leaves no readable word on disk, while open or closed', () => {
    const cache = openCache({ path: join(folder, 'cache.db'), key });
    cache.append('p', numbered(sessionStarted(1), alertRaised(2, 'a1')));
    expect(bytesOnDisk().includes(CANARY)).toBe(false);
    cache.close();
    expect(bytesOnDisk().includes(CANARY)).toBe(false);
    expect(isPlaintext(join(folder, 'cache.db'))).toBe(false);
  });

  it('refuses a wrong key, an empty key and a plaintext file', () => {
    const path = join(folder, 'cache.db');
    openCache({ path, key }).close();
    expect(() => openCache({ path, key: new Uint8Array(32) })).toThrow();
    expect(() => openCache({ path: join(folder, 'other.db'), key: new Uint8Array(0) })).toThrow(/32 bytes/);
    const plain = join(folder, 'plain.db');
    writeFileSync(plain, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080)]));
    expect(() => openEncrypted({ path: plain, key, synchronous: 'NORMAL', schema: '' })).toThrow();
  });

  it('finds every flipped bit', () => {
    const path = join(folder, 'cache.db');
    const cache = openCache({ path, key });
    cache.append('p', numbered(sessionStarted(1), alertRaised(2, 'a1')));
    cache.close();
    const good = readFileSync(path);
    for (let at = 100; at < good.length; at += Math.floor(good.length / 12)) {
      const bad = Buffer.from(good);
      bad.writeUInt8(bad.readUInt8(at) ^ 1, at);
      writeFileSync(path, bad);
      expect(() => {
        const opened = openCache({ path, key });
        try {
          opened.load('p');
        } finally {
          opened.close();
        }
      }, `bit at ${at}`).toThrow();
    }
  });
});

describe('openStores', () => {
  it('writes nothing without a key', () => {
    const stores = openStores(folder, undefined, 'now', silentLog);
    stores.cache.append('p', numbered(sessionStarted(1)));
    stores.outbox.put({ partition: 'p', command });
    expect(stores.cache.kind).toBe('memory-only');
    expect(stores.outbox.pending()).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('puts a damaged cache aside, keeps its bytes and goes on', () => {
    const path = join(folder, 'cache.db');
    openCache({ path, key }).close();
    writeFileSync(path, Buffer.alloc(8192, 7));
    const stores = openStores(folder, key, '2027-01-01', silentLog);
    expect(stores.health.notices()).toEqual([{ kind: 'cache-rebuilt' }]);
    expect(stores.cache.load('p')).toEqual([]);
    expect(readFileSync(join(folder, 'quarantine', '2027-01-01-cache.db'))[0]).toBe(7);
    stores.cache.close();
    stores.outbox.close();
  });

  it('keeps a waiting command in the authenticated file, for a damaged log is ignored without a word', () => {
    const path = join(folder, 'outbox.db');
    const outbox = openOutbox({ path, key });
    outbox.put({ partition: 'p', command });
    // As a killed process leaves them: the file, and a log that is not to be trusted.
    const killed = join(folder, 'killed.db');
    copyFileSync(path, killed);
    writeFileSync(`${killed}-wal`, 'damaged');
    outbox.close();
    const again = openOutbox({ path: killed, key });
    expect(again.pending()).toHaveLength(1);
    again.close();
  });

  it('reports an outbox of which nothing can be read', () => {
    const path = join(folder, 'outbox.db');
    const outbox = openOutbox({ path, key });
    outbox.put({ partition: 'p', command });
    outbox.close();
    const stores = openStores(folder, new Uint8Array(32).fill(9), 't', silentLog);
    expect(stores.health.notices()).toEqual([{ kind: 'outbox-salvaged', kept: 0, lost: undefined }]);
    expect(readdirSync(join(folder, 'quarantine'))).toContain('t-outbox.db');
    stores.cache.close();
    stores.outbox.close();
  });

  it('copies out of a damaged outbox what can be read, and counts what cannot', () => {
    const path = join(folder, 'outbox.db');
    const outbox = openOutbox({ path, key });
    const ids = Array.from({ length: 16 }, (_, i) => `c${i}`);
    const partition = 'p'.repeat(900); // four rows a page
    for (const commandId of ids) outbox.put({ partition, command: { ...command, commandId } });
    outbox.close();
    const good = readFileSync(path);
    let salvagedFrom = 0;
    for (let page = 1; page < good.length / 4096; page++) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      const bad = Buffer.from(good);
      bad.writeUInt8(bad.readUInt8(page * 4096 + 2000) ^ 1, page * 4096 + 2000);
      writeFileSync(path, bad);
      const stores = openStores(folder, key, 't', silentLog);
      const kept = stores.outbox.pending().map((entry) => entry.command.commandId);
      const notice = stores.health.notices()[0];
      expect(notice?.kind, `page ${page}`).toBe('outbox-salvaged');
      expect(notice?.kept).toBe(kept.length);
      expect(kept).toEqual(ids.filter((id) => kept.includes(id)));
      if (notice?.lost !== undefined) expect(kept.length + notice.lost).toBe(ids.length);
      if (kept.length > 0) salvagedFrom++;
      expect(existsSync(join(folder, 'quarantine', 't-outbox.db'))).toBe(true);
      stores.cache.close();
      stores.outbox.close();
      const again = openOutbox({ path, key });
      expect(again.pending()).toHaveLength(kept.length);
      again.close();
    }
    expect(salvagedFrom).toBeGreaterThan(1);
  });
});

describe('the encrypted outbox', () => {
  it('keeps commands in order, once each, until removed', () => {
    const path = join(folder, 'outbox.db');
    const outbox = openOutbox({ path, key });
    outbox.put({ partition: 'p', command });
    outbox.put({ partition: 'p', command });
    outbox.put({ partition: 'p', command: { ...command, commandId: 'c2' } });
    outbox.close();
    const again = openOutbox({ path, key });
    expect(again.pending().map((entry) => entry.command.commandId)).toEqual(['c1', 'c2']);
    again.remove('c1');
    expect(again.pending()).toEqual([{ partition: 'p', command: { ...command, commandId: 'c2' } }]);
    again.close();
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, LedgerDeps } from '../../gateway/ledger/ledger.ts';
import { createColumns, type PositionColumns } from '../../shared/contract/position-frame.ts';
import { eventHash } from '../../shared/contract/views.ts';
import type { CommandAnswer } from '../../shared/domain/command.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';

/** How one implementation is made: `reopen` gives the same data again where it survives its process. */
export interface LedgerFactory {
  open(deps: LedgerDeps): Ledger;
  readonly isDurable: boolean;
  cleanUp(): void;
}

const note = (text: string): EventDraft => ({
  kind: 'incident/noted',
  atMs: 1000,
  actor: { type: 'system', id: 'test' },
  data: { incidentId: 'i1', noteId: text, text: { zh: text } },
});
const notes = (count: number, from = 0): EventDraft[] =>
  Array.from({ length: count }, (_, index) => note(`n${from + index}`));
const accepted = (commandId: string, seq: number): CommandAnswer => ({
  commandId,
  state: 'accepted',
  seq,
  ids: { orderId: 'o1' },
});

function block(rows: readonly (readonly [slot: number, atMs: number, lonE7: number])[]): PositionColumns {
  const columns = createColumns(rows.length);
  rows.forEach(([slot, atMs, lonE7], row) => {
    columns.slot[row] = slot;
    columns.atMs[row] = atMs;
    columns.lonE7[row] = lonE7;
  });
  return columns;
}
const rowsOf = (columns: PositionColumns): number[][] =>
  Array.from({ length: columns.count }, (_, row) => [
    columns.slot[row] ?? -1,
    columns.atMs[row] ?? -1,
    columns.lonE7[row] ?? -1,
  ]);

/** What every ledger must do. Run by tests/contract/ledger.test.ts for each implementation. */
export function ledgerSuite(name: string, makeFactory: () => LedgerFactory): void {
  describe(`ledger: ${name}`, () => {
    let factory: LedgerFactory;
    let ledger: Ledger;
    let nowMs: number;
    let ids: number;
    const open = (): Ledger => factory.open({ nowMs: () => nowMs, newId: () => `e${++ids}` });

    beforeEach(() => {
      nowMs = 5000;
      ids = 0;
      factory = makeFactory();
      ledger = open();
    });
    afterEach(async () => {
      await ledger.close();
      factory.cleanUp();
    });

    it('numbers events from 1 without gaps, per stream, hashed over their content', async () => {
      await ledger.append('a', 0, notes(2));
      await ledger.append('a', 2, notes(1, 2));
      await ledger.append('b', 0, notes(1));
      const events = await ledger.read('a', 1, 10);
      expect(events.map((event) => event.seq)).toEqual([1, 2, 3]);
      expect(events.map((event) => event.hash)).toEqual(events.map((event) => eventHash(event)));
      expect(new Set(events.map((event) => event.hash)).size).toBe(3);
      expect(events[0]).toMatchObject({ stream: 'a', id: 'e1', receivedAtMs: 5000, ...note('n0') });
      expect([await ledger.head('a'), await ledger.head('b'), await ledger.head('c')]).toEqual([3, 1, 0]);
      expect([...(await ledger.streams())].sort()).toEqual(['a', 'b']);
    });

    it('refuses an append after a seq that is not the head, and stores nothing of it', async () => {
      await ledger.append('a', 0, notes(2));
      const refused = await ledger.append('a', 1, notes(1), {
        command: { answer: accepted('c1', 2) },
        sources: [{ endpoint: 'alerts', source: 's', sourceId: '1', contentHash: 'h', id: 'x' }],
      });
      expect(refused).toEqual({ ok: false, error: { code: 'conflict', headSeq: 2 } });
      expect(await ledger.head('a')).toBe(2);
      expect(await ledger.recordOf('c1')).toBeUndefined();
      expect(
        await ledger.sourceRecord('a', { endpoint: 'alerts', source: 's', sourceId: '1' }),
      ).toBeUndefined();
    });

    it('keeps one answer a command, with its effect or alone', async () => {
      await ledger.append('a', 0, notes(1), { command: { answer: accepted('c1', 1), askedHash: 'h' } });
      const again = await ledger.append('a', 1, notes(1), { command: { answer: accepted('c1', 2) } });
      expect(again).toEqual({
        ok: false,
        error: { code: 'known-command', record: { answer: accepted('c1', 1), askedHash: 'h' } },
      });
      expect(await ledger.head('a')).toBe(1);
      const rejected: CommandAnswer = {
        commandId: 'c2',
        state: 'rejected',
        code: 'bad-state',
        message: 'no',
      };
      expect(await ledger.append('a', 1, [], { command: { answer: rejected } })).toEqual({
        ok: true,
        value: [],
      });
      expect(await ledger.recordOf('c2')).toEqual({ answer: rejected });
      expect(await ledger.recordOf('c3')).toBeUndefined();
    });

    it('keeps source keys apart by stream and endpoint', async () => {
      const record = { endpoint: 'alerts', source: 's', sourceId: '1', contentHash: 'h', id: 'x' };
      await ledger.append('a', 0, notes(1), { sources: [record] });
      expect(await ledger.sourceRecord('a', record)).toEqual(record);
      expect(await ledger.sourceRecord('b', record)).toBeUndefined();
      expect(await ledger.sourceRecord('a', { ...record, endpoint: 'sightings' })).toBeUndefined();
    });

    it('reads pages, and the newest seq at a time', async () => {
      await ledger.append('a', 0, notes(3));
      nowMs = 7000;
      await ledger.append('a', 3, notes(2, 3));
      expect((await ledger.read('a', 2, 2)).map((event) => event.seq)).toEqual([2, 3]);
      expect(await ledger.read('a', 6, 10)).toEqual([]);
      expect(await Promise.all([4999, 5000, 6999, 7000].map((at) => ledger.readAt('a', at)))).toEqual([
        0, 3, 3, 5,
      ]);
    });

    it('never lets receipt time run backwards', async () => {
      await ledger.append('a', 0, notes(1));
      nowMs = 1;
      await ledger.append('a', 1, notes(1));
      expect((await ledger.read('a', 1, 5)).map((event) => event.receivedAtMs)).toEqual([5000, 5000]);
    });

    it('tails stored and new events in order, one batch at a time', async () => {
      await ledger.append('a', 0, notes(600));
      const seen: number[] = [];
      let running = 0;
      const cancel = ledger.tail('a', 2, async (events) => {
        expect(++running).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        seen.push(...events.map((event) => event.seq));
      });
      await ledger.append('a', 600, notes(5));
      await until(() => seen.length >= 604);
      await ledger.append('a', 605, notes(1));
      await until(() => seen.length >= 605);
      cancel();
      await ledger.append('a', 606, notes(1));
      await new Promise((resolve) => setImmediate(resolve));
      expect(seen).toEqual(Array.from({ length: 605 }, (_, index) => index + 2));
    });

    it('survives being closed and opened', async () => {
      if (!factory.isDurable) return;
      const stored = await ledger.append('a', 0, notes(3), { command: { answer: accepted('c1', 3) } });
      await ledger.positions.record('a', block([[1, 10, 5]]));
      const before: readonly LedgerEvent[] = stored.ok ? stored.value : [];
      await ledger.close();
      ledger = open();
      expect(await ledger.read('a', 1, 10)).toEqual(before);
      expect(await ledger.recordOf('c1')).toEqual({ answer: accepted('c1', 3) });
      await ledger.positions.record('a', block([[1, 20, 6]]));
      expect(rowsOf(await ledger.positions.readRange('a', 0, 100))).toEqual([
        [1, 10, 5],
        [1, 20, 6],
      ]);
    });

    it('gives back every recorded fix of a half-open range, by time', async () => {
      await ledger.positions.record(
        'a',
        block([
          [1, 100, 1],
          [2, 90, 2],
        ]),
      );
      await ledger.positions.record('b', block([[1, 95, 9]]));
      await ledger.positions.record(
        'a',
        block([
          [1, 200, 3],
          [3, 95, 4],
        ]),
      );
      await ledger.positions.record('a', block([]));
      const rows = rowsOf(await ledger.positions.readRange('a', 90, 200));
      expect(rows).toEqual([
        [2, 90, 2],
        [3, 95, 4],
        [1, 100, 1],
      ]);
      expect((await ledger.positions.readRange('a', 300, 400)).count).toBe(0);
    });

    it('finds the newest fix of every slot at a moment, across keyframes and late arrivals', async () => {
      const HOUR = 3_600_000;
      for (let at = 0; at <= HOUR; at += 10_000) {
        const rows: (readonly [number, number, number])[] = [[1, at, at]];
        if (at % 60_000 === 0) rows.push([2, at, at + 1]);
        await ledger.positions.record('a', block(rows));
      }
      // Slot 3 reported once, early; slot 1's fix of 25 s arrives an hour late.
      await ledger.positions.record(
        'a',
        block([
          [3, 5_000, 7],
          [1, 25_000, 8],
        ]),
      );
      const at = async (ms: number): Promise<number[][]> =>
        rowsOf(await ledger.positions.keyframeAt('a', ms));
      expect(await at(HOUR)).toEqual([
        [1, HOUR, HOUR],
        [2, HOUR, HOUR + 1],
        [3, 5_000, 7],
      ]);
      expect(await at(27_000)).toEqual([
        [1, 25_000, 8],
        [2, 0, 1],
        [3, 5_000, 7],
      ]);
      expect(await at(1_799_999)).toEqual([
        [1, 1_790_000, 1_790_000],
        [2, 1_740_000, 1_740_001],
        [3, 5_000, 7],
      ]);
      expect(await at(-1)).toEqual([]);
      expect(await ledger.positions.prune(HOUR / 2)).toBeGreaterThan(100);
      expect((await ledger.positions.readRange('a', 0, HOUR / 4)).count).toBe(0);
      expect((await ledger.positions.readRange('a', HOUR - 60_000, HOUR)).count).toBeGreaterThan(5);
    });
  });
}

/** Waits for something that other promises bring about; fails the test when it does not happen. */
async function until(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !isDone(); turn++)
    await new Promise((resolve) => setImmediate(resolve));
  expect(isDone()).toBe(true);
}

import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../shared/domain/event.ts';
import { type Log, silentLog } from '../../shared/kit/log.ts';
import { alertDraft } from '../../tests/fixtures/sample-facts.ts';
import type { Ledger } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { StreamWriter } from './stream-writer.ts';

let ids = 0;
const makeLedger = (): Ledger => createMemoryLedger({ nowMs: () => 1, newId: () => `e${++ids}` }, silentLog);
const plan = (...drafts: EventDraft[]) => ({ drafts, answer: () => undefined });

describe('StreamWriter', () => {
  it('opens with the fold of what is stored', async () => {
    const ledger = makeLedger();
    await ledger.append('s', 0, [alertDraft('a1'), alertDraft('a2')]);
    const writer = await StreamWriter.open('s', ledger, silentLog);
    expect(Object.keys(writer.state().alerts)).toEqual(['a1', 'a2']);
  });

  it('stores nothing that cannot be folded: the record must stay readable for ever', async () => {
    const ledger = makeLedger();
    const writer = await StreamWriter.open('s', ledger, silentLog);
    const actor = { type: 'system', id: 'test' } as const;
    const data = { incidentId: '__proto__', noteId: 'n1', text: { zh: '注' } };
    const poison: EventDraft = { kind: 'incident/noted', atMs: 1, actor, data };
    await expect(writer.write(() => plan(alertDraft('a1'), poison))).rejects.toThrow();
    expect(await ledger.head('s')).toBe(0);
    await writer.write(() => plan(alertDraft('a2')));
    expect(Object.keys(writer.state().alerts)).toEqual(['a2']);
  });

  it('runs one piece of work at a time, each on the newest state', async () => {
    const writer = await StreamWriter.open('s', makeLedger(), silentLog);
    const seen = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        writer.write(async (state) => {
          await Promise.resolve();
          return { drafts: [alertDraft(`a${index}`)], answer: () => state.seq };
        }),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('tells listeners in order and waits for them; a listener may write', async () => {
    const writer = await StreamWriter.open('s', makeLedger(), silentLog);
    const order: string[] = [];
    writer.subscribe(async (event) => {
      order.push(`start ${event.seq}`);
      if (event.seq === 1) await writer.write(() => plan(alertDraft('nested')));
      order.push(`end ${event.seq}`);
    });
    await writer.write(() => plan(alertDraft('a1')));
    expect(order).toEqual(['start 1', 'start 2', 'end 2', 'end 1']);
    expect(writer.state().seq).toBe(2);
  });

  it('goes on after a listener or a piece of work failed', async () => {
    const errors: string[] = [];
    const log: Log = { ...silentLog, error: (message) => errors.push(message) };
    const writer = await StreamWriter.open('s', makeLedger(), log);
    const cancel = writer.subscribe(() => Promise.reject(new Error('no')));
    await writer.write(() => plan(alertDraft('a1')));
    expect(errors).toEqual(['a listener of the stream failed']);
    cancel();
    await expect(writer.write(() => Promise.reject(new Error('bad work')))).rejects.toThrow('bad work');
    await writer.write(() => plan(alertDraft('a2')));
    expect(writer.state().seq).toBe(2);
  });

  it('decides again when another gateway appended first, and tells of the events it had not seen', async () => {
    const ledger = makeLedger();
    const first = await StreamWriter.open('s', ledger, silentLog);
    const second = await StreamWriter.open('s', ledger, silentLog);
    const heard: string[] = [];
    second.subscribe((event) => void heard.push(event.kind === 'alert/raised' ? event.data.alertId : ''));
    await first.write(() => plan(alertDraft('from-first')));
    const runs: number[] = [];
    await second.write((state) => {
      runs.push(state.seq);
      return plan(alertDraft('from-second'));
    });
    expect(runs).toEqual([0, 1]);
    expect(heard).toEqual(['from-first', 'from-second']);
  });

  it('stores nothing for a plan without drafts and extras', async () => {
    const ledger = makeLedger();
    const writer = await StreamWriter.open('s', ledger, silentLog);
    expect(await writer.write(() => ({ drafts: [], answer: (events) => events.length }))).toBe(0);
    expect(await ledger.head('s')).toBe(0);
  });
});

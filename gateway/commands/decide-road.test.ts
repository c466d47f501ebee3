import { describe, expect, it } from 'vitest';
import { closuresAt, MOST_CLOSED } from '../../shared/domain/road-closure.ts';
import type { EventDraft, LedgerEvent } from '../../shared/domain/event.ts';
import { emptyState, type State } from '../../shared/domain/state.ts';
import { applyEvent } from '../../shared/timeline/fold.ts';
import { decide, type Wish } from './decide.ts';

const NOW_MS = 1_700_000_000_000;
const actor = { type: 'seat', id: 'd1' } as const;
const WAYS = [
  [
    { lon: 117, lat: 36.6 },
    { lon: 117.01, lat: 36.6 },
  ],
];

/** A room that decides and folds, its clock moved by the test. */
function room(): { nowMs: number; state: State; wish(wish: Wish): string } {
  let ids = 0;
  return {
    nowMs: NOW_MS,
    state: emptyState('s'),
    wish(wish) {
      const newId = (prefix: string): string => `${prefix}-${++ids}`;
      const decision = decide(this.state, wish, { nowMs: this.nowMs, actor, newId });
      if (!decision.ok) return decision.error.code;
      for (const draft of decision.value.drafts)
        this.state = applyEvent(this.state, numbered(draft, this.state));
      return decision.value.ids['closureId'] ?? 'done';
    },
  };
}

function numbered(draft: EventDraft, { seq }: State): LedgerEvent {
  return { ...draft, stream: 's', seq: seq + 1, id: `e${seq + 1}`, receivedAtMs: draft.atMs, hash: '' };
}

describe('road closures', () => {
  it('closes a road until its time, and opens it before', () => {
    const here = room();
    const id = here.wish({
      kind: 'road/close',
      payload: { ways: WAYS, reason: 'flood', untilMs: NOW_MS + 60_000, name: { zh: '北园大街' } },
    });
    expect(closuresAt(here.state.closures, NOW_MS)).toMatchObject([
      { closureId: id, reason: 'flood', closedAtMs: NOW_MS, ways: WAYS },
    ]);
    expect(closuresAt(here.state.closures, NOW_MS + 60_000)).toEqual([]);
    expect(closuresAt(here.state.closures, NOW_MS - 1)).toEqual([]);
    expect(here.wish({ kind: 'road/open', payload: { closureId: id } })).toBe('done');
    expect(here.state.closures).toEqual({});
    expect(here.wish({ kind: 'road/open', payload: { closureId: id } })).toBe('not-found');
  });

  it('a closure that is over is refused, opens nothing and leaves the state with the next one', () => {
    const here = room();
    const over = { ways: WAYS, reason: 'works', untilMs: NOW_MS } as const;
    expect(here.wish({ kind: 'road/close', payload: over })).toBe('invalid');
    const short = here.wish({ kind: 'road/close', payload: { ...over, untilMs: NOW_MS + 1000 } });
    here.nowMs += 1000;
    expect(here.wish({ kind: 'road/open', payload: { closureId: short } })).toBe('not-found');
    const next = here.wish({ kind: 'road/close', payload: { ways: WAYS, reason: 'crash' } });
    expect(Object.keys(here.state.closures)).toEqual([next]);
  });

  it('a line across the country is no street', () => {
    const here = room();
    const way = [
      { lon: 100, lat: 30 },
      { lon: 117, lat: 36.6 },
    ];
    expect(here.wish({ kind: 'road/close', payload: { ways: [way], reason: 'flood' } })).toBe('invalid');
    expect(here.state.closures).toEqual({});
  });

  it('there is an end to what is closed at once, and room again when some is opened', () => {
    const here = room();
    const close = { kind: 'road/close', payload: { ways: WAYS, reason: 'flood' } } as const;
    const ids = Array.from({ length: MOST_CLOSED.roads }, () => here.wish(close));
    expect(here.wish(close)).toBe('bad-state');
    expect(here.wish({ kind: 'road/open', payload: { closureId: ids[0] ?? '' } })).toBe('done');
    expect(here.wish(close)).toMatch(/^closure-/u);
    const dense = Array.from({ length: 400 }, () => ({ lon: 117, lat: 36.6 }));
    const other = room();
    const fine = {
      kind: 'road/close',
      payload: { ways: Array.from({ length: 32 }, () => dense), reason: 'works' },
    } as const;
    expect(other.wish(fine)).toMatch(/^closure-/u);
    expect(other.wish(fine)).toBe('bad-state');
  });
});

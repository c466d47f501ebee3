import { describe, expect, it } from 'vitest';
import type { LookReport } from '../../shared/domain/find-board.ts';
import type { State } from '../../shared/domain/state.ts';
import { START_MS } from '../../tests/fixtures/sample-facts.ts';
import { decide } from './decide.ts';
import type { Decision } from './rejection.ts';
import { applyDrafts, sampleContext, sampleRoom } from './sample-room.ts';

const place = {
  kind: 'branch',
  lon: 117.02,
  lat: 36.66,
  radiusM: 60,
  atMs: START_MS,
  source: 'find-board',
  label: { zh: '演练支行' },
} as const;
const report = (changes: Partial<LookReport> = {}): LookReport => ({
  placeId: 'branch-01',
  kind: 'bank',
  place,
  found: false,
  care: 'usual',
  ...changes,
});
const counter = new Map<string, number>();
const look = (state: State, target: { alertId: string } | { incidentId: string }, one = report()): Decision =>
  decide(state, { kind: 'incident/look', payload: { target, ...one } }, sampleContext(counter));
const after = (state: State, decision: Decision): State => {
  if (!decision.ok) throw new Error(decision.error.message);
  return applyDrafts(state, decision.value.drafts);
};
const incidentOf = (state: State) => Object.values(state.incidents)[0];

describe('looking for somebody', () => {
  it('promotes a waiting alert and remembers the look, by whom and when', () => {
    const state = after(sampleRoom(), look(sampleRoom(), { alertId: 'a2' }));
    expect(incidentOf(state)?.looks).toMatchObject([
      { placeId: 'branch-01', found: false, by: { id: 'dispatcher' }, atMs: START_MS + 1000 },
    ]);
    expect(incidentOf(state)).toMatchObject({ phase: 'find', place: undefined });
  });

  it('found pins the place, goes on from finding to reaching, and is no conflict with anything on screen', () => {
    const once = after(sampleRoom(), look(sampleRoom(), { alertId: 'a2' }));
    const incidentId = incidentOf(once)?.incidentId ?? '';
    const context = { ...sampleContext(counter), expectedVersion: 99 };
    const found = decide(
      once,
      { kind: 'incident/look', payload: { target: { incidentId }, ...report({ found: true }) } },
      context,
    );
    const state = after(once, found);
    expect(incidentOf(state)).toMatchObject({
      phase: 'reach',
      place: { kind: 'pinned', lon: 117.02, label: { zh: '演练支行' } },
    });
    expect(incidentOf(state)?.milestones.map(({ milestone }) => milestone)).toContain('located');
    expect(incidentOf(state)?.looks?.length).toBe(2);
  });

  it('a pin does not carry the name of an address to where everybody reads it', () => {
    const home = report({ found: true, kind: 'home', place: { ...place, kind: 'registered-address' } });
    const state = after(sampleRoom(), look(sampleRoom(), { alertId: 'a2' }, home));
    expect(incidentOf(state)?.place?.label).toBeUndefined();
    for (const kind of ['home', 'named'] as const) {
      const careless = report({ found: true, kind, place: { ...place, kind: 'pinned' } });
      const said = after(sampleRoom(), look(sampleRoom(), { alertId: 'a2' }, careless));
      expect(incidentOf(said)?.place?.kind).toBe('pinned');
      expect(incidentOf(said)?.place?.label).toBeUndefined();
    }
  });

  it('is refused for what is not there', () => {
    const code = (decision: Decision): string => (decision.ok ? 'taken' : decision.error.code);
    expect(code(look(sampleRoom(), { alertId: 'a9' }))).toBe('not-found');
    expect(code(look(sampleRoom(), { incidentId: 'i9' }))).toBe('not-found');
    expect(code(look(sampleRoom(), { alertId: 'a2' }, report({ unitId: 'u9' })))).toBe('not-found');
  });
});

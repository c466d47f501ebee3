import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLedgerEvent } from '../../shared/contract/event-schemas.ts';
import { createColumns, decodePositions, encodePositions } from '../../shared/contract/position-frame.ts';
import { projectEvent } from '../../shared/contract/views.ts';
import { emptyState } from '../../shared/domain/state.ts';
import { applyEvent, foldEvents } from '../../shared/timeline/fold.ts';
import { EventLog } from '../../shared/timeline/keyframes.ts';
import { applyPatch, diffState } from '../../shared/timeline/patch.ts';
import { stateHash } from '../../shared/timeline/state-hash.ts';
import { TrackTable } from '../../shared/timeline/track-table.ts';
import { randomLog } from '../fixtures/random-log.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('fold', () => {
  test('I2: a keyframe and the events after it give the state of all events, at any moment', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 6, max: 650 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, length, where) => {
          const events = randomLog(seed, length);
          const log = new EventLog('test');
          for (const event of events) log.append(event);
          const count = Math.floor(where * length);
          const plain = foldEvents(emptyState('test'), events.slice(0, count));
          expect(stateHash(log.stateAfter(count))).toBe(stateHash(plain));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('I3: batching and patches do not change the state', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
        (seed, batches) => {
          const events = randomLog(seed, 300);
          let at = 0;
          let truth = emptyState('test');
          let mirror = truth;
          for (let i = 0; at < events.length; i++) {
            const size = batches[i % batches.length] ?? 1;
            const next = foldEvents(truth, events.slice(at, at + size));
            mirror = applyPatch(mirror, structuredClone(diffState(truth, next)));
            truth = next;
            at += size;
          }
          expect(stateHash(mirror)).toBe(stateHash(truth));
          expect(stateHash(truth)).toBe(stateHash(foldEvents(emptyState('test'), events)));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('never mutates an earlier state', () => {
    const events = randomLog(7, 400);
    const states = [emptyState('test')];
    const hashes = [stateHash(states[0] ?? emptyState('test'))];
    for (const event of events) {
      const next = applyEvent(states[states.length - 1] ?? emptyState('test'), event);
      states.push(next);
      hashes.push(stateHash(next));
    }
    states.forEach((state, i) => {
      expect(stateHash(state)).toBe(hashes[i]);
    });
  });

  test('an incident version counts the decisions taken on it, and facts leave it alone', () => {
    const state = foldEvents(emptyState('test'), randomLog(11, 500));
    const incidents = Object.values(state.incidents);
    expect(incidents.length).toBeGreaterThan(2);
    for (const incident of incidents) expect(incident.version).toBeGreaterThan(0);
    const first = randomLog(11, 500)[0];
    if (first === undefined) throw new Error('log too short');
    const [incident] = incidents;
    if (incident === undefined) throw new Error('no incident');
    const data = { incidentId: incident.incidentId, noteId: 'late', text: { zh: '又一条' } };
    const noted = applyEvent(state, { ...first, seq: state.seq + 1, kind: 'incident/noted', data });
    expect(noted.incidents[incident.incidentId]?.version).toBe(incident.version);
    expect(noted.incidents[incident.incidentId]?.notes.length).toBe(incident.notes.length + 1);
  });

  test('a gap or a repeat is a bug of the caller', () => {
    const [first, second] = randomLog(3, 10);
    if (first === undefined || second === undefined) throw new Error('log too short');
    expect(() => applyEvent(emptyState('test'), second)).toThrow(/event 2 after 0/);
    expect(() => foldEvents(emptyState('test'), [first, first])).toThrow(/event 1 after 1/);
  });
});

describe('wire', () => {
  test('every event of a log passes its schema unchanged, in both views', () => {
    for (const event of randomLog(5, 300)) {
      expect(parseLedgerEvent(structuredClone(event))).toEqual(event);
      const wall = projectEvent(event, { view: 'wall' });
      expect(parseLedgerEvent(structuredClone(wall))).toEqual(wall);
      expect(wall.seq).toBe(event.seq);
    }
  });

  test('position frames round-trip and truncated ones are refused', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9e12 }), fc.nat(5000), fc.integer(), fc.integer()), {
          maxLength: 50,
        }),
        (rows) => {
          const columns = createColumns(rows.length);
          rows.forEach(([atMs, slot, lon, lat], i) => {
            columns.atMs[i] = atMs;
            columns.slot[i] = slot;
            columns.lonE7[i] = lon;
            columns.latE7[i] = lat;
          });
          const bytes = encodePositions(columns);
          expect(decodePositions(bytes)).toEqual(columns);
          expect(() => decodePositions(bytes.slice(0, -1))).toThrow(RangeError);
        },
      ),
    );
  });
});

describe('tracks', () => {
  function frame(rows: readonly (readonly [slot: number, atMs: number, lon: number])[]) {
    const columns = createColumns(rows.length);
    rows.forEach(([slot, atMs, lon], i) => {
      columns.slot[i] = slot;
      columns.atMs[i] = atMs;
      columns.lonE7[i] = lon;
    });
    return columns;
  }

  test('I4: applying a frame twice changes nothing, and an older fix never replaces a newer one', () => {
    const table = new TrackTable();
    const first = frame([
      [0, 1000, 10],
      [70, 2000, 20],
    ]);
    expect(table.apply(first)).toBe(2);
    expect(table.apply(first)).toBe(0);
    expect(table.apply(frame([[70, 1500, 99]]))).toBe(0);
    expect(table.fixOf(70)?.lon).toBeCloseTo(20 / 1e7);
    expect(table.fixOf(1)).toBeUndefined();
  });
});

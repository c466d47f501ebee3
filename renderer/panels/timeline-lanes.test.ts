import { describe, expect, it } from 'vitest';
import type { EventMark } from '../../shared/contract/port.ts';
import type { Order } from '../../shared/domain/entities.ts';
import {
  clusterMarks,
  defaultSpan,
  incidentBars,
  incidentSpan,
  laneOf,
  timeTicks,
  zoomSpan,
} from './timeline-lanes.ts';

const mark = (atMs: number, over: Partial<EventMark> = {}): EventMark => ({
  seq: 1,
  atMs,
  kind: 'alert/raised',
  actorType: 'source',
  ...over,
});
const span = { fromMs: 0, toMs: 1000 };

describe('timeline', () => {
  it('clusters what shares a place and keeps every mark counted', () => {
    const marks = [
      mark(0),
      mark(1),
      mark(900),
      mark(900, { kind: 'order/issued', actorType: 'seat' }),
      mark(2000),
    ];
    const clusters = clusterMarks(marks, span, 500, undefined, false);
    expect(clusters.map(({ lane, count }) => [lane, count])).toEqual([
      ['source', 2],
      ['source', 1],
      ['command', 1],
    ]);
  });

  it('shows one incident when asked and hides what is minor when compact', () => {
    const marks = [
      mark(1, { incidentId: 'i' }),
      mark(2),
      mark(3, { kind: 'unit/state-changed', incidentId: 'i' }),
    ];
    expect(clusterMarks(marks, span, 500, 'i', true)).toHaveLength(1);
    expect(
      clusterMarks(marks, span, 500, undefined, false).reduce((sum, cluster) => sum + cluster.count, 0),
    ).toBe(3);
  });

  it('knows whose doing a mark is', () => {
    expect(laneOf({ kind: 'order/advanced', actorType: 'drill' })).toBe('police');
    expect(laneOf({ kind: 'order/issued', actorType: 'seat' })).toBe('command');
    expect(laneOf({ kind: 'incident/money-moved', actorType: 'seat' })).toBe('money');
  });

  it('zooms around the pointer and stays within what was recorded', () => {
    const zoomed = zoomSpan({ fromMs: 0, toMs: 100_000 }, 25_000, 0.5, 0, 1e6);
    expect(zoomed).toEqual({ fromMs: 12_500, toMs: 62_500 });
    const far = zoomSpan({ fromMs: 0, toMs: 1e6 }, 0, 100, 0, 1e6);
    expect(far.toMs - far.fromMs).toBeLessThanOrEqual(1.1e6 + 1);
  });

  it('spans an incident and the session', () => {
    expect(incidentSpan([mark(1e6, { incidentId: 'i' }), mark(5)], 'i')).toEqual({
      fromMs: 970_000,
      toMs: 1_030_000,
    });
    expect(incidentSpan([], 'i')).toBeUndefined();
    const session = defaultSpan(0, 10_000);
    expect(session.toMs).toBeGreaterThan(10_000);
    expect(timeTicks(session, 800, 90).length).toBeGreaterThan(2);
  });
});

describe('incidentBars', () => {
  const order = (enteredAtMs: Order['enteredAtMs'], issuedAtMs = 10): Order => ({
    orderId: 'o',
    incidentId: 'i',
    unitId: 'u',
    state: 'issued',
    place: { lon: 117, lat: 36, radiusM: 10, kind: 'branch', atMs: 0, source: 'test' },
    approach: 'siren-off',
    issuedBy: { type: 'system', id: 'test' },
    issuedAtMs,
    enteredAtMs,
    text: { zh: '' },
  });

  it('ends an order where it met or was recalled, and lets a running one grow', () => {
    const bars = incidentBars(
      { raisedAtMs: 0, closedAtMs: undefined },
      [order({ met: 50 }), order({ recalled: 30 }), order({ rolling: 20 })],
      90,
    );
    expect(bars.filter((bar) => bar.lane === 'police').map((bar) => bar.toMs)).toEqual([50, 30, 90]);
  });

  it('counts money as at risk until somebody met the person, and only then as safe', () => {
    const money = (orders: readonly Order[]): unknown[] =>
      incidentBars({ raisedAtMs: 0, closedAtMs: undefined }, orders, 90)
        .filter((bar) => bar.lane === 'money')
        .map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs]);
    expect(money([])).toEqual([['lost', 0, 90]]);
    expect(money([order({ met: 50 })])).toEqual([
      ['lost', 0, 50],
      ['saved', 50, 90],
    ]);
  });
});

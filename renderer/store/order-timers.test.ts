import { describe, expect, it } from 'vitest';
import type { Order } from '../../shared/domain/entities.ts';
import { orderTimer } from './order-timers.ts';

const order: Order = {
  orderId: 'o',
  incidentId: 'i',
  unitId: 'u',
  state: 'issued',
  place: { kind: 'pinned', lon: 0, lat: 0, radiusM: 0, atMs: 0, source: 'x' },
  text: { zh: '去' },
  approach: 'plain',
  issuedBy: { type: 'seat', id: 'd' },
  issuedAtMs: 1000,
  enteredAtMs: { issued: 1000 },
};

describe('orderTimer', () => {
  it('runs the room’s buckets by level', () => {
    expect(orderTimer(order, 'L0', 1000)).toEqual({ next: 'signed', dueMs: 31_000, overdueS: 0 });
    expect(orderTimer(order, 'L1', 71_000)).toEqual({ next: 'signed', dueMs: 61_000, overdueS: 10 });
    const signed: Order = { ...order, state: 'signed', enteredAtMs: { issued: 1000, signed: 5000 } };
    expect(orderTimer(signed, 'L1', 5000)?.dueMs).toBe(95_000);
  });

  it('gives the drive its estimate and a quarter more', () => {
    const estimate = {
      lowS: 80,
      expectedS: 100,
      highS: 130,
      madeAtMs: 0,
      method: 'road',
      calibrated: false,
    } as const;
    const rolling: Order = {
      ...order,
      state: 'rolling',
      enteredAtMs: { issued: 1000, rolling: 10_000 },
      estimate,
    };
    expect(orderTimer(rolling, 'L1', 0)).toEqual({ next: 'on-scene', dueMs: 135_000, overdueS: 0 });
  });

  it('owes nothing when it is over', () => {
    for (const state of ['fed-back', 'closed', 'recalled'] as const) {
      expect(orderTimer({ ...order, state }, 'L0', 9e9)).toBeUndefined();
    }
  });
});

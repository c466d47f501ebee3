import { describe, expect, it } from 'vitest';
import type { PlannerRequest } from '../../shared/contract/planner.ts';
import { emptyFixColumns } from '../../shared/interception/fix-source.ts';
import { fixAt, NOON_MS, placeAt, unitAt } from '../../shared/interception/small-world.ts';
import { RequestQueue } from './request-queue.ts';

const situation = { epoch: 1, nowMs: NOON_MS, entries: [], fixes: emptyFixColumns(0) };
const races = (id: number): PlannerRequest => ({ t: 'races', id, situation });
const list = (id: number): PlannerRequest => ({ t: 'recommend', id, situation, targetId: 'I1' });
const estimate = (id: number): PlannerRequest => ({
  t: 'estimate',
  id,
  query: { unit: unitAt(0), fix: fixAt(117, 36.6), place: placeAt(117, 36.6), level: 'L0', nowMs: NOON_MS },
});
const drain = (queue: RequestQueue): number[] => {
  const ids: number[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) ids.push(next.id);
  return ids;
};

describe('RequestQueue', () => {
  it('lets a newer request of a kind take the place of a waiting older one, and says so', () => {
    const queue = new RequestQueue();
    expect(queue.add(races(1))).toEqual([]);
    expect(queue.add(list(2))).toEqual([]);
    expect(queue.add(races(3))).toEqual([{ id: 1, message: 'superseded by request 3' }]);
    expect(drain(queue)).toEqual([2, 3]);
  });

  it('never drops an estimate and takes estimates first', () => {
    const queue = new RequestQueue();
    for (const request of [races(1), estimate(2), estimate(3)]) expect(queue.add(request)).toEqual([]);
    expect(drain(queue)).toEqual([2, 3, 1]);
  });
});

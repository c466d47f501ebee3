import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Fix, type PlannerSituation } from '../../shared/contract/planner.ts';
import { columnsFromFixes } from '../../shared/interception/fix-source.ts';
import { entryOf, fixAt, NOON_MS, unitAt } from '../../shared/interception/small-world.ts';
import { PlannerCore } from './planner-core.ts';

const read = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../regions/jinan/${name}`, import.meta.url)));
const gateFiles = {
  'exits.json': read('exits.json'),
  'stoppable.json': read('stoppable.json'),
  'drill.json': read('drill.json'),
};
const units = Array.from({ length: 8 }, (_, slot) => unitAt(slot));
const fixOf = (slot: number): Fix => fixAt(116.98 + slot * 0.015, 36.67);
const situation: PlannerSituation = {
  epoch: 1,
  nowMs: NOON_MS,
  entries: [entryOf()],
  units,
  fixes: columnsFromFixes(units.length, fixOf),
};
const target = {
  id: 'I1',
  sightings: [{ lon: 117.0, lat: 36.66, radiusM: 50, atMs: NOON_MS - 30_000, headingDeg: 45 }] as const,
  stops: [],
};

describe('exits of the planner', () => {
  it('answers the same question the same way, also from another worker', () => {
    const first = new PlannerCore(read('roads.bin'), gateFiles);
    const again = new PlannerCore(read('roads.bin'), gateFiles);
    const view = first.exits(situation, target, 'drill');
    expect(view.board.rows.length).toBeGreaterThan(0);
    expect(view.meetings.length).toBeGreaterThan(0);
    expect(first.exits(situation, target, 'drill')).toEqual(view);
    expect(again.exits(situation, target, 'drill')).toEqual(view);
  });

  it('keeps invented stations and cameras out of a live room', () => {
    const core = new PlannerCore(read('roads.bin'), gateFiles);
    const { board, meetings } = core.exits(situation, target, 'live');
    expect(board.lookouts).toEqual([]);
    const names = [...board.rows, ...meetings].map(({ gateId }) => gateId);
    expect(names.filter((id) => id.startsWith('drill-'))).toEqual([]);
  });

  it('says that it has no exits rather than inventing some', () => {
    expect(() => new PlannerCore(read('roads.bin')).exits(situation, target, 'drill')).toThrow(
      /without the exits/,
    );
  });
});

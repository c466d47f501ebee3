import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { PlannerSituation } from '../../shared/contract/planner.ts';
import { columnsFromFixes } from '../../shared/interception/fix-source.ts';
import { entryOf, fixAt, NOON_MS, unitAt } from '../../shared/interception/small-world.ts';
import { checkManifest } from '../../shared/roads/pack-check.ts';
import { PlannerCore } from './planner-core.ts';

const read = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../regions/jinan/${name}`, import.meta.url)));
const roads = read('roads.bin');
const gateFiles = {
  'exits.json': read('exits.json'),
  'stoppable.json': read('stoppable.json'),
  'drill.json': read('drill.json'),
};
const units = Array.from({ length: 12 }, (_, slot) => unitAt(slot));
const situation: PlannerSituation = {
  epoch: 1,
  nowMs: NOON_MS,
  entries: [entryOf()],
  units,
  fixes: columnsFromFixes(units.length, (slot) => fixAt(116.97 + slot * 0.01, 36.67)),
};
const home: PlaceBelief = {
  kind: 'registered-address',
  lon: 117.02,
  lat: 36.66,
  radiusM: 60,
  atMs: NOON_MS - 900_000,
  source: 'test',
};
const search = { targetId: 'I1', trail: [home], looks: [] };

describe('find boards of the planner', () => {
  it('lists home and the drill’s places, plans looks by road and answers the same again', () => {
    const core = new PlannerCore(roads, gateFiles);
    const board = core.find(situation, search, 'drill');
    expect(new Set(board.rows.map(({ kind }) => kind))).toEqual(
      new Set(['home', 'bank', 'shop', 'tea-house']),
    );
    expect(board.rows[0]?.kind).toBe('home');
    const looks = board.rows.filter(({ turn }) => turn !== undefined);
    expect(looks.length).toBe(6);
    for (const { unit } of looks) expect(unit?.arrivalMs.mid).toBeGreaterThan(NOON_MS);
    expect(board.looksChance).toBeGreaterThan(0.2);
    expect(new PlannerCore(roads, gateFiles).find(situation, search, 'drill')).toEqual(board);
  });

  it('sends nobody to invented places in a live room, and lists real banks where the pack has them', () => {
    const bank = {
      id: 'node/1',
      kind: 'bank',
      name: { zh: '银行', en: 'bank' },
      named: false,
      lon: 117.03,
      lat: 36.66,
    };
    const pois = new TextEncoder().encode(JSON.stringify([bank]));
    const core = new PlannerCore(roads, { ...gateFiles, 'pois.json': pois });
    const ids = core.find(situation, search, 'live').rows.map(({ placeId }) => placeId);
    expect(ids.toSorted()).toEqual(['lead-0', 'node/1']);
  });

  it('tells what the region’s map has none of from what it says nothing about', () => {
    const hotel = {
      id: 'way/1',
      kind: 'hotel',
      name: { zh: '宾馆', en: 'hotel' },
      named: false,
      lon: 117.03,
      lat: 36.66,
    };
    const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
    const manifest = checkManifest(
      JSON.parse(new TextDecoder().decode(read('manifest.json'))),
      'manifest.json',
    );
    const counts = { ...manifest.counts, poiKinds: { hotel: 1, park: 0 } };
    const missing = (files: Record<string, Uint8Array>) => {
      const { absent, unlisted, rows } = new PlannerCore(roads, { ...gateFiles, ...files }).find(
        situation,
        search,
        'live',
      );
      return { absent, unlisted, kinds: rows.map(({ kind }) => kind).toSorted() };
    };
    const rest = ['bank', 'cash-machine', 'tea-house', 'station', 'shop'];
    expect(missing({ 'pois.json': text([hotel]), 'manifest.json': text({ ...manifest, counts }) })).toEqual({
      absent: ['park'],
      unlisted: rest,
      kinds: ['home', 'hotel'],
    });
    // the shipped extract holds roads alone: of no kind can it be said that Jinan has none
    expect(missing({ 'manifest.json': read('manifest.json') })).toMatchObject({
      absent: [],
      kinds: ['home'],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { UNIT_KINDS } from '../../shared/domain/vocabulary.ts';
import { createRng } from '../../shared/kit/rng.ts';
import { CALLSIGN_PREFIX, KIND_SHARES, makePopulation, SKILLS, type UnitBase } from './population.ts';

const STATIONS: UnitBase[] = ['解放路', '泉城路', '历山'].map((name, i) => ({
  id: `station-${i}`,
  name: { zh: `演练·${name}派出所`, en: name },
  lon: 117 + i / 100,
  lat: 36.6,
}));
const EXITS: UnitBase[] = [{ id: 'exit-01', name: { zh: '东', en: 'East' }, lon: 117.1, lat: 36.7 }];

const make = (seed: number): ReturnType<typeof makePopulation> =>
  makePopulation(createRng(seed), STATIONS, EXITS);

describe('population', () => {
  it('has 300 units in the shares of the vocabulary', () => {
    const units = make(1);
    expect(units.length).toBe(300);
    for (const kind of UNIT_KINDS) {
      const share = units.filter((u) => u.registered.kind === kind).length / 3;
      expect(share).toBe(KIND_SHARES[kind]);
    }
  });

  it('numbers slots by position and gives every unit its own id and callsign', () => {
    const units = make(2).map((u) => u.registered);
    expect(units.map((u) => u.slot)).toEqual(units.map((_, i) => i));
    expect(new Set(units.map((u) => u.unitId)).size).toBe(300);
    expect(new Set(units.map((u) => u.callsign)).size).toBe(300);
    expect(units.every((u) => u.callsign.startsWith(CALLSIGN_PREFIX))).toBe(true);
    expect(units.map((u) => u.callsign)).toEqual(
      expect.arrayContaining(['演巡217', '演解放路所03', '演侦查12']),
    );
  });

  it('never leaves auxiliaries alone: two or more, led by an officer or flagged', () => {
    for (let seed = 0; seed < 30; seed++) {
      const auxiliaries = make(seed).filter((u) => u.registered.kind === 'auxiliary');
      expect(auxiliaries.length).toBe(6);
      for (const { registered } of auxiliaries) {
        expect(registered.crew).toBeGreaterThanOrEqual(2);
        expect(registered.skills.filter((s) => s === 'officer-led' || s === 'needs-officer').length).toBe(1);
      }
    }
  });

  it('bases expressway police at exits and everyone else at stations, with known skills', () => {
    for (const { registered, base } of make(3)) {
      expect(base.id.startsWith(registered.kind === 'expressway' ? 'exit-' : 'station-')).toBe(true);
      expect(SKILLS).toEqual(expect.arrayContaining([...registered.skills]));
    }
  });

  it('is the same for the same seed and another for another', () => {
    expect(make(7)).toEqual(make(7));
    expect(make(7)).not.toEqual(make(8));
  });
});

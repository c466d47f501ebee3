import { describe, expect, it } from 'vitest';
import type { EngineView, IncidentMark } from '../engine/public.ts';
import { EMPTY_SCENE } from '../engine/scene.ts';
import { listedMarks, liveBox, needsMove, selectionBox, sticksOut, wallCamera } from './camera.ts';
import { pickAt } from './pick.ts';
import { scaleBar } from './scale-bar.ts';

const mark = (id: string, lon: number, lat: number, isSelected = false): IncidentMark => ({
  id,
  lon,
  lat,
  level: 'L1',
  isAcknowledged: true,
  isSelected,
  isUncovered: false,
  outlook: 'ahead',
  marginS: 10,
  title: { zh: id },
  amount: undefined,
  goods: undefined,
});

const view = (incidents: IncidentMark[], units: [number, number][]): EngineView => ({
  revision: 1,
  atMs: 0,
  selectedId: undefined,
  trail: [],
  scene: { ...EMPTY_SCENE, incidents },
  rows: {
    revision: 1,
    looksRevision: 1,
    count: units.length,
    positions: new Float64Array(units.flat()),
    angles: new Float32Array(units.length),
    looks: new Uint8Array(units.length),
    fades: new Uint8Array(units.length),
    slots: new Uint32Array(units.length),
  },
});

describe('camera', () => {
  it('keeps incidents and the bulk of the units in sight, not one that strays', () => {
    const units: [number, number][] = Array.from({ length: 50 }, (_, i) => [117 + i / 1000, 36.6 + i / 1000]);
    units.push([120, 40]);
    const box = liveBox(view([mark('a', 117.2, 36.7)], units));
    expect(box?.[2]).toBeCloseTo(117.2);
    expect(box?.[3]).toBeCloseTo(36.7);
  });

  it('tells one list of places from another, whatever their order and numbers', () => {
    const listed = (...ids: string[]): string =>
      listedMarks({
        scene: {
          ...EMPTY_SCENE,
          exits: ids.map((exitId, i) => ({ exitId, number: `${i}`, lon: 117, lat: 36 })),
        },
      });
    expect(listed('a', 'b')).toBe(listed('b', 'a'));
    expect(listed('a', 'b')).not.toBe(listed('a', 'c'));
  });

  it('has nothing to show without incidents and units', () => {
    expect(liveBox(view([], []))).toBeUndefined();
    expect(selectionBox(view([mark('a', 117, 36)], []), undefined, false)).toBeUndefined();
  });

  it('gives a lone selection some surroundings', () => {
    const box = selectionBox(view([mark('a', 117, 36, true)], []), undefined, false);
    expect(box).toBeDefined();
    expect((box?.[2] ?? 0) - (box?.[0] ?? 0)).toBeCloseTo(0.03);
  });

  it('looks at the exits of a selection when asked to', () => {
    const moving = view([mark('a', 117, 36, true)], []);
    const exits = [
      { exitId: 'x', number: '○ 1', lon: 117.5, lat: 36.2, marginS: 5, outlook: 'tight' as const },
    ];
    const seen = { ...moving, scene: { ...moving.scene, exits } };
    expect(selectionBox(seen, undefined, true)?.[2]).toBeCloseTo(117.5);
    expect(selectionBox(seen, undefined, false)?.[2]).toBeLessThan(117.1);
  });

  it('moves only for what is out of sight or far too small', () => {
    expect(needsMove([1, 1, 2, 2], [0, 0, 3, 3])).toBe(false);
    expect(needsMove([1, 1, 4, 2], [0, 0, 3, 3])).toBe(true);
    expect(needsMove([1, 1, 1.1, 1.1], [0, 0, 3, 3])).toBe(true);
    expect(sticksOut([117.1, 36.6, 117.11, 36.61], [117, 36.5, 117.3, 36.8])).toBe(false);
    expect(sticksOut([117.1, 36.4, 117.11, 36.61], [117, 36.5, 117.3, 36.8])).toBe(true);
  });
});

describe('the camera of a wall', () => {
  const wide = { width: 2880, height: 760 };
  const units = [116.9, 36.58, 117.25, 36.75] as const;
  const shownHalf = (zoom: number, px: number): number => (px / 2) * (360 / (512 * 2 ** zoom));

  it('uses more of a wide wall than fitting the height would, within its crop', () => {
    const fitted = Math.log2((760 * 360) / (512 * ((36.75 - 36.58) / Math.cos((36.665 * Math.PI) / 180))));
    const { zoom } = wallCamera([117, 36.65, 117.1, 36.68], [...units], wide);
    expect(zoom).toBeGreaterThan(fitted);
    expect(2 ** (zoom - fitted)).toBeLessThanOrEqual(1.351);
  });

  it.each([
    [116.9, 36.5, 117.3, 36.8],
    [117.0, 36.74, 117.05, 36.749],
    [117.2, 36.581, 117.249, 36.6],
  ])('never loses sight of an incident (%f %f %f %f)', (...must) => {
    const all: [number, number, number, number] = [
      Math.min(must[0], units[0]),
      Math.min(must[1], units[1]),
      Math.max(must[2], units[2]),
      Math.max(must[3], units[3]),
    ];
    const { lon, lat, zoom } = wallCamera(must, all, wide);
    const halfLat = shownHalf(zoom, wide.height) * Math.cos((lat * Math.PI) / 180);
    expect(lat + halfLat).toBeGreaterThanOrEqual(must[3] - 0.002);
    expect(lat - halfLat).toBeLessThanOrEqual(must[1] + 0.002);
    expect(lon + shownHalf(zoom, wide.width)).toBeGreaterThanOrEqual(must[2] - 1e-6);
    expect(lon - shownHalf(zoom, wide.width)).toBeLessThanOrEqual(must[0] + 1e-6);
  });
});

describe('picking', () => {
  const toScreen = (lon: number, lat: number): { x: number; y: number } => ({ x: lon, y: lat });
  const unit = { unitId: 'u', callsign: 'u', lon: 10, lat: 0, ageMs: 0, look: 'available' } as const;

  it('prefers an incident to a nearer unit', () => {
    expect(pickAt({ x: 10, y: 0 }, [mark('a', 30, 0)], [unit], toScreen)).toBe('a');
  });

  it('takes a unit within twelve pixels and nothing beyond', () => {
    expect(pickAt({ x: 21, y: 0 }, [], [unit], toScreen)).toBe('u');
    expect(pickAt({ x: 23, y: 0 }, [], [unit], toScreen)).toBeUndefined();
  });
});

describe('scale bar', () => {
  it.each([
    [15.3, '1 km'],
    [1, '100 m'],
    [0.5, '50 m'],
    [100, '10 km'],
  ])('at %d m a pixel says %s', (resolution, label) => {
    const bar = scaleBar(resolution, 110);
    expect(bar.label).toBe(label);
    expect(bar.widthPx).toBeLessThanOrEqual(110);
  });
});

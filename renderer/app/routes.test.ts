import { describe, expect, it } from 'vitest';
import { parseRoute, routeHash, wallScale } from './routes.ts';

describe('routes', () => {
  it('reads workspaces, roles and incidents, and falls back to dispatch', () => {
    expect(parseRoute('#/wall?role=races').role).toBe('races');
    expect(parseRoute('#/wall?role=evil').role).toBe('all');
    expect(parseRoute('#/nonsense').workspace).toBe('dispatch');
    expect(parseRoute('').workspace).toBe('dispatch');
    expect(parseRoute(routeHash('briefing', 'a b&c')).incidentId).toBe('a b&c');
    expect(parseRoute('#/wall?distance=-3&pitch=x')).toMatchObject({ distanceM: 5, pitchMm: 1.25 });
  });
});

describe('wallScale', () => {
  const big = { widthPx: 7680, heightPx: 4320 };

  it('makes the smallest character 20 arc minutes high at the distance', () => {
    const { factor, legibleM } = wallScale({ distanceM: 5, pitchMm: 1.25 }, big);
    const heightMm = factor * 12 * 0.9 * 1.25;
    expect((2 * Math.atan(heightMm / 2 / 5000) * 180 * 60) / Math.PI).toBeCloseTo(20, 1);
    expect(legibleM).toBeCloseTo(5, 1);
  });

  it('never grows past the window, never shrinks below 1, and says how far it then reads', () => {
    const small = wallScale({ distanceM: 5, pitchMm: 0.3 }, { widthPx: 1920, heightPx: 1080 });
    expect(small.factor).toBeLessThanOrEqual(1920 / 1060);
    expect(small.legibleM).toBeLessThan(5);
    expect(wallScale({ distanceM: 0.5, pitchMm: 2 }, big).factor).toBe(1);
  });
});

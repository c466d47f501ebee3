import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DrillMixError, parseDrillMix } from './mix.ts';

const TEXT = readFileSync(resolve(import.meta.dirname, '../../regions/jinan/drill-mix.json'), 'utf8');

/** The shipped mix with one field changed. */
function changed(find: string, replacement: string): string {
  expect(TEXT).toContain(find);
  return TEXT.replace(find, replacement);
}

describe('drill mix', () => {
  it('accepts the shipped table: 33 an hour, bursts of 20', () => {
    const mix = parseDrillMix(TEXT, 'drill-mix.json');
    expect(mix.arrivals).toMatchObject({ perHour: 33, burstFactor: 20 });
    expect(mix.scams.length).toBe(8);
  });

  it.each([
    ['"burstFactor": 20', '"burstFactor": 0.5', 'arrivals.burstFactor'],
    ['"type": "task-rebate"', '"type": "task-rebates"', 'scams.0.type'],
    ['"radiusM": [150, 600]', '"radiusM": [600, 150]', 'places.kinds.0.radiusM'],
    ['"noneShare": 0.28', '"noneShare": 28', 'places.noneShare'],
    ['"perHour": 33', '"perHours": 33', 'arrivals'],
  ])('names the field that is wrong: %s -> %s', (find, replacement, path) => {
    const parse = (): unknown => parseDrillMix(changed(find, replacement), 'my-mix.json');
    expect(parse).toThrow(DrillMixError);
    expect(parse).toThrow(/my-mix\.json cannot be used; correct these fields/);
    expect(parse).toThrow(path);
  });

  it('says when the file is not JSON', () => {
    expect(() => parseDrillMix('{', 'my-mix.json')).toThrow(/my-mix\.json is not JSON/);
  });
});

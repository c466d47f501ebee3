import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, deltaE, parseHex, type Vision } from './colour-science.ts';
import { DARK, LIGHT, cssNameOf, type Tokens } from './tokens.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const THEMES: readonly (readonly [string, Tokens])[] = [
  ['dark', DARK],
  ['light', LIGHT],
];
const VISIONS: readonly Vision[] = ['normal', 'protan', 'deutan', 'tritan'];
const TEXTS = ['text', 'secondary', 'muted', 'alarmText'] as const;
const SIGNS = [
  'ahead',
  'tight',
  'unitAvailable',
  'unitMoving',
  'unitOnScene',
  'unitCheckpoint',
  'suspect',
  'replayAccent',
  'focus',
] as const;
const LEVELS = ['l0', 'l1', 'l2', 'l3'] as const;

describe.each(THEMES)('%s theme', (name, tokens) => {
  const surfaces = [tokens.ground, tokens.panel, tokens.raised];

  it('has the same values in tokens.css', () => {
    const block = css.split(`:root[data-theme="${name}"] {`)[1]?.split('}')[0] ?? '';
    for (const [token, value] of Object.entries(tokens)) {
      expect(block).toContain(`${cssNameOf(token)}: ${String(value).toLowerCase()};`);
    }
  });

  it.each(TEXTS.concat())('text %s reaches 4.5:1 on every surface', (token) => {
    for (const surface of surfaces) expect(contrast(tokens[token], surface)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SIGNS.concat())('%s reaches 4.5:1, so it may be small text', (token) => {
    for (const surface of surfaces) expect(contrast(tokens[token], surface)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([...LEVELS, 'behind', 'person'] as const)('graphic %s reaches 3:1 on every surface', (token) => {
    for (const surface of surfaces) expect(contrast(tokens[token], surface)).toBeGreaterThanOrEqual(3);
  });

  it('keeps the four levels apart for every kind of colour vision', () => {
    for (const vision of VISIONS) {
      for (const [index, a] of LEVELS.entries()) {
        for (const b of LEVELS.slice(index + 1)) {
          expect(deltaE(tokens[a], tokens[b], vision), `${a}/${b} ${vision}`).toBeGreaterThanOrEqual(21);
        }
      }
    }
  });

  it('keeps the bands readable', () => {
    expect(contrast('#FFFFFF', tokens.replayBand)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.drillText, tokens.drill)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('colour science', () => {
  it('agrees with published reference values', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2);
    expect(deltaE('#FF0000', '#FF0000', 'tritan')).toBe(0);
    expect(deltaE('#FFFFFF', '#000000', 'normal')).toBeCloseTo(100, 1);
    expect(deltaE('#FF0000', '#0000FF', 'normal')).toBeCloseTo(52.88, 1);
  });

  it('refuses what is not a hex colour', () => {
    expect(() => parseHex('red')).toThrow(RangeError);
  });
});

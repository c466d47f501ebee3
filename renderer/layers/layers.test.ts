import { describe, expect, it } from 'vitest';
import { equirectM } from '../../shared/geo/distance.ts';
import { type BeliefMark, type IncidentMark, UNIT_LOOKS, type UnitRows } from '../engine/public.ts';
import { EMPTY_SCENE } from '../engine/scene.ts';
import { areaOutline, hatchStrokes } from './area.ts';
import { beliefAreas, beliefHatchLayer } from './belief-layer.ts';
import { checkpointLayers } from './checkpoint-layer.ts';
import { dashPath } from './dashes.ts';
import { ATLAS_SIZE, drawAtlas, ICON_CELLS, MARK_ICONS } from './icon-atlas.ts';
import { incidentLayer, markRows } from './incident-layer.ts';
import { type LabelInput, mapLabels } from './labels.ts';
import type { LayerContext } from './layer-context.ts';
import { mapPalette, rgba } from './map-palette.ts';
import { placeLabels } from './place-labels.ts';
import { routeLayers } from './route-layer.ts';
import { trailLayer } from './trail-layer.ts';
import { unitAttributes, unitLayer } from './unit-layer.ts';

const palette = mapPalette('dark');
const context: LayerContext = { palette, atlas: 'atlas', scale: 1, atMs: 100_000, metresPerPixel: 10 };

const incident = (over: Partial<IncidentMark> = {}): IncidentMark => ({
  id: 'a',
  lon: 117,
  lat: 36,
  level: 'L1',
  isAcknowledged: true,
  isSelected: false,
  isUncovered: false,
  outlook: 'ahead',
  marginS: 160,
  title: { zh: '柜台大额转账', en: 'Counter transfer' },
  amount: undefined,
  goods: undefined,
  ...over,
});

const belief = (over: Partial<BeliefMark> = {}): BeliefMark => ({
  id: 'a',
  lon: 117,
  lat: 36,
  radiusM: 500,
  headingDeg: undefined,
  kind: 'last-cell',
  atMs: 90_000,
  isMeasured: false,
  isSuspect: false,
  isMoving: false,
  isSelected: false,
  ...over,
});

function rowsOf(count: number, looksRevision: number): UnitRows {
  return {
    revision: looksRevision,
    looksRevision,
    count,
    positions: new Float64Array(count * 2 + 8),
    angles: new Float32Array(count + 4),
    looks: new Uint8Array(count + 4).fill(2),
    fades: new Uint8Array(count + 4).fill(120),
    slots: new Uint32Array(count + 4),
  };
}

describe('unit layer', () => {
  it('hands over binary columns of exactly the valid rows', () => {
    const attributes = unitAttributes(rowsOf(3, 1), undefined);
    expect(attributes.getPosition.value).toHaveLength(6);
    expect(attributes.getIcon.value).toHaveLength(3);
    expect([...attributes.getColor.value.subarray(0, 4)]).toEqual([255, 255, 255, 120]);
    const layer = unitLayer({ count: 3, attributes, atlas: 'atlas', scale: 1 });
    expect(layer.id).toBe('units');
    expect(layer.props.pickable).toBe(false);
    expect(layer.props.data).toEqual({ length: 3, attributes });
  });

  it('renews the wrappers of moved columns and keeps those of looks that stayed', () => {
    const rows = rowsOf(3, 1);
    const first = unitAttributes(rows, undefined);
    const moved = unitAttributes({ ...rows, revision: 2 }, { looksRevision: 1, attributes: first });
    expect(moved.getPosition).not.toBe(first.getPosition);
    expect(moved.getPosition.value.buffer).toBe(first.getPosition.value.buffer);
    expect(moved.getColor).toBe(first.getColor);
    const changed = unitAttributes(rowsOf(3, 2), { looksRevision: 1, attributes: first });
    expect(changed.getColor).not.toBe(first.getColor);
  });

  it('has an icon for every look, by name and by index', () => {
    for (const [index, look] of UNIT_LOOKS.entries()) {
      expect(ICON_CELLS[look]).toBeDefined();
      expect(ICON_CELLS[String(index)]).toEqual(ICON_CELLS[look]);
    }
  });
});

describe('icon atlas', () => {
  it('draws every icon inside the atlas and no two in one cell', () => {
    const origins: string[] = [];
    const nothing = (): void => undefined;
    const canvas = {
      save: nothing,
      restore: nothing,
      scale: nothing,
      beginPath: nothing,
      moveTo: nothing,
      lineTo: nothing,
      closePath: nothing,
      arc: nothing,
      rect: nothing,
      fill: nothing,
      stroke: nothing,
      setLineDash: nothing,
      translate: (x: number, y: number) => origins.push(`${x},${y}`),
      fillStyle: '',
      strokeStyle: '',
      lineWidth: 1,
      lineJoin: 'round' as CanvasLineJoin,
    };
    drawAtlas(canvas, palette);
    expect(new Set(origins).size).toBe(UNIT_LOOKS.length + MARK_ICONS.length);
    for (const cell of Object.values(ICON_CELLS)) {
      expect(cell.x + cell.width).toBeLessThanOrEqual(ATLAS_SIZE.width);
      expect(cell.y + cell.height).toBeLessThanOrEqual(ATLAS_SIZE.height);
    }
  });
});

describe('incident layer', () => {
  it('puts the gravest on top and corners around the selection', () => {
    const rows = markRows(
      [incident({ id: 'x', level: 'L0', isSelected: true }), incident({ id: 'y', level: 'L3' })],
      [],
    );
    expect(rows.map(({ icon }) => icon)).toEqual(['L3', 'L0', 'selected']);
    expect(incidentLayer(rows, context).props.data).toBe(rows);
  });

  it('rings who was seen, in a warm colour only for a suspect, and never an estimate', () => {
    const icons = (mark: BeliefMark): string[] => markRows([incident()], [mark]).map(({ icon }) => icon);
    expect(icons(belief({ isMeasured: true, kind: 'measured-fix' }))).toEqual(['ring', 'L1']);
    expect(icons(belief({ isMeasured: true, isSuspect: true }))).toEqual(['ring-suspect', 'L1']);
    expect(icons(belief())).toEqual(['L1']);
  });
});

describe('belief layer', () => {
  it('hatches estimates in the colour of a person to be helped, never in red', () => {
    const [area] = beliefAreas([belief()], context);
    expect(area?.color.slice(0, 3)).toEqual(rgba(palette.tokens.person).slice(0, 3));
    const data = beliefHatchLayer(area === undefined ? [] : [area], context).props.data;
    expect(data).toMatchObject({ length: expect.any(Number) as number });
  });

  it('leaves a fresh measured fix without an area and lets a sighting on the move grow with age', () => {
    expect(beliefAreas([belief({ isMeasured: true })], context)).toEqual([]);
    const moving = belief({ isMeasured: true, isMoving: true, headingDeg: 90, radiusM: 50 });
    const [young] = beliefAreas([{ ...moving, atMs: 80_000 }], context);
    const [old] = beliefAreas([{ ...moving, atMs: 0 }], context);
    expect(old?.area.reachM).toBeGreaterThan(young?.area.reachM ?? Infinity);
  });

  it('keeps strokes inside the area', () => {
    const area = { lon: 117, lat: 36, radiusM: 500, headingDeg: undefined, reachM: 0 };
    const strokes = hatchStrokes(area, 60);
    expect(strokes.length).toBeGreaterThan(40);
    expect(strokes.length % 4).toBe(0);
    for (let i = 0; i < strokes.length; i += 2) {
      expect(equirectM(117, 36, strokes[i] ?? 0, strokes[i + 1] ?? 0)).toBeLessThan(502);
    }
    const outline = areaOutline({ ...area, headingDeg: 90, reachM: 2_000 });
    expect(outline.slice(0, 2)).toEqual(outline.slice(-2));
    for (let i = 2; i < outline.length - 2; i += 2) expect(outline[i]).toBeGreaterThan(117);
  });
});

describe('lines', () => {
  it('draws routes blue, the selected one broader', () => {
    const routes = [{ id: 'a', unitId: 'u', path: [117, 36, 117.1, 36], isSelected: true }];
    const [casing, line] = routeLayers(routes, context);
    expect(casing?.id).toBe('route-casing');
    const color = line?.props.getColor;
    const drawn: unknown = typeof color === 'function' ? color(routes[0] as never, {} as never) : color;
    expect(drawn).toEqual(rgba(palette.tokens.unitMoving, 255));
  });

  it('makes one segment fewer than points and none of a lone point', () => {
    expect(trailLayer([117, 36, 117.1, 36, 117.2, 36], context).props.data).toMatchObject({ length: 2 });
    expect(trailLayer([117, 36], context).props.data).toMatchObject({ length: 0 });
    expect(trailLayer([], context).props.data).toMatchObject({ length: 0 });
  });

  it('cuts dashes that cover the asked share of the way', () => {
    const path = [117, 36, 117.01, 36, 117.01, 36.01];
    const dashes = dashPath(path, 30, 20);
    const drawn = dashes.reduce((sum, [a = 0, b = 0, c = 0, d = 0]) => sum + equirectM(a, b, c, d), 0);
    const whole = equirectM(117, 36, 117.01, 36) + equirectM(117.01, 36, 117.01, 36.01);
    expect(drawn / whole).toBeCloseTo(0.6, 1);
    expect(dashPath(path, 0, 0)).toEqual([]);
  });

  it('marks every sighting but the newest, which the incident marks itself', () => {
    const hits = [1, 2, 3].map((n) => ({ lon: 117 + n / 100, lat: 36, atMs: n, label: undefined }));
    const [seen, , squares] = checkpointLayers([{ id: 'a', hits, beyond: [] }], context);
    expect(squares.props.data).toHaveLength(2);
    expect(seen.props.data).toHaveLength(1);
  });
});

describe('labels', () => {
  const input = (
    over: Partial<LabelInput> & { incidents?: IncidentMark[]; beliefs?: BeliefMark[] } = {},
  ): LabelInput => ({
    scene: { ...EMPTY_SCENE, incidents: over.incidents ?? [], beliefs: over.beliefs ?? [] },
    named: [],
    palette,
    words: {
      lang: 'zh-CN',
      uncovered: '无人覆盖',
      tooLate: '恐已不及',
      gold: '黄金',
      ago: (ms) => `${ms / 1000} 秒前`,
      belief: () => '卡口',
    },
    atMs: 100_000,
    scale: 1,
    limit: 24,
    ...over,
  });
  const textOf = (label: ReturnType<typeof mapLabels>[number] | undefined): string[] =>
    (label?.lines ?? []).map((line) => line.map(({ text }) => text).join(' '));

  it('says margin and stake, with a sign and not by colour alone', () => {
    const [label] = mapLabels(
      input({ incidents: [incident({ goods: { kind: 'gold', goldMg: 1_000_000 } })] }),
    );
    expect(textOf(label)).toEqual(['+2:40 黄金 1,000 g']);
    expect(
      textOf(mapLabels(input({ incidents: [incident({ marginS: -50, outlook: 'behind' })] }))[0])[0],
    ).toContain('−0:50');
  });

  it('says in words what nobody covers and what is likely too late, and no digit for an unknown clock', () => {
    const said = (over: Partial<IncidentMark>): string =>
      textOf(mapLabels(input({ incidents: [incident(over)] }))[0]).join();
    expect(said({ isUncovered: true })).toContain('无人覆盖');
    expect(said({ outlook: 'too-late', marginS: -500 })).toContain('恐已不及');
    expect(said({ outlook: 'unknown', marginS: undefined })).toBe('柜台大额转账');
  });

  it('tells source and age of a belief for the selection', () => {
    const [label] = mapLabels(input({ incidents: [incident({ isSelected: true })], beliefs: [belief()] }));
    expect(textOf(label)[1]).toBe('卡口 · 10 秒前');
    expect(label?.isPinned).toBe(true);
  });

  it('labels no more than the limit and neither L2 nor L3', () => {
    const many = Array.from({ length: 60 }, (_, i) => incident({ id: `i${i}` }));
    expect(mapLabels(input({ incidents: many }))).toHaveLength(24);
    expect(mapLabels(input({ incidents: [incident({ level: 'L2' }), incident({ level: 'L3' })] }))).toEqual(
      [],
    );
  });

  it('never lets two boxes overlap, and leaves out what has no room', () => {
    const many = Array.from({ length: 24 }, (_, i) =>
      incident({ id: `i${i}`, lon: (i % 6) * 25, lat: Math.floor(i / 6) * 25 }),
    );
    const placed = placeLabels(
      mapLabels(input({ incidents: many })),
      (lon, lat) => ({ x: 200 + lon, y: 200 + lat }),
      {
        width: 500,
        height: 500,
      },
    );
    expect(placed.length).toBeGreaterThan(3);
    expect(placed.length).toBeLessThan(24);
    for (const [i, a] of placed.entries()) {
      for (const b of placed.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x + 1 ||
          b.x + b.width <= a.x + 1 ||
          a.y + a.height <= b.y + 1 ||
          b.y + b.height <= a.y + 1;
        expect(apart).toBe(true);
      }
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { EngineView, IncidentMark } from '../engine/public.ts';
import { EMPTY_SCENE } from '../engine/scene.ts';
import type { Atlas, LayerContext } from '../layers/layer-context.ts';
import { mapPalette } from '../layers/map-palette.ts';
import { createLayerList } from './layer-list.ts';
import { warmView } from './warm-view.ts';

const context: LayerContext = {
  palette: mapPalette('dark'),
  atlas: {} as Atlas,
  scale: 1,
  atMs: 1_000,
  metresPerPixel: 20,
};
const incident: IncidentMark = {
  id: 'i',
  lon: 117,
  lat: 36.6,
  level: 'L1',
  isAcknowledged: true,
  isSelected: false,
  isUncovered: false,
  outlook: 'ahead',
  marginS: 60,
  title: { zh: '' },
  amount: undefined,
  goods: undefined,
};
const rows: EngineView['rows'] = {
  revision: 1,
  looksRevision: 1,
  count: 0,
  positions: new Float64Array(0),
  angles: new Float32Array(0),
  looks: new Uint8Array(0),
  fades: new Uint8Array(0),
  slots: new Uint32Array(0),
};
const view = (mark: IncidentMark): EngineView => ({
  revision: 1,
  atMs: 1_000,
  rows,
  trail: [],
  selectedId: undefined,
  scene: { ...EMPTY_SCENE, incidents: [mark] },
});

describe('the list of layers', () => {
  it('keeps every layer while only words change', () => {
    const build = createLayerList();
    const before = build(view(incident), context);
    const trail = view(incident).trail;
    expect(trail).toEqual([]);
    const after = build(view({ ...incident, marginS: 59, outlook: 'tight' }), context);
    const changed = after.filter((layer, index) => layer !== before[index]).map(({ id }) => id);
    expect(changed.filter((id) => id === 'incidents' || id === 'units' || id.startsWith('belief'))).toEqual(
      [],
    );
  });

  it('remakes the icons of an incident that moved, and nothing of the units', () => {
    const build = createLayerList();
    const before = build(view(incident), context);
    const after = build(view({ ...incident, lon: 117.1 }), context);
    const changed = after.filter((layer, index) => layer !== before[index]).map(({ id }) => id);
    expect(changed).toContain('incidents');
    expect(changed).not.toContain('units');
  });

  it('has something in every layer of the warm-up, so that every shader is built', () => {
    const layers = createLayerList()(warmView({ ...rows, count: 0 }), context);
    const empty = layers.filter(({ props: { data } }) => {
      const length: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'length') : 0;
      return length === 0;
    });
    expect(empty.map(({ id }) => id).toSorted()).toEqual(['incidents', 'units']);
  });
});

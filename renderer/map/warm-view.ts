import type { EngineView, UnitRows } from '../engine/public.ts';
import { EMPTY_SCENE } from '../engine/scene.ts';

/** Off the coast of Africa: far outside any picture of a region. */
const LON = 0;
const LAT = 0;
const STEP_DEG = 0.001;
const RADIUS_M = 5_000;

/**
 * One of everything, where nobody looks. Drawn once at the start, so that every shader is built then and not when somebody
 * selects the first incident: in software that takes a second during which no key is answered.
 */
export function warmView(rows: UnitRows): EngineView {
  const hit = { lon: LON, lat: LAT, atMs: 0, label: undefined };
  const path = [LON, LAT, LON + STEP_DEG, LAT];
  return {
    revision: 0,
    atMs: 0,
    rows,
    trail: path,
    selectedId: undefined,
    scene: {
      ...EMPTY_SCENE,
      beliefs: [
        {
          id: 'warm',
          lon: LON,
          lat: LAT,
          radiusM: RADIUS_M,
          headingDeg: undefined,
          kind: 'family-says',
          atMs: 0,
          isMeasured: false,
          isSuspect: false,
          isMoving: false,
          isSelected: false,
        },
      ],
      routes: [{ id: 'warm', unitId: undefined, path, isSelected: false }],
      density: [{ path, share: 1 }],
      finds: [{ placeId: 'warm', number: '1', lon: LON, lat: LAT, chance: 1, isSearched: false }],
      closures: [{ closureId: 'warm', paths: [path, [LON, LAT]], label: { zh: '⊘' }, isPreview: false }],
      checkpoints: [{ id: 'warm', hits: [hit, { ...hit, lon: LON + STEP_DEG }], beyond: path }],
    },
  };
}

import { IconLayer } from '@deck.gl/layers';
import { UNIT_LOOKS, type UnitLook, type UnitRows } from '../engine/public.ts';
import { ICON_CELLS } from './icon-atlas.ts';
import type { Atlas } from './layer-context.ts';

/** Size in CSS pixels: what acts is larger than what waits. */
const SIZE_PX: Readonly<Record<UnitLook, number>> = {
  available: 13,
  'available-parked': 13,
  underway: 22,
  'on-scene': 20,
  checkpoint: 18,
  lost: 16,
  'off-duty': 12,
};
const SIZE_BY_LOOK: readonly number[] = UNIT_LOOKS.map((look) => SIZE_PX[look]);

/** Columns as deck.gl takes them. New wrappers say "upload again"; the same wrapper means "unchanged". */
export type UnitAttributes = {
  readonly getPosition: { readonly value: Float64Array; readonly size: 2 };
  readonly getAngle: { readonly value: Float32Array; readonly size: 1 };
  readonly getIcon: { readonly value: Uint8Array; readonly size: 1 };
  readonly getSize: { readonly value: Float32Array; readonly size: 1 };
  readonly getColor: { readonly value: Uint8Array; readonly size: 4; readonly normalized: true };
};

/** Attributes of a view's rows. Columns that did not change since `previous` keep their wrapper and are not uploaded. */
export function unitAttributes(
  rows: UnitRows,
  previous: { readonly looksRevision: number; readonly attributes: UnitAttributes } | undefined,
): UnitAttributes {
  const count = rows.count;
  const placed = {
    getPosition: { value: rows.positions.subarray(0, count * 2), size: 2 },
    getAngle: { value: rows.angles.subarray(0, count), size: 1 },
  } as const;
  if (previous?.looksRevision === rows.looksRevision) return { ...previous.attributes, ...placed };
  const sizes = new Float32Array(count);
  const colors = new Uint8Array(count * 4).fill(255);
  for (let row = 0; row < count; row++) {
    sizes[row] = SIZE_BY_LOOK[rows.looks[row] ?? 0] ?? 0;
    colors[row * 4 + 3] = rows.fades[row] ?? 255;
  }
  return {
    ...placed,
    getIcon: { value: rows.looks.slice(0, count), size: 1 },
    getSize: { value: sizes, size: 1 },
    getColor: { value: colors, size: 4, normalized: true },
  };
}

/** What the unit layer draws. */
export interface UnitLayerInput {
  readonly count: number;
  readonly attributes: UnitAttributes;
  readonly atlas: Atlas;
  readonly scale: number;
}

/** All units: shape first, hue second, along their heading, fading with the age of their fix. */
export function unitLayer({ count, attributes, atlas, scale }: UnitLayerInput): IconLayer {
  return new IconLayer({
    id: 'units',
    data: { length: count, attributes },
    iconAtlas: atlas,
    iconMapping: ICON_CELLS,
    sizeScale: scale,
    pickable: false,
    alphaCutoff: 0.02,
  });
}

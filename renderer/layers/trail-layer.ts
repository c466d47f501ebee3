import { LineLayer } from '@deck.gl/layers';
import type { LayerContext } from './layer-context.ts';
import { rgba } from './map-palette.ts';

/** Where the selected unit has been, fading with age. `trail` holds lon, lat pairs, oldest first. One unit only: trails are dear. */
export function trailLayer(trail: readonly number[], context: LayerContext): LineLayer {
  const positions = new Float64Array(trail);
  const length = Math.max(0, trail.length / 2 - 1);
  const color = rgba(context.palette.tokens.unitMoving);
  const colors = new Uint8Array(length * 4);
  for (let i = 0; i < length; i++) {
    colors.set([color[0], color[1], color[2], Math.round(30 + (150 * (i + 1)) / length)], i * 4);
  }
  const stride = 2 * Float64Array.BYTES_PER_ELEMENT;
  return new LineLayer({
    id: 'trail',
    data: {
      length,
      attributes: {
        getSourcePosition: { value: positions, size: 2, stride },
        getTargetPosition: { value: positions, size: 2, stride, offset: stride },
        getColor: { value: colors, size: 4, normalized: true },
      },
    },
    getWidth: 3 * context.scale,
    widthUnits: 'pixels',
    pickable: false,
  });
}

import { PathLayer } from '@deck.gl/layers';
import type { DensityPiece } from '../../shared/domain/moving-target.ts';
import type { LayerContext } from './layer-context.ts';
import { rgba } from './map-palette.ts';

/** Faintest and strongest piece, 0..255. */
const FAINT = 28;
const STRONG = 210;

/** Where somebody on the move may be: the roads themselves, brighter where it is likelier. No piece is ever a point. */
export function densityLayer(
  pieces: readonly DensityPiece[],
  { palette, scale }: LayerContext,
): PathLayer<DensityPiece> {
  const most = pieces.reduce((max, { share }) => Math.max(max, share), 0);
  const strength = ({ share }: DensityPiece): number => Math.sqrt(share / Math.max(1e-9, most));
  return new PathLayer<DensityPiece>({
    id: 'density',
    data: pieces,
    getPath: ({ path }) => [...path],
    getColor: (piece) => rgba(palette.tokens.person, Math.round(FAINT + (STRONG - FAINT) * strength(piece))),
    getWidth: (piece) => (3 + 4 * strength(piece)) * scale,
    widthUnits: 'pixels',
    positionFormat: 'XY',
    capRounded: true,
    jointRounded: true,
    pickable: false,
  });
}

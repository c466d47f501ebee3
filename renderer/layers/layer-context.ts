import type { IconLayerProps } from '@deck.gl/layers';
import type { MapPalette } from './map-palette.ts';

/** The picture all icons are cut from: a canvas drawn at start, or a texture. */
export type Atlas = NonNullable<IconLayerProps['iconAtlas']>;

/** What every layer function gets besides its marks. */
export interface LayerContext {
  readonly palette: MapPalette;
  readonly atlas: Atlas;
  /** Factor of the wall type scale. */
  readonly scale: number;
  /** Feed time of the view. */
  readonly atMs: number;
  /** Metres a CSS pixel covers, rounded to steps so that what depends on it is not rebuilt with every frame of a zoom. */
  readonly metresPerPixel: number;
}

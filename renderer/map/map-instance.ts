import { addProtocol, Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import { Protocol } from 'pmtiles';
import type { LonLat } from '../../shared/geo/point.ts';
import { rgba, type MapPalette } from '../layers/map-palette.ts';
import { POI_KINDS } from '../../shared/roads/pack.ts';
import { boxImage, hatchImage, pathImage } from './drawn-images.ts';
import { POI_PATHS } from './poi-paths.ts';
import { poiImage, ROAD_BOX_IMAGE } from './style-details.ts';
import type { StyleInput } from './style-input.ts';
import { EXIT_BOX_IMAGE, HATCH_IMAGE, mapStyle } from './style.ts';
import { installTrustedTypes, mapWorkerUrl } from './trusted-types.ts';

/** One face for canvas text and Han labels; shipped with the console. */
export const MAP_FONT = '"Noto Sans SC", sans-serif';

/** Images of points of interest are drawn larger than shown, so that they stay sharp on dense screens. */
const POI_PIXEL_RATIO = 3;

let isPrepared = false;

/** Worker address, tile protocol and policy: once a page, before the first map. */
function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  installTrustedTypes();
  setWorkerUrl(mapWorkerUrl());
  addProtocol('pmtiles', new Protocol().tile);
}

/** Loads the face canvas text needs (canvas text does not trigger loading). Never rejects: a missing face is a fallback face. */
export async function loadMapFont(): Promise<void> {
  const faces = ['400 24px "Noto Sans SC"', '500 24px "Noto Sans SC"', '700 24px "Noto Sans SC"'];
  await Promise.allSettled(faces.map((face) => document.fonts.load(face, '济0')));
}

/** What a map is opened with. */
export interface MapOptions {
  readonly container: HTMLElement;
  readonly style: StyleInput;
  readonly centre: LonLat;
  readonly zoom: number;
  /** Device pixels drawn per CSS pixel. */
  readonly pixelRatio: number;
  /** What assistive technology calls it. */
  readonly name: string;
}

/** A flat, north-up map without controls of its own. Throws when WebGL 2 is missing. The caller removes it. */
export function openMap({ container, style, centre, zoom, pixelRatio, name }: MapOptions): MapLibreMap {
  prepare();
  const map = new MapLibreMap({
    container,
    style: mapStyle(style),
    center: [centre[0], centre[1]],
    zoom,
    minZoom: 6,
    maxZoom: 18,
    attributionControl: false,
    maplibreLogo: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    fadeDuration: 0,
    refreshExpiredTiles: false,
    localIdeographFontFamily: MAP_FONT,
    pixelRatio,
    canvasContextAttributes: { antialias: false, powerPreference: 'high-performance' },
    locale: { 'Map.Title': name },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  addImages(map, style.palette, style.scale);
  return map;
}

/** Images of the style come from arithmetic, not from files; they are redrawn for another theme. */
export function addImages(map: MapLibreMap, palette: MapPalette, scale: number): void {
  const give = (id: string): void => {
    if (map.hasImage(id)) return;
    if (id === HATCH_IMAGE)
      map.addImage(id, hatchImage(rgba(palette.hatch), Math.round(12 * scale), 1.2 * scale));
    else if (id === EXIT_BOX_IMAGE) {
      const { image, options } = boxImage(rgba(palette.land), rgba(palette.exitText, 150));
      map.addImage(id, image, options);
    } else if (id === ROAD_BOX_IMAGE) {
      const { image, options } = boxImage(rgba(palette.land, 220), rgba(palette.exitText, 70));
      map.addImage(id, image, options);
    } else {
      const kind = POI_KINDS.find((one) => poiImage(one) === id);
      const image = kind && pathImage(POI_PATHS[kind], palette.poi, palette.land);
      if (image !== undefined) map.addImage(id, image, { pixelRatio: POI_PIXEL_RATIO });
    }
  };
  map.setMissingStyleImageResolver(give);
}

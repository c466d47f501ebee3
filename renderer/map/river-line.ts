import type { GeoJSONSourceSpecification } from 'maplibre-gl';
import { checkDrillPlaces } from '../../shared/roads/pack-check.ts';
import type { RegionManifest } from '../../shared/roads/pack.ts';
import type { DrillPlaces } from '../../shared/roads/pack.ts';

const FILE = 'drill.json';

/** Middle line of a river and what is written along it. */
export type River = NonNullable<DrillPlaces['river']>;

/** The schematic river of a pack; undefined when it has none or cannot be read: then no name is written. */
export async function loadRiver(
  regionUrl: string,
  manifest: RegionManifest,
  signal: AbortSignal,
): Promise<River | undefined> {
  if (!manifest.files.some(({ path }) => path === FILE)) return undefined;
  try {
    const response = await fetch(`${regionUrl}/${FILE}`, { signal });
    if (!response.ok) return undefined;
    const json: unknown = await response.json();
    return checkDrillPlaces(json, FILE).river;
  } catch {
    return undefined;
  }
}

/** Source of the river's name: its middle line, so that the name is written once and not along both banks. */
export function riverLine(river: River | undefined, lang: 'zh-CN' | 'en'): GeoJSONSourceSpecification {
  if (river === undefined) return { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };
  const part = lang === 'en' ? 'en' : 'zh';
  return {
    type: 'geojson',
    data: {
      type: 'Feature',
      properties: { text: `${river.name[part]} · ${river.label[part]}` },
      geometry: { type: 'LineString', coordinates: river.line.map(([lon, lat]) => [lon, lat]) },
    },
  };
}

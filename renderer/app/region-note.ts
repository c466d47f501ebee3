import { checkManifest } from '../../shared/roads/pack-check.ts';
import type { RegionNote } from '../store/region-note.ts';

/** Reads what the status bar says about the region pack; undefined when the pack cannot be read (the map says so itself). */
export async function readRegionNote(regionUrl: string): Promise<RegionNote | undefined> {
  try {
    const response = await fetch(`${regionUrl}/manifest.json`);
    if (!response.ok) return undefined;
    const json: unknown = await response.json();
    const manifest = checkManifest(json, 'manifest.json');
    return {
      name: manifest.title,
      sourceDate: manifest.source.date,
      attribution: manifest.source.attribution.join(' · '),
    };
  } catch {
    return undefined;
  }
}

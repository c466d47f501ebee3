import { checkManifest } from '../../shared/roads/pack-check.ts';
import type { RegionManifest } from '../../shared/roads/pack.ts';

/** Reads and checks the manifest served at `<regionUrl>/manifest.json`. Rejects with a message that names what is wrong. */
export async function loadManifest(regionUrl: string, signal: AbortSignal): Promise<RegionManifest> {
  const response = await fetch(`${regionUrl}/manifest.json`, { signal });
  if (!response.ok) throw new Error(`${regionUrl}/manifest.json: HTTP ${response.status}`);
  const json: unknown = await response.json();
  return checkManifest(json, 'manifest.json');
}

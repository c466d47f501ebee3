import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRegion, REGION_FILES, type Region } from '../../shared/roads/region.ts';
import { type DrillMix, DrillMixError, parseDrillMix } from './mix.ts';

/** The file of a region pack that says what ambient alerts are made of. */
export const DRILL_MIX_FILE = 'drill-mix.json';

/** A region as a drill needs it. */
export interface DrillRegion {
  readonly region: Region;
  readonly mix: DrillMix;
}

/** Reads a pack's folder. Throws RegionPackError or DrillMixError; both messages say which file and what to do. */
export function readDrillRegion(dir: string): DrillRegion {
  const region = decodeRegion(
    Object.fromEntries(REGION_FILES.map((name) => [name, readFileSync(join(dir, name))])),
  );
  const file = join(dir, DRILL_MIX_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new DrillMixError(
      `${file} cannot be read; a drill needs it: copy it from regions/jinan and adapt it`,
      { cause: error },
    );
  }
  return { region, mix: parseDrillMix(text, file) };
}

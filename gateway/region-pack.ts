import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RegionPackError } from '../shared/roads/shape-check.ts';

/** What the gateway itself needs of a region pack. */
export interface RegionPack {
  readonly name: string;
  readonly dir: string;
  /** roads.bin, for the planner and the drill. */
  readonly roadsBytes: Uint8Array;
}

const manifestSchema = z.object({
  formatVersion: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
});

/** Reads a region pack's folder; throws RegionPackError when it is not one. */
export function readRegionPack(dir: string): RegionPack {
  const advice = '--region-dir must be a region pack such as regions/jinan';
  try {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')));
    return { name: manifest.name, dir, roadsBytes: readFileSync(join(dir, 'roads.bin')) };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw new RegionPackError(`${dir} is not a usable region pack (${reason}): ${advice}`, { cause: error });
  }
}

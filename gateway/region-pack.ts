import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What the gateway itself needs of a region pack. */
export interface RegionPack {
  readonly name: string;
  readonly dir: string;
  /** roads.bin, for the planner and the drill. */
  readonly roadsBytes: Uint8Array;
}

/** The region pack cannot be used; the message says what is wrong and with which file. */
export class RegionPackError extends Error {
  override readonly name = 'RegionPackError';
}

const manifestSchema = z.object({
  formatVersion: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
});

/** Reads a region pack's folder; throws RegionPackError when it is not one. */
export function readRegionPack(dir: string): RegionPack {
  const advice = `--region-dir must be a region pack such as regions/jinan`;
  try {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')));
    return { name: manifest.name, dir, roadsBytes: readFileSync(join(dir, 'roads.bin')) };
  } catch (error) {
    throw new RegionPackError(`${dir} is not a usable region pack (${String(error)}): ${advice}`);
  }
}

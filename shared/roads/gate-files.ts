import type { DrillPlaces, ExitPoint, StoppablePoint } from './pack.ts';
import { checkDrillPlaces, checkExits, checkStoppable } from './pack-check.ts';
import { decodeUtf8 } from './utf8.ts';

/** Files of a region pack that tell where a vehicle can be stopped or seen, by name in its folder. */
export type GateFiles = Readonly<Record<'exits.json' | 'stoppable.json' | 'drill.json', Uint8Array>>;

/** Reads them. Throws RegionPackError naming the file, SyntaxError when one is not JSON. */
export function decodeGateFiles(files: GateFiles): {
  readonly exits: readonly ExitPoint[];
  readonly stoppable: readonly StoppablePoint[];
  readonly drill: DrillPlaces;
} {
  const json = (name: keyof GateFiles): unknown => JSON.parse(decodeUtf8(files[name]));
  return {
    exits: checkExits(json('exits.json'), 'exits.json'),
    stoppable: checkStoppable(json('stoppable.json'), 'stoppable.json'),
    drill: checkDrillPlaces(json('drill.json'), 'drill.json'),
  };
}

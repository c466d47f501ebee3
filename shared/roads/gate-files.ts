import type { DrillPlaces, ExitPoint, Poi, RegionManifest, StoppablePoint } from './pack.ts';
import { checkDrillPlaces, checkExits, checkManifest, checkPois, checkStoppable } from './pack-check.ts';
import { decodeUtf8 } from './utf8.ts';

/** Files of a region pack that tell where a vehicle can be stopped or seen and where a person may be, by name in its folder. */
export type GateFiles = Readonly<Record<'exits.json' | 'stoppable.json' | 'drill.json', Uint8Array>> & {
  /** Absent in packs whose extract has none. */
  readonly 'pois.json'?: Uint8Array | undefined;
  /** Tells which kinds of place were looked for; without it nobody can say that a region has none of a kind. */
  readonly 'manifest.json'?: Uint8Array | undefined;
};

/** Reads them. Throws RegionPackError naming the file, SyntaxError when one is not JSON. */
export function decodeGateFiles(files: GateFiles): {
  readonly exits: readonly ExitPoint[];
  readonly stoppable: readonly StoppablePoint[];
  readonly drill: DrillPlaces;
  readonly pois: readonly Poi[];
  readonly poiKinds: RegionManifest['counts']['poiKinds'];
} {
  const read = (bytes: Uint8Array): unknown => JSON.parse(decodeUtf8(bytes));
  const pois = files['pois.json'];
  const manifest = files['manifest.json'];
  return {
    exits: checkExits(read(files['exits.json']), 'exits.json'),
    stoppable: checkStoppable(read(files['stoppable.json']), 'stoppable.json'),
    drill: checkDrillPlaces(read(files['drill.json']), 'drill.json'),
    pois: pois === undefined ? [] : checkPois(read(pois), 'pois.json'),
    poiKinds:
      manifest === undefined ? undefined : checkManifest(read(manifest), 'manifest.json').counts.poiKinds,
  };
}

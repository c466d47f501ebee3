import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equirectM } from '../../shared/geo/distance.ts';
import { must } from '../../shared/kit/invariant.ts';
import type { DrillPlace } from '../../shared/roads/pack.ts';
import { CAR } from '../../shared/roads/profiles.ts';
import { decodeRegion, REGION_FILES, type Region } from '../../shared/roads/region.ts';
import type { RoadGraph } from '../../shared/roads/road-graph.ts';
import { prepareMainNet } from '../../shared/roads/road-net.ts';
import { pointOnEdge } from '../../shared/roads/snap.ts';
import { defaultMix } from './default-mix.ts';
import { type DrillMix, DrillMixError, parseDrillMix } from './mix.ts';

/** The file of a region pack that says what ambient alerts are made of. A pack without it gets a mix by rule. */
export const DRILL_MIX_FILE = 'drill-mix.json';

/** A region as a drill needs it. */
export interface DrillRegion {
  readonly region: Region;
  readonly mix: DrillMix;
}

/** Reads a pack's folder. Throws RegionPackError or DrillMixError; both messages say which file and what to do. */
export function readDrillRegion(dir: string): DrillRegion {
  const read = decodeRegion(
    Object.fromEntries(REGION_FILES.map((name) => [name, readFileSync(join(dir, name))])),
  );
  const region = withStation(read);
  const file = join(dir, DRILL_MIX_FILE);
  if (!existsSync(file)) return { region, mix: defaultMix(region) };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new DrillMixError(
      `${file} cannot be read; make it readable, or move it away to drill with a mix by rule`,
      { cause: error },
    );
  }
  return { region, mix: parseDrillMix(text, file) };
}

/** Units need a base. Where the builder found no main street for one, the road nearest the middle of the core has it. */
function withStation(region: Region): Region {
  const { drill, graph, manifest } = region;
  if (drill.stations.length > 0) return region;
  const edge = edgeNear(graph, manifest.centre[0], manifest.centre[1]);
  const { fraction, lon, lat } = pointOnEdge(graph, edge, 0.5);
  const name = { zh: '演练中心所', en: 'Drill Central Station' };
  const station: DrillPlace = { id: 'station-01', name, edge, fraction, lon, lat, drill: true };
  return { ...region, drill: { ...drill, stations: [station] } };
}

function edgeNear(graph: RoadGraph, lon: number, lat: number): number {
  const { edgeSeconds } = prepareMainNet(graph, CAR);
  let [best, bestM] = [undefined as number | undefined, Infinity];
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (!((edgeSeconds[edge] ?? Infinity) < Infinity)) continue;
    const node = graph.edgeTail[edge] ?? 0;
    const m = equirectM(lon, lat, graph.nodeLon[node] ?? 0, graph.nodeLat[node] ?? 0);
    if (m < bestM) [best, bestM] = [edge, m];
  }
  return must(best, 'the region has no road for cars');
}

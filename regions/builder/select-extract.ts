import type { CoreArea } from '../../shared/roads/pack.ts';
import { type CoreWish, findCoreArea } from './core-area.ts';
import { cutExtract } from './cut-extract.ts';
import { type OsmExtract, parseExtract } from './read-extract.ts';
import type { BuildWorkspace } from './workspace.ts';

/** The core asked for and how far beyond it roads are wanted, minutes' drive. */
export interface RegionWish {
  readonly area: CoreWish;
  readonly allRoadsMinutes: number;
  readonly reachMinutes: number;
}

/** The part of the extract that the region is made of; `core` is undefined when that is all of it. */
export interface Selection {
  readonly extract: OsmExtract;
  readonly core: CoreArea | undefined;
}

/**
 * Reads an extract and cuts it down to the wish. The cut is a stage: an extract of a province takes its time to read. Throws
 * RegionBuildError as its parts do.
 */
export async function selectExtract(
  bytes: Uint8Array,
  path: string,
  wish: RegionWish | undefined,
  workspace: BuildWorkspace,
  input: string,
  log: (line: string) => void,
): Promise<Selection> {
  const read = async (): Promise<OsmExtract> => {
    const extract = await parseExtract(bytes, path);
    log(`read ${extract.roads.length} road ways and ${extract.nodes.size} nodes`);
    return extract;
  };
  if (wish === undefined) return { extract: await read(), core: undefined };
  const stored = await workspace.stage('select', input, async () => {
    const whole = await read();
    const { area, ...minutes } = wish;
    const core: CoreArea = { ...findCoreArea(whole, area), ...minutes };
    const extract = cutExtract(whole, core);
    log(
      `core ${core.name.zh} (${core.name.en}): kept ${extract.roads.length} pieces of ways, all roads within ${core.allRoadsMinutes} min and main roads within ${core.reachMinutes} min of it`,
    );
    return encodeSelection({ extract, core });
  });
  if (stored.reused) log('took over the selected roads of the build that was cut short');
  return decodeSelection(stored.bytes);
}

function encodeSelection({ extract, core }: Selection): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify({ core, extract: { ...extract, nodes: [...extract.nodes.values()] } }),
  );
}

function decodeSelection(bytes: Uint8Array): Selection {
  // our own file, whose checksum was just compared
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const { core, extract } = JSON.parse(new TextDecoder().decode(bytes)) as {
    core: CoreArea;
    extract: Omit<OsmExtract, 'nodes'> & {
      nodes: OsmExtract['nodes'] extends ReadonlyMap<number, infer Node> ? Node[] : never;
    };
  };
  return { core, extract: { ...extract, nodes: new Map(extract.nodes.map((node) => [node.id, node])) } };
}

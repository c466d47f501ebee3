import { readFile } from 'node:fs/promises';
import type { LonLat } from '../../shared/geo/point.ts';
import type { BilingualText, NamedPlace } from '../../shared/roads/pack.ts';
import {
  type Check,
  count,
  fields,
  finiteNumber,
  list,
  maybe,
  RegionPackError,
  text,
  within,
} from '../../shared/roads/shape-check.ts';
import { RegionBuildError } from './region-error.ts';

/** What the extract cannot say about itself; the hand-written region.json beside it. */
export interface RegionAbout {
  readonly title: BilingualText;
  readonly timezone: string;
  readonly source: {
    readonly date: string;
    readonly licence: string;
    readonly attribution: readonly string[];
    readonly note: BilingualText;
  };
  readonly places: readonly NamedPlace[];
  readonly drill: {
    readonly seed: number;
    /** Place beyond the invented county line; absent: no county line. */
    readonly neighbour: string | undefined;
    /** Rough course of the schematic river; absent: no river. */
    readonly river:
      | { readonly name: BilingualText; readonly widthM: number; readonly guide: readonly LonLat[] }
      | undefined;
  };
}

const bilingual = fields<BilingualText>({ zh: text, en: text });
const lon = within(-180, 180);
const lat = within(-90, 90);
const lonLat: Check<LonLat> = (value, path) => {
  const pair = list(finiteNumber)(value, path);
  return [lon(pair[0], `${path}[0]`), lat(pair[1], `${path}[1]`)];
};

const checkAbout = fields<RegionAbout>({
  title: bilingual,
  timezone: text,
  source: fields<RegionAbout['source']>({
    date: text,
    licence: text,
    attribution: list(text),
    note: bilingual,
  }),
  places: list(fields<NamedPlace>({ id: text, name: bilingual, lon, lat, rank: count })),
  drill: fields<RegionAbout['drill']>({
    seed: count,
    neighbour: maybe(text),
    river: maybe(
      fields<NonNullable<RegionAbout['drill']['river']>>({
        name: bilingual,
        widthM: finiteNumber,
        guide: list(lonLat),
      }),
    ),
  }),
});

/**
 * Reads region.json. When none is there a plain OpenStreetMap region of that name is assumed, unless the user asked for
 * this file. Throws RegionBuildError for a file that is missing though asked for, or wrong.
 */
export async function readRegionAbout(
  path: string,
  name: string,
  isRequired: boolean,
): Promise<{ about: RegionAbout; bytes: Uint8Array | undefined }> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined && isRequired) {
    throw new RegionBuildError(`读不到 ${path}，请检查 --about。`, `Cannot read ${path}. Check --about.`);
  }
  if (bytes === undefined) return { about: plainAbout(name), bytes: undefined };
  try {
    return { about: checkAbout(JSON.parse(bytes.toString('utf8')), 'region.json'), bytes };
  } catch (cause) {
    const why = cause instanceof RegionPackError ? cause.message.replace(/; rebuild.*/, '') : String(cause);
    throw new RegionBuildError(
      `${path} 内容有误，请改正，或移走后用默认值生成。`,
      `${path}: ${why}. Correct the file, or remove it to build with defaults.`,
      {
        cause,
      },
    );
  }
}

function plainAbout(name: string): RegionAbout {
  return {
    title: { zh: name, en: name },
    timezone: 'Asia/Shanghai',
    source: {
      date: 'unknown',
      licence: 'ODbL-1.0',
      attribution: ['© OpenStreetMap contributors'],
      note: { zh: '路网取自 OpenStreetMap。', en: 'Roads from OpenStreetMap.' },
    },
    places: [],
    drill: { seed: 1, neighbour: undefined, river: undefined },
  };
}

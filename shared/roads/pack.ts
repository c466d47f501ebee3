/** Plain types of the files in a region pack (regions/<name>). Coordinates are degrees, WGS-84. */
import type { BBox } from '../geo/bbox.ts';
import type { LonLat } from '../geo/point.ts';

/** A name in both languages of the console. */
export interface BilingualText {
  readonly zh: string;
  readonly en: string;
}

/** One file of the pack, as listed and checked by its manifest. Path relative to the pack, forward slashes. */
export interface PackFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Where the pack's content comes from and how it must be credited. */
export interface PackSource {
  /** Path of the extract inside the pack. */
  readonly file: string;
  readonly sha256: string;
  /** ISO date of the extract's data, or 'unknown' when the extract carries none. */
  readonly date: string;
  readonly note: BilingualText;
  /** SPDX id of the data licence. */
  readonly licence: string;
  /** Lines that must be on screen wherever the map is. */
  readonly attribution: readonly string[];
}

/** The jurisdiction the pack was built for, when it is smaller than the extract. */
export interface CoreArea {
  /** 'boundary': a border of the extract; 'bbox': a box that was asked for. */
  readonly kind: 'boundary' | 'bbox';
  readonly name: BilingualText;
  /** Closed rings, outer and inner mixed: a place is inside when it lies in an odd number of them. */
  readonly rings: readonly (readonly LonLat[])[];
  /** Beyond the core: minutes' drive within which all roads are kept, and within which motorways and trunk roads are. */
  readonly allRoadsMinutes: number;
  readonly reachMinutes: number;
}

/** manifest.json: what the pack is, of what it is made, and the checksum of every built file. */
export interface RegionManifest {
  readonly formatVersion: 1;
  readonly name: string;
  readonly title: BilingualText;
  /** IANA zone in which the region's times are shown. */
  readonly timezone: string;
  readonly source: PackSource;
  /** Box around all roads. */
  readonly bounds: BBox;
  /** Middle of the core: where a map opens. */
  readonly centre: LonLat;
  /** Closed ring around the densely mapped part; inside it the road data is reliable. */
  readonly coreOutline: readonly LonLat[];
  /** Closed ring around the road network; beyond it there are single roads at most (无路网数据). */
  readonly coverage: readonly LonLat[];
  /** Absent: the whole extract is the core. */
  readonly core?: CoreArea | undefined;
  readonly tiles: { readonly minZoom: number; readonly maxZoom: number; readonly layers: readonly string[] };
  readonly counts: {
    readonly nodes: number;
    readonly segments: number;
    readonly edges: number;
    readonly components: number;
    /** Share of the nodes in the largest component, 0..1. */
    readonly largestComponentShare: number;
    readonly exits: number;
    readonly stoppable: number;
    readonly places: number;
    readonly tiles: number;
    /** Absent in packs whose extract holds none. */
    readonly names?: number | undefined;
    readonly pois?: number | undefined;
    /**
     * Of each kind that the extract could tell of, none (0) included. A kind that is not in it was not looked for, or the
     * extract was filtered and has nothing of the sort. Absent in packs of builder 2 and older.
     */
    readonly poiKinds?: Readonly<Partial<Record<PoiKind, number>>> | undefined;
    readonly turnBans?: number | undefined;
  };
  readonly builder: { readonly name: string; readonly version: number };
  readonly files: readonly PackFile[];
}

/** A named place of the region. */
export interface NamedPlace {
  readonly id: string;
  readonly name: BilingualText;
  readonly lon: number;
  readonly lat: number;
  /** 1 = the region's centre, larger = smaller. */
  readonly rank: number;
}

/** A position on the road network: a directed edge, the share of the way along it, and the coordinates there. */
export interface RoadPosition {
  readonly edge: number;
  readonly fraction: number;
  readonly lon: number;
  readonly lat: number;
}

/**
 * A junction where a ramp meets an ordinary road: where a vehicle leaves (or joins) the expressway. Its road position is
 * the junction itself.
 */
export interface ExitFoot extends RoadPosition {
  readonly node: number;
}

/**
 * An expressway exit: all ramps of one interchange. Its name is derived when the extract has none. Its own position is
 * the foot nearest the middle, for drawing; time to it is time to the nearest foot:
 * `fastestTo(net, workspace, exit.feet.map(snapOfPosition))`.
 */
export interface ExitPoint extends ExitFoot {
  /** Stable for one extract, for example 'exit-07'. */
  readonly id: string;
  readonly number: number;
  readonly name: BilingualText;
  /** The junction's number on the road signs, where mapped. */
  readonly ref?: string | undefined;
  readonly class: 'motorway' | 'trunk';
  /** The feet a car can come to and leave again; at least one. */
  readonly feet: readonly ExitFoot[];
  readonly derived: boolean;
  /** Name of the rule that made it (see regions/builder/exits.ts), or 'tagged'. */
  readonly rule: string;
}

export const STOPPABLE_KINDS = ['toll-plaza', 'exit-foot', 'service-area', 'checkpoint', 'station'] as const;
export type StoppableKind = (typeof STOPPABLE_KINDS)[number];

/** A place where a person may be stopped; never on a main line. */
export interface StoppablePoint extends RoadPosition {
  readonly id: string;
  readonly kind: StoppableKind;
  readonly name: BilingualText;
  /** The exit it belongs to, for toll plazas and exit feet. */
  readonly exitId?: string | undefined;
  readonly derived: boolean;
  readonly rule: string;
}

/** An invented place of the drill, on or beside a real road. `drill` is always true: label it 演练 wherever drawn. */
export interface DrillPlace extends RoadPosition {
  readonly id: string;
  readonly name: BilingualText;
  readonly drill: true;
}

/** An invented roadside camera gate (卡口) looking along one direction of a main road. */
export interface DrillCheckpoint extends DrillPlace {
  /** Direction of the traffic it sees, degrees clockwise from north. */
  readonly headingDeg: number;
  readonly node: number;
}

/** drill.json: everything invented for exercises, made by a seeded rule. Lines are 示意 (schematic). */
export interface DrillPlaces {
  readonly formatVersion: 1;
  readonly seed: number;
  readonly label: BilingualText;
  readonly stations: readonly DrillPlace[];
  readonly branches: readonly DrillPlace[];
  readonly goldShops: readonly DrillPlace[];
  readonly teahouses: readonly DrillPlace[];
  readonly checkpoints: readonly DrillCheckpoint[];
  /** The invented stations as stoppable points (kind 'station'). */
  readonly stoppable: readonly StoppablePoint[];
  readonly countyLine:
    | {
        readonly neighbour: BilingualText;
        readonly label: BilingualText;
        readonly line: readonly LonLat[];
        readonly ring: readonly LonLat[];
      }
    | undefined;
  readonly river:
    | {
        readonly name: BilingualText;
        readonly label: BilingualText;
        readonly widthM: number;
        readonly line: readonly LonLat[];
      }
    | undefined;
}

export const POI_KINDS = [
  'police',
  'bank',
  'gold-shop',
  'toll-booth',
  'fuel',
  'hospital',
  'hotel',
  'cash-machine',
  'tea-house',
  'park',
  'station',
] as const;
export type PoiKind = (typeof POI_KINDS)[number];

/** pois.json: a real place of the extract that this work asks for. */
export interface Poi {
  /** Its OpenStreetMap object, for example 'node/123'. */
  readonly id: string;
  /** 'tea-house' is every house where one sits for hours: tea houses, cafés, internet cafés; 'station' is of trains or coaches. */
  readonly kind: PoiKind;
  /** As mapped; the kind's own name where the map has none (`named` false). */
  readonly name: BilingualText;
  readonly named: boolean;
  readonly lon: number;
  readonly lat: number;
  /** A bank with a cash machine of its own. */
  readonly atm?: true | undefined;
}

/** What a road is called. `zh` and `en` fall back to each other, so both can be shown; pinyin only where mapped. */
export interface RoadName extends BilingualText {
  readonly pinyin?: string | undefined;
  /** Number of the route, for example 'G42'. */
  readonly ref?: string | undefined;
  /** Where it is: a point on each stretch that lies apart from the others; absent in older packs. */
  readonly at?: readonly LonLat[] | undefined;
}

/**
 * names.json: names of the roads. `runs` are pairs (segments, name): that many segments in a row bear names[name], or none
 * when it is -1; together they cover all segments of roads.bin but crossings (flag TURN) at its end.
 */
export interface RoadNames {
  readonly formatVersion: 1;
  readonly names: readonly RoadName[];
  readonly runs: readonly (readonly [segments: number, name: number])[];
}

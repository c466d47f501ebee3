/**
 * The road classes of OpenStreetMap we route on, most important first; the index is the code stored in the graph
 * and must never be reordered without a new graph format version; new classes go to the end. 'ferry' is not a highway: it
 * stands for `route=ferry`.
 */
export const ROAD_CLASSES = [
  'motorway',
  'motorway_link',
  'trunk',
  'trunk_link',
  'primary',
  'primary_link',
  'secondary',
  'secondary_link',
  'tertiary',
  'tertiary_link',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'pedestrian',
  'track',
  'footway',
  'path',
  'cycleway',
  'steps',
  'ferry',
] as const;

export type RoadClass = (typeof ROAD_CLASSES)[number];

const CODES: ReadonlyMap<string, number> = new Map(ROAD_CLASSES.map((name, code) => [name, code]));

/** Code of an OSM `highway` value (or 'ferry'), undefined when it is not a road we route on. `x_link` of a minor class is kept as is. */
export function roadClassCode(highway: string): number | undefined {
  return CODES.get(highway);
}

/** Name of a class code; codes outside the table (a damaged graph is refused earlier) read as 'service'. */
export function roadClassName(code: number): RoadClass {
  return ROAD_CLASSES[code] ?? 'service';
}

/**
 * Bits of `edgeFlags`. CAR, EMERGENCY and FOOT are permissions of this directed edge: the direction against a one-way
 * exists as an edge of its own that carries FOOT only.
 */
export const EDGE_FLAGS = {
  CAR: 1,
  EMERGENCY: 2,
  FOOT: 4,
  AGAINST_ONE_WAY: 8,
  TUNNEL: 16,
  BRIDGE: 32,
  ROUNDABOUT: 64,
  TOLL: 128,
  /** Not a road: a way across a junction with turn restrictions (see turn-graph.ts). Never snapped to or drawn. */
  TURN: 256,
} as const;

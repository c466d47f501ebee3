/** Hand-made networks for tests and benches: nothing here is used by a running program. */
import type { LonLat } from '../geo/point.ts';
import { buildRoadGraph, type SegmentInput } from './build-graph.ts';
import { EDGE_FLAGS, roadClassCode, type RoadClass } from './road-class.ts';
import type { RoadGraph } from './road-graph.ts';

/** Permissions of an ordinary road. */
export const OPEN = EDGE_FLAGS.CAR | EDGE_FLAGS.EMERGENCY | EDGE_FLAGS.FOOT;

/** Permissions against a one-way street. */
export const AGAINST = EDGE_FLAGS.FOOT | EDGE_FLAGS.AGAINST_ONE_WAY;

/** A piece of road between two junctions; two-way unless told. */
export function road(
  from: number,
  to: number,
  roadClass: RoadClass,
  oneWay = false,
  interior: readonly LonLat[] = [],
): SegmentInput {
  return {
    from,
    to,
    roadClass: roadClassCode(roadClass) ?? 0,
    speedKmh: 0,
    forwardFlags: OPEN,
    backwardFlags: oneWay ? AGAINST : OPEN,
    interior,
  };
}

/** `columns` x `rows` junctions 500 m apart near Jinan, all neighbours joined; every `skip`-th street is left out. */
export function gridGraph(columns: number, rows: number, skip = 0): RoadGraph {
  const junctions: LonLat[] = [];
  const segments: SegmentInput[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const node = r * columns + c;
      junctions.push([117 + c * 0.0056, 36.6 + r * 0.0045]);
      if (c > 0) segments.push(road(node - 1, node, 'secondary'));
      if (r > 0) segments.push(road(node - columns, node, 'residential'));
    }
  }
  return buildRoadGraph(
    junctions,
    segments.filter((_, i) => skip === 0 || i % skip !== skip - 1),
  );
}

import { EDGE_FLAGS } from '../../shared/roads/road-class.ts';
import type { OsmTags } from './read-extract.ts';

/** Permission and structure flags of a road in both directions, from its tags. */
export interface RoadAccess {
  readonly forwardFlags: number;
  readonly backwardFlags: number;
}

const CLOSED = new Set(['no', 'agricultural', 'forestry', 'military']);
const PRIVATE = new Set(['private', 'delivery', 'customers', 'permit', 'emergency']);
const FOOT_ONLY_CLASSES = new Set(['footway', 'path', 'cycleway', 'steps']);

/**
 * Reads access, oneway, junction, tunnel, bridge and toll as tagged. Motorways and roundabouts are one-way unless
 * tagged otherwise (OpenStreetMap's own convention). Emergency vehicles may use private roads; walkers ignore one-way.
 */
export function roadAccess(tags: OsmTags): RoadAccess {
  const roadClass = tags['highway'] ?? '';
  const motor = tags['motor_vehicle'] ?? tags['vehicle'] ?? tags['access'] ?? 'yes';
  const onFoot = tags['foot'] ?? tags['access'] ?? 'yes';
  let motorBits = 0;
  if (!FOOT_ONLY_CLASSES.has(roadClass)) {
    if (!CLOSED.has(motor)) motorBits |= EDGE_FLAGS.EMERGENCY;
    if (!CLOSED.has(motor) && !PRIVATE.has(motor)) motorBits |= EDGE_FLAGS.CAR;
    if (tags['emergency'] === 'yes') motorBits |= EDGE_FLAGS.EMERGENCY;
  }
  let shared = 0;
  if (!CLOSED.has(onFoot) && !PRIVATE.has(onFoot)) shared |= EDGE_FLAGS.FOOT;
  if (present(tags['tunnel'])) shared |= EDGE_FLAGS.TUNNEL;
  if (present(tags['bridge'])) shared |= EDGE_FLAGS.BRIDGE;
  if (tags['junction'] === 'roundabout') shared |= EDGE_FLAGS.ROUNDABOUT;
  if (present(tags['toll'])) shared |= EDGE_FLAGS.TOLL;
  const direction = oneWay(tags, roadClass);
  const against = shared | EDGE_FLAGS.AGAINST_ONE_WAY;
  return {
    forwardFlags: direction === -1 ? against : shared | motorBits,
    backwardFlags: direction === 1 ? against : shared | motorBits,
  };
}

/** Tagged speed limit in km/h, 0 when there is none or it is not a number ('CN:urban', 'none'). */
export function taggedSpeedKmh(tags: OsmTags): number {
  const match = /^(\d{1,3})(\s*mph)?$/.exec(tags['maxspeed'] ?? '');
  const value = Number(match?.[1] ?? 0) * (match?.[2] === undefined ? 1 : 1.609344);
  return value >= 5 && value <= 200 ? Math.round(value) : 0;
}

function oneWay(tags: OsmTags, roadClass: string): -1 | 0 | 1 {
  const tagged = tags['oneway'];
  if (tagged === 'yes' || tagged === 'true' || tagged === '1') return 1;
  if (tagged === '-1' || tagged === 'reverse') return -1;
  if (tagged !== undefined) return 0;
  return roadClass === 'motorway' || tags['junction'] === 'roundabout' ? 1 : 0;
}

function present(value: string | undefined): boolean {
  return value !== undefined && value !== 'no';
}

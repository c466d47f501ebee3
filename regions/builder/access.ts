import { EDGE_FLAGS, roadClassCode } from '../../shared/roads/road-class.ts';
import type { OsmTags } from './read-extract.ts';

/** Permission and structure flags of a road in both directions, from its tags. */
export interface RoadAccess {
  readonly forwardFlags: number;
  readonly backwardFlags: number;
}

const CLOSED = new Set(['no', 'agricultural', 'forestry', 'military']);
const PRIVATE = new Set(['private', 'delivery', 'customers', 'permit', 'emergency']);
const TAKES_CARS = new Set(['yes', 'designated', 'permissive', 'destination', 'official']);
const FOOT_ONLY_CLASSES = new Set(['footway', 'path', 'cycleway', 'steps']);

/** The class of a way by its tags: its `highway` value, 'ferry' for a ferry line; undefined = nothing we route on. */
export function roadClassOfTags(tags: OsmTags): number | undefined {
  const highway = tags['highway'];
  if (highway !== undefined) return highway === 'ferry' ? undefined : roadClassCode(highway);
  return tags['route'] === 'ferry' ? roadClassCode('ferry') : undefined;
}

/** Whether a way is a road we route on; squares drawn as areas are not. */
export function isRoad(tags: OsmTags): boolean {
  return roadClassOfTags(tags) !== undefined && tags['area'] !== 'yes';
}

/**
 * Reads access, oneway, junction, tunnel, bridge and toll as tagged. Motorways and roundabouts are one-way unless
 * tagged otherwise (OpenStreetMap's own convention). Emergency vehicles may use private roads; walkers ignore one-way.
 */
export function roadAccess(tags: OsmTags): RoadAccess {
  const roadClass = tags['highway'] ?? '';
  const onFoot = tags['foot'] ?? tags['access'] ?? 'yes';
  const motorBits = FOOT_ONLY_CLASSES.has(roadClass) ? 0 : motorPermissions(tags);
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

/**
 * Minutes of a `duration` tag (HH:MM, HH:MM:SS, minutes, PT1H30M); undefined when there is none or it reads otherwise. */
export function durationMinutes(text: string | undefined): number | undefined {
  const clock = /^(\d{1,3}):(\d{2})(?::(\d{2}))?$/.exec(text ?? '');
  if (clock !== null)
    return Number(clock[1]) * 60 + Number(clock[2]) + Number(clock[3] ?? 0) / 60 || undefined;
  if (/^\d{1,4}$/.test(text ?? '')) return Number(text) || undefined;
  const iso = /^PT(?:(\d{1,2})H)?(?:(\d{1,4})M)?(?:(\d{1,2})S)?$/.exec(text ?? '');
  if (iso === null) return undefined;
  return Number(iso[1] ?? 0) * 60 + Number(iso[2] ?? 0) + Number(iso[3] ?? 0) / 60 || undefined;
}

/**
 * Tagged speed limit in km/h, 0 when there is none or it is not a number. 'CN:urban' and the like are not numbers: the law
 * behind them depends on lanes and markings, so the class's own speed is the better guess.
 */
export function taggedSpeedKmh(tags: OsmTags): number {
  const match = /^(\d{1,3})(?:\s*km\/?h|(\s*mph))?$/.exec(tags['maxspeed'] ?? '');
  const value = Number(match?.[1] ?? 0) * (match?.[2] === undefined ? 1 : 1.609344);
  return value >= 5 && value <= 200 ? Math.round(value) : 0;
}

function motorPermissions(tags: OsmTags): number {
  const tagged = tags['motorcar'] ?? tags['motor_vehicle'] ?? tags['vehicle'] ?? tags['access'];
  // many ferries take people only and say so by silence: a car is sent to one only when the map says it may come aboard
  if (tags['highway'] === undefined && !TAKES_CARS.has(tagged ?? '')) return 0;
  const motor = tagged ?? 'yes';
  let bits = 0;
  if (!CLOSED.has(motor)) bits |= EDGE_FLAGS.EMERGENCY;
  if (!CLOSED.has(motor) && !PRIVATE.has(motor)) bits |= EDGE_FLAGS.CAR;
  if (tags['emergency'] === 'yes') bits |= EDGE_FLAGS.EMERGENCY;
  return bits;
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

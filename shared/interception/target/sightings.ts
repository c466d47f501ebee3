import type { PlaceBelief } from '../../domain/belief.ts';
import type { Incident } from '../../domain/entities.ts';
import type { Departure, MovingTarget, Sighting } from '../../domain/moving-target.ts';
import { equirectM } from '../../geo/distance.ts';

const SEEN: ReadonlySet<PlaceBelief['kind']> = new Set(['camera-hit', 'plate-hit', 'measured-fix']);
/** Beliefs that say where somebody stood at a time; all others are what people think, or where they are expected. */
const STOOD: ReadonlySet<PlaceBelief['kind']> = new Set(['branch', 'pinned', 'last-payment', 'last-cell']);
/** Two sightings nearer than this are one place. */
const MOVED_M = 300;
/** Older sightings belong to another trip. */
const TRIP_MS = 90 * 60_000;

/**
 * The moving target of an incident: somebody who was seen to leave, who has an itinerary, or whose sightings show a way.
 * Undefined for everybody who is believed to stay somewhere. What came before a departure is another story.
 */
export function movingTargetOf(
  incident: Pick<Incident, 'incidentId' | 'trail' | 'place' | 'departure' | 'itinerary'>,
): MovingTarget | undefined {
  const { departure, itinerary, trail, place } = incident;
  const seen = trail.filter((one) => SEEN.has(one.kind)).toSorted((a, b) => a.atMs - b.atMs);
  const newestMs = Math.max(departure?.atMs ?? 0, seen.at(-1)?.atMs ?? 0);
  const fromMs = Math.max(departure?.atMs ?? 0, newestMs - TRIP_MS);
  const hits: Sighting[] = seen
    .filter(({ atMs }) => atMs > fromMs || (departure === undefined && atMs === fromMs))
    .map(sightingOf);
  const start = departure === undefined ? [] : [{ ...departure, radiusM: 60 }];
  const [first, ...rest] = [...start, ...hits];
  if (
    first !== undefined &&
    (departure !== undefined || itinerary !== undefined || isOnTheMove([first, ...rest]))
  )
    return { id: incident.incidentId, sightings: [first, ...rest], stops: itinerary?.stops ?? [] };
  if (itinerary === undefined || place === undefined) return undefined;
  return { id: incident.incidentId, sightings: [sightingOf(place)], stops: itinerary.stops };
}

/**
 * From where and when somebody left, when they have been seen on the road since they last stood somewhere: before the first
 * of those sightings, however late it is reported. Undefined = not seen on the way, so the report itself is the news.
 */
export function seenLeaving({
  trail,
  departure,
}: Pick<Incident, 'trail' | 'departure'>): Omit<Departure, 'source'> | undefined {
  const stoodMs = Math.max(...trail.filter(({ kind }) => STOOD.has(kind)).map(({ atMs }) => atMs));
  const seen = trail.filter(({ kind }) => SEEN.has(kind)).toSorted((a, b) => a.atMs - b.atMs);
  const fromMs = Math.max(stoodMs, (seen.at(-1)?.atMs ?? 0) - TRIP_MS);
  const known = departure !== undefined && departure.atMs > fromMs ? departure : undefined;
  const [first, ...rest] = seen.filter(({ atMs }) => atMs > (known?.atMs ?? fromMs)).map(sightingOf);
  if (first === undefined || !isOnTheMove([first, ...rest])) return undefined;
  const { atMs, lon, lat, headingDeg } = known ?? first;
  return { atMs, lon, lat, headingDeg };
}

function sightingOf({ lon, lat, radiusM, atMs, headingDeg }: PlaceBelief): Sighting {
  return { lon, lat, radiusM, atMs, headingDeg };
}

function isOnTheMove(sightings: readonly [Sighting, ...Sighting[]]): boolean {
  const [first] = sightings;
  const last = sightings.at(-1) ?? first;
  return last.headingDeg !== undefined || equirectM(first.lon, first.lat, last.lon, last.lat) > MOVED_M;
}

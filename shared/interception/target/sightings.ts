import type { PlaceBelief } from '../../domain/belief.ts';
import type { Incident } from '../../domain/entities.ts';
import type { MovingTarget, Sighting } from '../../domain/moving-target.ts';
import { equirectM } from '../../geo/distance.ts';

const SEEN: ReadonlySet<PlaceBelief['kind']> = new Set(['camera-hit', 'plate-hit', 'measured-fix']);
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
  const hits: Sighting[] = seen.filter((one) => one.atMs >= fromMs).map(sightingOf);
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

function sightingOf({ lon, lat, radiusM, atMs, headingDeg }: PlaceBelief): Sighting {
  return { lon, lat, radiusM, atMs, headingDeg };
}

function isOnTheMove(sightings: readonly [Sighting, ...Sighting[]]): boolean {
  const [first] = sightings;
  const last = sightings.at(-1) ?? first;
  return last.headingDeg !== undefined || equirectM(first.lon, first.lat, last.lon, last.lat) > MOVED_M;
}

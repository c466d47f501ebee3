import type { LocalText, PlaceBelief } from '../../domain/belief.ts';
import type { FindPlaceKind, Looked, PersonSearch } from '../../domain/find-board.ts';
import { equirectM } from '../../geo/distance.ts';
import type { FindEvidence } from './find-belief.ts';
import { detectionOf, type FindPlace } from './find-places.ts';

/** What a search begins with: what the room was told, as places worth a look and as evidence about them. */
export interface FindLeads {
  readonly places: readonly FindPlace[];
  readonly evidence: readonly FindEvidence[];
  /** The place each look of the search was about, beside `looks`. */
  readonly lookedIds: readonly string[];
}

/** Two names this near are one place. */
const SAME_PLACE_M = 150;
/** A relative who means a wider area names no door. */
const AREA_M = 500;
/** How often a relative who names a place is right. Judgement, like the kinds' weights. */
const FAMILY_RELIABILITY = 0.5;
/** The least area of an observation, metres: clocks and maps are off. */
const LEAST_M = 60;

const NAMES: Readonly<Record<'home' | 'car' | 'bank' | 'shop' | 'named' | 'last-cell', LocalText>> = {
  home: { zh: '家中', en: 'Home' },
  car: { zh: '车辆附近', en: 'Near the car' },
  bank: { zh: '网点', en: 'Branch' },
  shop: { zh: '付款处', en: 'Where they paid' },
  named: { zh: '亲属所指', en: 'Where family said' },
  'last-cell': { zh: '最后基站周边', en: 'Around the last cell' },
};

/**
 * The leads of a search against the places of the region (`around`: those that come into question). What a relative, a till or a
 * counter points at is the listed place beside it, or a place of its own where none is listed. Places somebody has looked at
 * stay listed. Pure and stable: a belief keeps its place id for good.
 */
export function leadsOf(search: PersonSearch, around: readonly FindPlace[]): FindLeads {
  const places: FindPlace[] = [];
  const evidence: FindEvidence[] = [];
  const nearby = (lon: number, lat: number, radiusM: number): FindPlace | undefined => {
    let best: FindPlace | undefined;
    let bestM = Math.max(SAME_PLACE_M, radiusM);
    for (const place of [...places, ...around]) {
      const awayM = equirectM(place.lon, place.lat, lon, lat);
      if (place.kind !== 'last-cell' && awayM < bestM) [best, bestM] = [place, awayM];
    }
    return best;
  };
  const own = (kind: keyof typeof NAMES, nth: number, { lon, lat, label }: PlaceBelief): FindPlace => {
    const place: FindPlace = { placeId: `lead-${nth}`, kind, label: label ?? NAMES[kind], lon, lat };
    places.push(place);
    return place;
  };
  const lastOf = (kind: PlaceBelief['kind']): number =>
    search.trail.reduce(
      (last, belief, i) =>
        belief.kind === kind && belief.atMs >= (search.trail[last]?.atMs ?? -Infinity) ? i : last,
      -1,
    );
  const [lastCell, lastPlate] = [lastOf('last-cell'), lastOf('plate-hit')];

  for (const [nth, belief] of search.trail.entries()) {
    const { lon, lat, atMs } = belief;
    const radiusM = Math.max(LEAST_M, belief.radiusM);
    switch (belief.kind) {
      case 'registered-address':
        if (
          !places.some((one) => one.kind === 'home' && equirectM(one.lon, one.lat, lon, lat) < SAME_PLACE_M)
        )
          own('home', nth, belief);
        break;
      case 'last-cell':
        if (nth === lastCell) own('last-cell', nth, belief);
        evidence.push({ kind: 'cell', lon, lat, radiusM, atMs });
        break;
      case 'last-payment':
        if (nearby(lon, lat, 0) === undefined) own('shop', nth, belief);
        evidence.push({ kind: 'payment', lon, lat, radiusM, atMs });
        break;
      case 'family-says':
        if (radiusM > AREA_M) evidence.push({ kind: 'area', lon, lat, radiusM, atMs });
        else {
          const { placeId } = nearby(lon, lat, radiusM) ?? own('named', nth, belief);
          evidence.push({ kind: 'family', placeId, reliability: FAMILY_RELIABILITY, atMs });
        }
        break;
      case 'branch':
        if (nearby(lon, lat, 0) === undefined) own('bank', nth, belief);
        evidence.push({ kind: 'footage', lon, lat, radiusM, atMs });
        break;
      case 'plate-hit':
        if (nth === lastPlate) own('car', nth, belief);
        evidence.push({ kind: 'footage', lon, lat, radiusM, atMs });
        break;
      case 'pinned':
        if (isOfLook(belief, search.looks)) break;
        if (radiusM > AREA_M) evidence.push({ kind: 'area', lon, lat, radiusM, atMs });
        else {
          const { placeId } = nearby(lon, lat, 0) ?? own('named', nth, belief);
          evidence.push({ kind: 'family', placeId, reliability: FAMILY_RELIABILITY, atMs });
        }
        break;
      case 'camera-hit':
      case 'measured-fix':
        evidence.push({ kind: 'footage', lon, lat, radiusM, atMs });
    }
  }
  const { departure } = search;
  if (departure !== undefined) {
    const { lon, lat, atMs } = departure;
    evidence.push({ kind: 'footage', lon, lat, radiusM: LEAST_M, atMs });
  }
  const lookedIds: string[] = [];
  for (const look of search.looks) {
    const { kind, atMs } = look;
    const placeId = listedPlaceId(look, [...places, ...around]) ?? look.placeId;
    lookedIds.push(placeId);
    if (![...places, ...around].some((one) => one.placeId === placeId)) places.push(placeOfLook(look));
    evidence.push(
      look.found
        ? { kind: 'found', placeId, atMs }
        : { kind: 'looked-not-here', placeId, atMs, detection: detectionOf(kind, look.care) },
    );
  }
  return { places, evidence: withoutEchoes(evidence), lookedIds };
}

/**
 * The listed place a look was about: the one it names, else the nearest one beside it, for whoever looked may not know what the
 * board calls the place. Undefined = a place of its own.
 */
function listedPlaceId({ placeId, place }: Looked, places: readonly FindPlace[]): string | undefined {
  if (places.some((one) => one.placeId === placeId)) return placeId;
  let nearest: string | undefined;
  let nearestM = SAME_PLACE_M;
  for (const one of places) {
    const awayM = equirectM(one.lon, one.lat, place.lon, place.lat);
    if (awayM < nearestM) [nearest, nearestM] = [one.placeId, awayM];
  }
  return nearest;
}

/** A found person's pin is told by the look itself. */
function isOfLook(belief: PlaceBelief, looks: readonly Looked[]): boolean {
  return looks.some(({ found, place }) => found && place.lon === belief.lon && place.lat === belief.lat);
}

function placeOfLook({ placeId, kind, place }: Looked): FindPlace {
  const { lon, lat, label } = place;
  return { placeId, kind, label: label ?? NAMES[ownKind(kind)], lon, lat };
}

function ownKind(kind: FindPlaceKind): keyof typeof NAMES {
  return isNamed(kind) ? kind : 'named';
}

function isNamed(kind: FindPlaceKind): kind is keyof typeof NAMES {
  return kind in NAMES;
}

/** The phone that is seen by the same cell every minute says one thing, not sixty: the newest of each spot and kind counts. */
function withoutEchoes(evidence: readonly FindEvidence[]): FindEvidence[] {
  const echoes = (a: FindEvidence, b: FindEvidence): boolean =>
    a.kind === b.kind &&
    (('lon' in a && 'lon' in b && equirectM(a.lon, a.lat, b.lon, b.lat) < SAME_PLACE_M) ||
      (a.kind === 'family' && b.kind === 'family' && a.placeId === b.placeId));
  return evidence.filter(
    (one, i) =>
      !evidence.some(
        (other, k) =>
          k !== i && echoes(one, other) && (other.atMs > one.atMs || (other.atMs === one.atMs && k > i)),
      ),
  );
}

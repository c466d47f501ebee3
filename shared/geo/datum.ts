import gcoord from 'gcoord';
import type { DATUMS } from '../contract/ingest.ts';
import type { LonLat } from './point.ts';

export type Datum = (typeof DATUMS)[number];

/** Degrees in a datum that is not WGS-84, in GeoJSON order. */
export type SentLonLat = readonly [lon: number, lat: number];

/** Degrees within which the inverse counts as found: about a millimetre. */
const CLOSE_DEG = 1e-8;
/** Each step shrinks the error a hundredfold or more; a place on the border of the shifted area never settles. */
const MAX_STEPS = 10;

/**
 * Degrees of a datum to WGS-84 degrees. CGCS2000 differs from it by centimetres and is taken as equal. Outside the area
 * in which GCJ-02 shifts (a box around China) every datum is WGS-84. Ends for every finite input.
 */
export function toWgs84(lon: number, lat: number, datum: Datum): LonLat {
  switch (datum) {
    case 'wgs84':
    case 'cgcs2000':
      return [lon, lat];
    case 'gcj02':
      return unshift(lon, lat);
    case 'bd09': {
      const [gcjLon, gcjLat] = gcoord.transform([lon, lat], gcoord.BD09, gcoord.GCJ02);
      return isShifted(gcjLon, gcjLat) ? unshift(gcjLon, gcjLat) : [lon, lat];
    }
  }
}

/** WGS-84 degrees to degrees of a datum: the inverse of `toWgs84`, to better than a metre, but on the border of the box. */
export function fromWgs84(lon: number, lat: number, datum: Datum): SentLonLat {
  switch (datum) {
    case 'wgs84':
    case 'cgcs2000':
      return [lon, lat];
    case 'gcj02':
      return shift(lon, lat);
    case 'bd09': {
      if (!isShifted(lon, lat)) return [lon, lat];
      const [bdLon, bdLat] = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.BD09);
      return [bdLon, bdLat];
    }
  }
}

function shift(lon: number, lat: number): SentLonLat {
  const [toLon, toLat] = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02);
  return [toLon, toLat];
}

function isShifted(lon: number, lat: number): boolean {
  const [toLon, toLat] = shift(lon, lat);
  return toLon !== lon || toLat !== lat;
}

/** Undoes the shift step by step. The library's own inverse never returns for some places on the border of the box. */
function unshift(lon: number, lat: number): LonLat {
  let [fromLon, fromLat] = [lon, lat];
  for (let step = 0; step < MAX_STEPS; step++) {
    const [backLon, backLat] = shift(fromLon, fromLat);
    const [offLon, offLat] = [backLon - lon, backLat - lat];
    fromLon -= offLon;
    fromLat -= offLat;
    if (Math.abs(offLon) < CLOSE_DEG && Math.abs(offLat) < CLOSE_DEG) break;
  }
  return [fromLon, fromLat];
}

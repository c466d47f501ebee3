import gcoord from 'gcoord';
import type { DATUMS } from '../../shared/contract/ingest.ts';

export type Datum = (typeof DATUMS)[number];

/**
 * Converts once, at this edge, to WGS-84 degrees. CGCS2000 differs from it by centimetres and is taken as equal;
 * GCJ-02 and BD-09 are undone iteratively, to about a centimetre.
 */
export function toWgs84(lon: number, lat: number, datum: Datum): readonly [lon: number, lat: number] {
  switch (datum) {
    case 'wgs84':
    case 'cgcs2000':
      return [lon, lat];
    case 'gcj02':
      return transform(lon, lat, gcoord.GCJ02);
    case 'bd09':
      return transform(lon, lat, gcoord.BD09);
  }
}

function transform(
  lon: number,
  lat: number,
  from: typeof gcoord.GCJ02 | typeof gcoord.BD09,
): [number, number] {
  const [toLon, toLat] = gcoord.transform([lon, lat], from, gcoord.WGS84);
  return [toLon, toLat];
}

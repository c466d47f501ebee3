/** Longitude and latitude in degrees, WGS-84, in GeoJSON order. */
export type LonLat = readonly [lon: number, lat: number];

/** Mean earth radius in metres (IUGG), the one radius of the whole project. */
export const EARTH_RADIUS_M = 6_371_008.8;

/** Metres of one degree of latitude, to the metre. */
export const METRES_PER_DEG = 111_195;

/** Degrees to radians. */
export const RAD_PER_DEG = Math.PI / 180;

import type { IncidentMark, UnitFix } from '../engine/public.ts';

const INCIDENT_PX = 26;
const UNIT_PX = 12;

/** Screen position of a point, CSS pixels. */
export type ToScreen = (lon: number, lat: number) => { readonly x: number; readonly y: number };

/** What lies under a click: an incident if one is near enough, else the nearest unit within 12 px, else nothing. */
export function pickAt(
  click: { readonly x: number; readonly y: number },
  incidents: readonly IncidentMark[],
  units: readonly UnitFix[],
  toScreen: ToScreen,
  scale = 1,
): string | undefined {
  const distance = ({ lon, lat }: { readonly lon: number; readonly lat: number }): number => {
    const { x, y } = toScreen(lon, lat);
    return Math.hypot(x - click.x, y - click.y);
  };
  return (
    nearest(incidents, distance, INCIDENT_PX * scale)?.id ?? nearest(units, distance, UNIT_PX * scale)?.unitId
  );
}

function nearest<T>(items: readonly T[], distance: (item: T) => number, within: number): T | undefined {
  let best: T | undefined;
  let bestPx = within;
  for (const item of items) {
    const px = distance(item);
    if (px <= bestPx) {
      best = item;
      bestPx = px;
    }
  }
  return best;
}

import { IconLayer } from '@deck.gl/layers';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import type { BeliefMark, IncidentMark } from '../engine/public.ts';
import { ICON_CELLS, type MarkIcon } from './icon-atlas.ts';
import type { LayerContext } from './layer-context.ts';

const SIZE_PX: Readonly<Record<AlertLevel, number>> = { L0: 54, L1: 26, L2: 26, L3: 22 };
const RING_PX = 46;
const SELECTED_PX = 60;

/** One icon of the incident layers. */
export interface MarkRow {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly icon: MarkIcon;
  readonly sizePx: number;
}

/**
 * Icons of incidents, faintest first so that the gravest lie on top: the ring of a measured person, the level's shape,
 * corners around the selection.
 */
export function markRows(incidents: readonly IncidentMark[], beliefs: readonly BeliefMark[]): MarkRow[] {
  const measured = new Map(
    beliefs.filter((belief) => belief.isMeasured).map((belief) => [belief.id, belief]),
  );
  const rows: MarkRow[] = [];
  const ascending = incidents.toSorted(
    (a, b) => b.level.localeCompare(a.level) || Number(a.isSelected) - Number(b.isSelected),
  );
  for (const { id, lon, lat, level, isSelected } of ascending) {
    const person = measured.get(id);
    if (person !== undefined) {
      rows.push({
        id,
        lon,
        lat,
        icon: person.isSuspect ? 'ring-suspect' : 'ring',
        sizePx: level === 'L0' ? SELECTED_PX : RING_PX,
      });
    }
    rows.push({ id, lon, lat, icon: level, sizePx: SIZE_PX[level] });
    if (isSelected)
      rows.push({ id, lon, lat, icon: 'selected', sizePx: SELECTED_PX + (level === 'L0' ? 10 : 0) });
  }
  return rows;
}

/** Incidents and unpromoted alerts by the shape of their level. */
export function incidentLayer(rows: readonly MarkRow[], context: LayerContext): IconLayer<MarkRow> {
  return new IconLayer<MarkRow>({
    id: 'incidents',
    data: rows,
    iconAtlas: context.atlas,
    iconMapping: ICON_CELLS,
    sizeScale: context.scale,
    getIcon: ({ icon }) => icon,
    getPosition: ({ lon, lat }) => [lon, lat],
    getSize: ({ sizePx }) => sizePx,
    pickable: false,
  });
}

import { type Map as MapLibreMap, Marker } from 'maplibre-gl';
import type { LonLat } from '../../shared/geo/point.ts';

/** The one mark of a place that was looked up. */
export interface PlaceMark {
  show(at: LonLat, label: string): void;
  remove(): void;
}

/** A ring with the place's name: neutral, because it is nobody's position and nothing is urgent about it. */
export function createPlaceMark(map: MapLibreMap): PlaceMark {
  let marker: Marker | undefined;
  const remove = (): void => {
    marker?.remove();
    marker = undefined;
  };
  return {
    show([lon, lat], label) {
      remove();
      const element = document.createElement('div');
      element.className = 'map-place';
      const name = document.createElement('span');
      name.textContent = label;
      element.append(name);
      marker = new Marker({ element }).setLngLat([lon, lat]).addTo(map);
    },
    remove,
  };
}

import type { LocalText } from '../../shared/domain/belief.ts';
import type { Engine } from '../engine/public.ts';

/** How the camera behaves: a wall keeps every live incident and unit in sight, a desk follows the selection. */
export type MapWorkspace = 'dispatch' | 'wall' | 'briefing';

/** A place on the map, with the name of its street when it has one. */
export interface ClickedPlace {
  readonly lon: number;
  readonly lat: number;
  readonly name?: LocalText | undefined;
}

/** A place somebody asked for by name, and how close to look. */
export interface FlyTo {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly label: string;
}

/**
 * Properties of `<MapView>`. Positions and the scene never pass through React: create one engine a window
 * (`createEngine(browserEngineHost())`), feed it from the port (`acceptPositions`, `setPlayhead`, `setScene`) and hand it over.
 * `engine` and `onSelect` should keep their identity. The element fills its parent, which needs a size.
 */
export interface MapViewProps {
  readonly workspace: MapWorkspace;
  readonly engine: Engine;
  readonly lang: 'zh-CN' | 'en';
  readonly theme?: 'dark' | 'light' | undefined;
  /** An incident, alert or unit id; the map also passes it to the engine. */
  readonly selectedId: string | undefined;
  /** A click on an incident or unit; undefined when it hit nothing. */
  readonly onSelect: (id: string | undefined) => void;
  /** A click on the map, before it selects; true = it meant the place and selects nothing. */
  readonly onPlace?: ((place: ClickedPlace) => boolean) | undefined;
  /** Rises whenever the user asks to see the selection (a key); the camera then fits selection, its unit and its route. */
  readonly fitRequest?: number | undefined;
  /** Share of the height, from the foot, that something else lies over: the camera keeps what it fits out of there. */
  readonly covered?: number | undefined;
  /** A place to show; `onPlaceShown` follows at once. */
  readonly place?: FlyTo | undefined;
  readonly onPlaceShown?: (() => void) | undefined;
  /** Factor of the wall type scale; icons and labels grow with it. Default 1. */
  readonly scale?: number | undefined;
  /** Where the region pack is served; default `/region`. */
  readonly regionUrl?: string | undefined;
  /** One warning when the map cannot be drawn; the element shows it too. */
  readonly onProblem?: ((message: string) => void) | undefined;
}

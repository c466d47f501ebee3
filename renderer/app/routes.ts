import type { Workspace } from '../store/actions.ts';

/** What a wall window shows; `all` is the whole wall on one display. */
export type WallRole = 'all' | 'map' | 'races' | 'queue' | 'feeds' | 'kpi';

/** Where a window is. */
export interface Route {
  readonly workspace: Workspace;
  readonly role: WallRole;
  readonly incidentId: string | undefined;
  /** Viewing distance in metres and pixel pitch in millimetres a CSS pixel, for the wall's type scale. */
  readonly distanceM: number;
  readonly pitchMm: number;
}

const WORKSPACES: readonly Workspace[] = ['dispatch', 'wall', 'briefing', 'townships', 'wind'];
const ROLES: readonly WallRole[] = ['all', 'map', 'races', 'queue', 'feeds', 'kpi'];
const DEFAULT_DISTANCE_M = 5;
const DEFAULT_PITCH_MM = 1.25;

const positive = (text: string | null, fallback: number): number => {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : fallback;
};

/** Reads `#/wall?role=races&distance=5&pitch=1.2`; anything unknown means the dispatch workspace. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/u, '').split('?');
  const params = new URLSearchParams(query);
  return {
    workspace: WORKSPACES.find((workspace) => workspace === path) ?? 'dispatch',
    role: ROLES.find((role) => role === params.get('role')) ?? 'all',
    incidentId: params.get('incident') ?? undefined,
    distanceM: positive(params.get('distance'), DEFAULT_DISTANCE_M),
    pitchMm: positive(params.get('pitch'), DEFAULT_PITCH_MM),
  };
}

/** The hash of a workspace, optionally about one incident. */
export function routeHash(workspace: Workspace, incidentId?: string): string {
  return incidentId === undefined
    ? `#/${workspace}`
    : `#/${workspace}?incident=${encodeURIComponent(incidentId)}`;
}

const ARC_MINUTES = 20;
/** Height of a Chinese character as a share of its font size. */
const CHARACTER_SHARE = 0.9;
const SMALLEST_PX = 12;
/** Rows of text a wall must still hold: the scale never grows past what the window can show. */
const LEAST_ROWS = 36;
/** Width of the header before scaling; a wall never cuts it off. */
const HEADER_PX = 1060;

/** The wall's type factor and the distance in metres from which its smallest text is then legible. */
export function wallScale(
  route: Pick<Route, 'distanceM' | 'pitchMm'>,
  size: { readonly widthPx: number; readonly heightPx: number },
): { readonly factor: number; readonly legibleM: number } {
  const tangent = 2 * Math.tan((ARC_MINUTES / 60 / 2) * (Math.PI / 180));
  const neededPx = (route.distanceM * 1000 * tangent) / route.pitchMm / CHARACTER_SHARE;
  const fitting = Math.min(size.heightPx / (SMALLEST_PX * LEAST_ROWS), size.widthPx / HEADER_PX);
  const factor = Math.max(1, Math.min(neededPx / SMALLEST_PX, fitting));
  const legibleM = (factor * SMALLEST_PX * CHARACTER_SHARE * route.pitchMm) / tangent / 1000;
  return { factor, legibleM };
}

import type { WallRole } from '../host/host.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A display as the system reports it; `bounds` in its own scaled pixels. */
export interface Display {
  readonly id: number;
  readonly bounds: Rectangle;
}

/** One wall window and the display it was last on; undefined = never placed. */
export interface WallWish {
  readonly role: WallRole;
  readonly displayId?: number | undefined;
}

export interface WallPlace {
  readonly role: WallRole;
  readonly displayId: number;
  readonly bounds: Rectangle;
  /** True when its own display is gone and it waits on the primary one, as a window rather than in kiosk mode. */
  readonly isRefuge: boolean;
}

/**
 * Where every wall window goes: back to its display while that is there, else to a free display other than the primary, else
 * to the primary. Never off-screen. `displays` is not empty and holds the primary.
 */
export function placeWalls(
  walls: readonly WallWish[],
  displays: readonly Display[],
  primaryId: number,
): WallPlace[] {
  const primary = displays.find((display) => display.id === primaryId) ?? displays[0];
  if (primary === undefined) return [];
  const taken = new Set(
    walls.map((wall) => wall.displayId).filter((id) => displays.some((display) => display.id === id)),
  );
  return walls.map((wall) => {
    const own = displays.find((display) => display.id === wall.displayId);
    if (own !== undefined) return placed(wall.role, own, false);
    const free = displays.find((display) => display.id !== primary.id && !taken.has(display.id));
    // A wall that lost its display waits for it; only a new one may take another.
    if (wall.displayId === undefined && free !== undefined) {
      taken.add(free.id);
      return placed(wall.role, free, false);
    }
    return placed(wall.role, primary, true);
  });
}

function placed(role: WallRole, display: Display, isRefuge: boolean): WallPlace {
  const { x, y, width, height } = display.bounds;
  const bounds = isRefuge
    ? {
        x: x + Math.round(width * 0.1),
        y: y + Math.round(height * 0.1),
        width: Math.round(width * 0.8),
        height: Math.round(height * 0.8),
      }
    : display.bounds;
  return { role, displayId: display.id, bounds, isRefuge };
}

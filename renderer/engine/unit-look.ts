import type { UnitState } from '../../shared/domain/vocabulary.ts';

/** How a unit is drawn; the shape carries the state, the hue repeats it. The index is what the typed arrays hold. */
export const UNIT_LOOKS = [
  'available',
  'available-parked',
  'underway',
  'on-scene',
  'checkpoint',
  'lost',
  'off-duty',
] as const;
export type UnitLook = (typeof UNIT_LOOKS)[number];

/** A fix younger than this is drawn at full strength. */
export const FRESH_MS = 30_000;
/** Older than this the unit counts as out of contact, whatever its state says. */
export const LOST_AFTER_MS = 120_000;
/** Opacity of the oldest fix that is still drawn as a fix. */
const FADED = 110;

/** Index of the look. `isMoving` = heading known and faster than walking pace. */
export function lookIndex(state: UnitState | undefined, ageMs: number, isMoving: boolean): number {
  if (state === 'out-of-service') return UNIT_LOOKS.indexOf('off-duty');
  if (state === 'lost-contact' || ageMs > LOST_AFTER_MS) return UNIT_LOOKS.indexOf('lost');
  switch (state) {
    case 'dispatched':
    case 'en-route':
    case 'transporting':
      return UNIT_LOOKS.indexOf('underway');
    case 'on-scene':
    case 'engaged':
      return UNIT_LOOKS.indexOf('on-scene');
    case 'at-checkpoint':
      return UNIT_LOOKS.indexOf('checkpoint');
    case 'available':
    case 'standby':
    case 'returning':
    case undefined:
      return UNIT_LOOKS.indexOf(isMoving ? 'available' : 'available-parked');
  }
}

/** Opacity 0..255 for the age of a fix: full while fresh, then falling to a floor where contact counts as lost. */
export function fadeFor(ageMs: number): number {
  if (ageMs <= FRESH_MS) return 255;
  const share = Math.min(1, (ageMs - FRESH_MS) / (LOST_AFTER_MS - FRESH_MS));
  return Math.round(255 - (255 - FADED) * share);
}

/** Whether the look at this index is drawn along the heading. */
export function hasDirection(look: number): boolean {
  return UNIT_LOOKS[look] === 'available' || UNIT_LOOKS[look] === 'underway';
}

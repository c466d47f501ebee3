/**
 * The drills that ship: `race` (script D and companions over ambient load, the default), `race-auto` (the same with a
 * dispatcher played by the drill), `warm` (three alerts at once, for the self-test), `quiet` (units only),
 * `burst` (far too many alerts), `script-c`, `script-d` and `script-e` (one vehicle on the road that can be met or stopped).
 */
export const DRILL_NAMES = [
  'race',
  'race-auto',
  'warm',
  'quiet',
  'burst',
  'script-c',
  'script-d',
  'script-e',
] as const;
export type DrillName = (typeof DRILL_NAMES)[number];

/** What `npm start` runs when nothing is said. */
export const DEFAULT_DRILL: DrillName = 'race';

/** The seed used when none is given: its race is close whenever a unit is sent in the first minute and a half. */
export const DEFAULT_DRILL_SEED = 9;

/** Narrows a name from a command line or a file. */
export function isDrillName(name: string): name is DrillName {
  return (DRILL_NAMES as readonly string[]).includes(name);
}

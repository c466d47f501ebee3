const RACE_PX = 84;
const ALONE_PX = 64;
/** What nobody covers keeps at least this many lines when there are any. */
const LEAST_ALONE = 2;

/** How many races and how many uncovered lines fit into `roomPx` (before scaling); at least one of each that exists. */
export function wallFit(
  roomPx: number,
  racing: number,
  uncovered: number,
): { readonly racing: number; readonly uncovered: number } {
  const kept = Math.min(LEAST_ALONE, uncovered);
  const racingShown = Math.min(racing, Math.max(1, Math.floor((roomPx - kept * ALONE_PX) / RACE_PX)));
  const leftPx = roomPx - racingShown * RACE_PX;
  return { racing: racingShown, uncovered: Math.min(uncovered, Math.max(1, Math.floor(leftPx / ALONE_PX))) };
}

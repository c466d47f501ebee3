import { useEffect, useState } from 'react';
import { useConsole, useIntent } from '../store/console.tsx';
import type { RowPlace } from '../store/row-places.ts';

/** A press may be on its way to a row that has just gone; after this long (ms) whoever looks has seen it. */
const SEEN_GONE_MS = 3000;

/** Whether something has been so for longer than a press takes. */
function useSeenGone(isGone: boolean): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!isGone) return undefined;
    const timer = setTimeout(() => setSeen(true), SEEN_GONE_MS);
    return () => {
      clearTimeout(timer);
      setSeen(false);
    };
  }, [isGone]);
  return isSeen;
}

/**
 * Chooses the best row of a dock for its keys and holds it: a key acts on the row that was shown, not on the one that has
 * just become the best. Held until it is done with (its unit is on the way, it fell out of the plan) or seen to be gone; a
 * row somebody chose by hand stays while its line does. Undefined best = nothing to choose yet.
 */
export function useHeldRow({
  places,
  liveIds,
  bestId,
  isDone,
}: {
  /** The lines that are shown. */
  readonly places: readonly RowPlace[];
  /** The rows that still stand in them. */
  readonly liveIds: readonly string[];
  readonly bestId: string | undefined;
  readonly isDone: boolean;
}): void {
  const { intent } = useConsole();
  const chosenId = useIntent((now) => now.dockRowId);
  const isByHand = useIntent((now) => now.isRowByHand);
  const isGone = chosenId !== undefined && !liveIds.includes(chosenId);
  const isSeenGone = useSeenGone(isGone);
  const isListed = places.some(({ rowId }) => rowId === chosenId);
  useEffect(() => {
    const isLetGo = (isGone ? isSeenGone : isDone) && (!isListed || !isByHand);
    if (bestId === undefined || (chosenId !== undefined && !isLetGo)) return;
    intent.setState({ dockRowId: bestId, isRowByHand: false });
  }, [intent, bestId, chosenId, isByHand, isGone, isSeenGone, isListed, isDone]);
}

import { useEffect, useRef, useState } from 'react';
import { useConsole, useIntent } from '../store/console.tsx';

/** A press may be on its way to a row that has just gone; after this long (ms) whoever looks has seen it. */
const SEEN_GONE_MS = 3000;

/** Whether something has been so for longer than a press takes. */
export function useSeenGone(isGone: boolean): boolean {
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
 * just become the best. Held until it is done with (its unit is on the way, it fell out of the plan) or no longer listed; a
 * row somebody chose by hand stays. Ids; undefined best = nothing to choose yet.
 */
export function useHeldRow(ids: readonly string[], bestId: string | undefined, isDone: boolean): void {
  const { intent } = useConsole();
  const chosenId = useIntent((now) => now.dockRowId);
  const held = useRef<string>(undefined);
  const isListed = chosenId !== undefined && ids.includes(chosenId);
  useEffect(() => {
    const isKept = isListed && !(isDone && chosenId === held.current);
    if (bestId === undefined || isKept) return;
    held.current = bestId;
    intent.setState({ dockRowId: bestId });
  }, [intent, bestId, chosenId, isListed, isDone]);
}

import { useMemo } from 'react';
import { useIntent, useMirror } from './console.tsx';
import { type Counts, countsOf, type QueueSection, queueSections } from './queue-view.ts';
import { type Target, targetOf } from './target.ts';

const NONE: readonly QueueSection[] = [];

/** The queue as drawn; recomputed only when the state, the races or the folding changed. */
export function useQueueSections(): readonly QueueSection[] {
  const state = useMirror((mirror) => mirror.state);
  const races = useMirror((mirror) => mirror.races);
  const expanded = useIntent((intent) => intent.expandedGroups);
  return useMemo(
    () => (state === undefined ? NONE : queueSections(state, races, expanded)),
    [state, races, expanded],
  );
}

/** The header's figures. */
export function useCounts(sections: readonly QueueSection[]): Counts {
  return useMemo(() => countsOf(sections), [sections]);
}

/** What an id means now; undefined when nothing is selected or it does not exist at this moment. */
export function useTarget(id: string | undefined): Target | undefined {
  const state = useMirror((mirror) => mirror.state);
  return useMemo(
    () => (state === undefined || id === undefined ? undefined : targetOf(state, id)),
    [state, id],
  );
}

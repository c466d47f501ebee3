import type { JSX } from 'react';
import type { Engine } from '../engine/public.ts';
import { ChaptersPanel } from '../panels/chapters-panel.tsx';
import { FactsPanel } from '../panels/facts-panel.tsx';
import { MarginPanel } from '../panels/margin-panel.tsx';
import { TimelinePanel } from '../panels/timeline-panel.tsx';
import { useIntent } from '../store/console.tsx';
import { useTarget } from '../store/use-queue.ts';
import { Area } from './frame.tsx';
import { MapSlot } from './map-slot.tsx';
import css from './workspace.module.css';

/** Any moment of any incident: chapters, map, facts at the playhead; below, the whole timeline and where the margin went. */
export function BriefingWorkspace({ engine }: { readonly engine: Engine }): JSX.Element {
  const selectedId = useIntent((intent) => intent.selectedId);
  const target = useTarget(selectedId);
  const incidentId = target?.incident?.incidentId;
  return (
    <main className={`${css['briefing']} ${incidentId === undefined ? '' : css['withMargin']}`}>
      <Area className={css['chapters']}>
        <ChaptersPanel />
      </Area>
      <Area className={css['map']}>
        <MapSlot engine={engine} workspace="briefing" />
      </Area>
      <Area className={css['facts']}>
        <FactsPanel />
      </Area>
      <Area className={css['line']}>
        <TimelinePanel isCompact={false} incidentId={incidentId} />
      </Area>
      {incidentId !== undefined && (
        <Area className={css['margin']}>
          <MarginPanel key={incidentId} incidentId={incidentId} />
        </Area>
      )}
    </main>
  );
}

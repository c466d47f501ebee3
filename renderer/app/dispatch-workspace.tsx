import type { JSX } from 'react';
import type { Engine } from '../engine/public.ts';
import { IncidentPanel } from '../panels/incident-panel.tsx';
import { MapDock } from '../panels/map-dock.tsx';
import { QueuePanel } from '../panels/queue-panel.tsx';
import { RoadDock } from '../panels/road-dock.tsx';
import { TimelinePanel } from '../panels/timeline-panel.tsx';
import { Area } from './frame.tsx';
import { MapSlot } from './map-slot.tsx';
import css from './workspace.module.css';

/** Keyboard first: queue, map over a compact timeline, incident. */
export function DispatchWorkspace({ engine }: { readonly engine: Engine }): JSX.Element {
  return (
    <main className={css['dispatch']}>
      <Area className={css['queue']}>
        <QueuePanel />
      </Area>
      <Area className={css['map']}>
        <MapSlot engine={engine} workspace="dispatch" />
        <MapDock />
        <RoadDock />
      </Area>
      <Area className={css['strip']}>
        <TimelinePanel isCompact />
      </Area>
      <Area className={css['incident']}>
        <IncidentPanel />
      </Area>
    </main>
  );
}

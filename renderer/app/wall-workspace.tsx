import type { JSX } from 'react';
import type { Engine } from '../engine/public.ts';
import { WallFeeds } from '../panels/wall-feeds.tsx';
import { WallKpi } from '../panels/wall-kpi.tsx';
import { WallRaces } from '../panels/wall-races.tsx';
import { Area } from './frame.tsx';
import { MapSlot } from './map-slot.tsx';
import type { WallRole } from './routes.ts';
import css from './workspace.module.css';

/** The wall: one role a window, or everything on one display. `roomPx` is the height left for races, before scaling. */
export function WallWorkspace({
  engine,
  role,
  scale,
  roomPx,
}: {
  readonly engine: Engine;
  readonly role: WallRole;
  readonly scale: number;
  readonly roomPx: number;
}): JSX.Element {
  if (role !== 'all') {
    return (
      <main className={css['wallOne']}>
        <Area className={role === 'map' ? css['map'] : undefined}>
          {role === 'map' && <MapSlot engine={engine} workspace="wall" scale={scale} />}
          {(role === 'races' || role === 'queue') && <WallRaces roomPx={roomPx} />}
          {role === 'feeds' && <WallFeeds />}
          {role === 'kpi' && <WallKpi scale={scale} />}
        </Area>
      </main>
    );
  }
  return (
    <main className={css['wall']}>
      <Area className={css['map']}>
        <MapSlot engine={engine} workspace="wall" scale={scale} />
      </Area>
      <Area className={css['kpi']}>
        <WallKpi scale={scale} />
      </Area>
      <Area className={css['races']}>
        <WallRaces roomPx={roomPx} />
      </Area>
    </main>
  );
}

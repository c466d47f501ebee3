import { type JSX, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Engine } from '../engine/public.ts';
import { CommandNotes } from '../panels/command-notes.tsx';
import { HeaderBar } from '../panels/header-bar.tsx';
import { ModeBands } from '../panels/mode-bands.tsx';
import { StatusBar } from '../panels/status-bar.tsx';
import { StoreNotes } from '../panels/store-notes.tsx';
import { useConsole, useIntent, useLine, useMirror, useTranslator } from '../store/console.tsx';
import type { RegionNote } from '../store/region-note.ts';
import { Notice } from '../ui/notice.tsx';
import { BriefingWorkspace } from './briefing-workspace.tsx';
import { DispatchWorkspace } from './dispatch-workspace.tsx';
import { Palette } from './palette.tsx';
import { readRegionNote } from './region-note.ts';
import { parseRoute, type Route, wallScale } from './routes.ts';
import { ReportSheet, ReportWatch } from './report-sheet.tsx';
import { DisposeSheet, KeySheet, SeatSheet, Tour } from './sheets.tsx';
import { TownshipsWorkspace } from './townships-workspace.tsx';
import { WallWorkspace } from './wall-workspace.tsx';
import { WindWorkspace } from './wind-workspace.tsx';
import css from './app.module.css';

/** One window of the console: bands, header, workspace, status, and whatever lies over them. */
export function App({ engine }: { readonly engine: Engine }): JSX.Element {
  const t = useTranslator();
  const hash = useSyncExternalStore(onHashChange, () => window.location.hash);
  const route = useRouteOfView(hash);
  const isReady = useMirror((mirror) => mirror.state !== undefined);
  const region = useRegionNote();
  const scale = useWallScale(route);
  useEffect(() => {
    document.title = `${t.text('app.name')} · ${t.text(`nav.${route.workspace}`)}`;
  }, [t, route.workspace]);
  const isWall = route.workspace === 'wall';
  return (
    <div className={css['window']} data-workspace={route.workspace}>
      <HeaderBar isWall={isWall} />
      <ModeBands />
      {!isWall && <StoreNotes />}
      {!isReady && <Connecting />}
      {isReady && route.workspace === 'dispatch' && <DispatchWorkspace engine={engine} />}
      {isReady && route.workspace === 'briefing' && <BriefingWorkspace engine={engine} />}
      {isReady && route.workspace === 'townships' && <TownshipsWorkspace />}
      {isReady && route.workspace === 'wind' && <WindWorkspace />}
      {isReady && isWall && (
        <WallWorkspace engine={engine} role={route.role} scale={scale.factor} roomPx={scale.roomPx} />
      )}
      {!isWall && <StatusBar region={region} />}
      {!isWall && <Overlays />}
      {!isWall && (
        <div className={css['toasts']}>
          <ReportWatch />
        </div>
      )}
      {route.workspace === 'briefing' && (
        <div className={css['toasts']}>
          <CommandNotes targetIds={undefined} />
        </div>
      )}
    </div>
  );
}

/**
 * The route of the address, as long as this window's view can show it: a seat's window on its way to the wall, or back, loads
 * anew, and until then shows what it showed.
 */
function useRouteOfView(hash: string): Route {
  const isWallView = useConsole().view === 'wall';
  const asked = useMemo(() => parseRoute(hash), [hash]);
  const isOurs = (asked.workspace === 'wall') === isWallView;
  const [shown, setShown] = useState(asked);
  if (isOurs && shown !== asked) setShown(asked);
  return isOurs ? asked : shown;
}

/** Before the first snapshot: what is being waited for, and what to do if it does not come. */
function Connecting(): JSX.Element {
  const t = useTranslator();
  const line = useLine();
  const isLost = line.state === 'lost';
  return (
    <main className={css['wait']}>
      <Notice
        title={isLost ? t.text('app.line-lost', { n: line.attempt }) : t.text('app.connecting')}
        hint={t.text(isLost ? 'app.line-lost.hint' : 'app.connecting.hint')}
      />
    </main>
  );
}

function Overlays(): JSX.Element | undefined {
  const overlay = useIntent((intent) => intent.overlay);
  switch (overlay) {
    case 'tour':
      return <Tour />;
    case 'keys':
      return <KeySheet />;
    case 'palette':
      return <Palette />;
    case 'seats':
      return <SeatSheet />;
    case 'dispose':
      return <DisposeSheet />;
    case 'report':
      return <ReportSheet />;
    case undefined:
      return undefined;
  }
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function useRegionNote(): RegionNote | undefined {
  const url = useMirror((mirror) => mirror.hello?.regionUrl);
  const [note, setNote] = useState<RegionNote | undefined>(undefined);
  useEffect(() => {
    if (url === undefined) return undefined;
    let isCurrent = true;
    void readRegionNote(url).then((read) => {
      if (isCurrent) setNote(read);
    });
    return () => {
      isCurrent = false;
    };
  }, [url]);
  return note;
}

/** Header, drill band and the two headings of the races panel, before scaling. */
const AROUND_RACES_PX = 118;

/** Keeps the type scale of a wall in step with its window; everywhere else the factor is 1. */
function useWallScale(route: Route): { readonly factor: number; readonly roomPx: number } {
  const heightPx = useSyncExternalStore(onResize, () => window.innerHeight);
  const widthPx = useSyncExternalStore(onResize, () => window.innerWidth);
  const factor = route.workspace === 'wall' ? wallScale(route, { widthPx, heightPx }).factor : 1;
  useEffect(() => {
    document.documentElement.style.setProperty('--k', String(factor));
  }, [factor]);
  return { factor, roomPx: heightPx / factor - AROUND_RACES_PX };
}

function onResize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

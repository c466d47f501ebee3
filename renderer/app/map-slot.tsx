import { type JSX, useCallback } from 'react';
import type { Engine } from '../engine/public.ts';
import { MapView } from '../map/map-view.tsx';
import type { MapWorkspace } from '../map/map-view-props.ts';
import { MapVeil } from '../panels/panel.tsx';
import { useActions, useConsole, useIntent, useMirror, usePreference } from '../store/console.tsx';

/** The map with the window's engine, selection, language and theme, veiled like any panel when it is old. */
export function MapSlot({
  engine,
  workspace,
  scale = 1,
}: {
  readonly engine: Engine;
  readonly workspace: MapWorkspace;
  readonly scale?: number;
}): JSX.Element {
  const actions = useActions();
  const selectedId = useIntent((intent) => intent.selectedId);
  const fitRequest = useIntent((intent) => intent.fitRequest);
  const dockShare = useIntent((intent) => intent.dockShare);
  const place = useIntent((intent) => intent.place);
  const { intent } = useConsole();
  const onPlaceShown = useCallback(() => intent.setState({ place: undefined }), [intent]);
  const lang = usePreference('lang');
  const theme = usePreference('theme');
  const regionUrl = useMirror((mirror) => mirror.hello?.regionUrl);
  return (
    <>
      <MapView
        engine={engine}
        workspace={workspace}
        lang={lang}
        theme={theme}
        selectedId={selectedId}
        onSelect={actions.select}
        onPlace={actions.roads.pick}
        fitRequest={fitRequest}
        covered={dockShare}
        scale={scale}
        regionUrl={regionUrl}
        place={place}
        onPlaceShown={onPlaceShown}
      />
      <MapVeil />
    </>
  );
}

import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import type { GeoJSONSourceSpecification, SourceSpecification } from 'maplibre-gl';
import type { LonLat } from '../../shared/geo/point.ts';
import type { RegionManifest } from '../../shared/roads/pack.ts';
import { mapPalette } from '../layers/map-palette.ts';
import { addLoss, isHopeless, type Losses } from './graphics-losses.ts';
import { loadMapFont } from './map-instance.ts';
import { type MapSession, openMapSession } from './map-session.ts';
import type { MapViewProps } from './map-view-props.ts';
import { mapWords } from './map-words.ts';
import './map-view.css';
import { outsideOf } from './outside.ts';
import { loadManifest } from './region-pack.ts';
import { loadRiver, type River, riverLine } from './river-line.ts';

/** Where a map without a region pack opens: the middle of the country. */
const NOWHERE: LonLat = [104, 35.5];
const EMPTY_SOURCE: GeoJSONSourceSpecification = {
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
};
/** Wait before drawing again after the graphics device was lost. */
const RECOVER_MS = 1_000;

type Pack = { readonly manifest: RegionManifest | undefined; readonly river: River | undefined };
type Problem = 'noWebGl' | 'contextLost' | 'contextGone' | 'packMissing';

/** The map of a workspace; see MapViewProps for what it needs. It keeps working without a region pack and says so. */
export function MapView(props: MapViewProps): ReactElement {
  const { workspace, engine, lang, selectedId, onSelect, fitRequest, onProblem } = props;
  const theme = props.theme ?? 'dark';
  const scale = props.scale ?? 1;
  const regionUrl = props.regionUrl ?? '/region';
  const canvas = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const scaleBar = useRef<HTMLDivElement>(null);
  const session = useRef<MapSession>(undefined);
  const selectRef = useRef(onSelect);
  const { onPlace, covered = 0 } = props;
  const coveredRef = useRef(covered);
  const placeRef = useRef(onPlace);
  const problemRef = useRef(onProblem);
  const [pack, setPack] = useState<Pack>();
  const [generation, setGeneration] = useState(0);
  const [lost, setLost] = useState<{ readonly generation: number; readonly isForGood: boolean }>();
  const losses = useRef<Losses>([]);
  const [hasFailed, setHasFailed] = useState(false);
  const words = mapWords(lang);

  useEffect(() => {
    selectRef.current = onSelect;
    placeRef.current = onPlace;
    problemRef.current = onProblem;
    coveredRef.current = covered;
  });

  useEffect(() => {
    const abort = new AbortController();
    const read = async (): Promise<void> => {
      const [manifest] = await Promise.all([
        loadManifest(regionUrl, abort.signal).catch(() => undefined),
        loadMapFont(),
      ]);
      const river = manifest === undefined ? undefined : await loadRiver(regionUrl, manifest, abort.signal);
      if (abort.signal.aborted) return;
      setPack({ manifest, river });
    };
    void read();
    return () => abort.abort();
  }, [regionUrl]);

  useEffect(() => {
    const elements = { container: canvas.current, labels: labels.current, scaleElement: scaleBar.current };
    const { container, labels: labelRoot, scaleElement } = elements;
    if (pack === undefined || container === null || labelRoot === null || scaleElement === null)
      return undefined;
    const { manifest, river } = pack;
    let again: ReturnType<typeof setTimeout> | undefined;
    const onContextLost = (): void => {
      if (again !== undefined) return;
      losses.current = addLoss(losses.current, performance.now());
      const isForGood = isHopeless(losses.current);
      setLost({ generation, isForGood });
      if (!isForGood) again = setTimeout(() => setGeneration(generation + 1), RECOVER_MS);
    };
    try {
      session.current = openMapSession({
        container,
        labels: labelRoot,
        scaleElement,
        engine,
        workspace,
        lang,
        theme,
        scale,
        centre: manifest?.centre ?? NOWHERE,
        covered: () => coveredRef.current,
        makeStyle: (look) => ({
          palette: mapPalette(look.theme),
          lang: look.lang,
          scale: look.scale,
          tiles: tilesOf(regionUrl, manifest),
          optional: optionalLayers(manifest),
          isWall: workspace === 'wall',
          ferryWord: mapWords(look.lang).ferry,
          outside:
            manifest === undefined
              ? EMPTY_SOURCE
              : outsideOf(manifest.coverage, mapWords(look.lang).noRoadData),
          river: riverLine(river, look.lang),
          glyphsUrl: `${location.origin}/glyphs/{fontstack}/{range}.pbf`,
        }),
        onSelect: (id) => selectRef.current(id),
        onPlace: (clicked) => placeRef.current?.(clicked) === true,
        onContextLost,
      });
    } catch (error) {
      queueMicrotask(() => {
        setHasFailed(true);
        problemRef.current?.(String(error));
      });
    }
    return () => {
      clearTimeout(again);
      session.current?.dispose();
      session.current = undefined;
    };
  }, [pack, engine, workspace, lang, theme, scale, regionUrl, generation]);

  useEffect(() => {
    engine.select(selectedId);
    session.current?.followSelection();
  }, [engine, selectedId]);

  useEffect(() => {
    if (covered > 0) session.current?.followCover();
  }, [covered]);

  useEffect(() => {
    if (fitRequest !== undefined && fitRequest > 0) session.current?.fitSelection();
  }, [fitRequest]);

  const { place, onPlaceShown } = props;
  useEffect(() => {
    // asked for while the map was away: shown as soon as there is one
    if (place === undefined || pack === undefined || lost?.generation === generation) return;
    session.current?.flyTo(place);
    onPlaceShown?.();
  }, [place, onPlaceShown, pack, generation, lost]);

  const problem = problemOf(pack, hasFailed, lost?.generation === generation ? lost : undefined);
  const fit = useCallback(() => session.current?.fitSelection(), []);
  const attribution =
    pack?.manifest === undefined
      ? []
      : [...pack.manifest.source.attribution, pack.manifest.title[lang === 'en' ? 'en' : 'zh']];
  return (
    <section className="map-view" aria-label={words.mapName} data-testid="map">
      <div className="map-canvas" ref={canvas} key={generation} />
      <div className="map-labels" ref={labels} />
      {workspace === 'wall' ? undefined : (
        <button type="button" className="map-fit" onClick={fit}>
          {words.fit}
        </button>
      )}
      <div className="map-foot">
        <div className="map-scale" ref={scaleBar} />
        <div className="map-attribution">{attribution.join(' · ')}</div>
      </div>
      {problem === undefined ? undefined : (
        <div
          className={problem === 'packMissing' ? 'map-problem map-problem-small' : 'map-problem'}
          role="status"
          data-map-problem={problem}
          style={{ fontSize: (problem === 'packMissing' ? 12 : 14) * scale }}
        >
          {words[problem]}
        </div>
      )}
    </section>
  );
}

function problemOf(
  pack: Pack | undefined,
  hasFailed: boolean,
  lost: { readonly isForGood: boolean } | undefined,
): Problem | undefined {
  if (hasFailed) return 'noWebGl';
  if (lost !== undefined) return lost.isForGood ? 'contextGone' : 'contextLost';
  return pack !== undefined && pack.manifest === undefined ? 'packMissing' : undefined;
}

/** A style may ask only for layers that the tiles have. */
function optionalLayers(manifest: RegionManifest | undefined): ReadonlySet<string> {
  return new Set([...(manifest?.tiles.layers ?? []), ...(manifest?.core === undefined ? [] : ['core'])]);
}

function tilesOf(regionUrl: string, manifest: RegionManifest | undefined): SourceSpecification {
  if (manifest === undefined) return EMPTY_VECTOR;
  return {
    type: 'vector',
    url: `pmtiles://${new URL(`${regionUrl}/tiles.pmtiles`, location.href).href}`,
    minzoom: manifest.tiles.minZoom,
    maxzoom: manifest.tiles.maxZoom,
  };
}

/** A vector source without tiles: the style's layers find nothing and draw nothing. */
const EMPTY_VECTOR: SourceSpecification = { type: 'vector', tiles: [], maxzoom: 0 };

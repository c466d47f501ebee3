import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Layer } from '@deck.gl/core';
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { BBox } from '../../shared/geo/bbox.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { Engine, EngineView, UnitFix } from '../engine/public.ts';
import { metresPerPixel, steppedMetresPerPixel } from '../layers/ground-resolution.ts';
import { ATLAS_SIZE, drawAtlas } from '../layers/icon-atlas.ts';
import { mapLabels } from '../layers/labels.ts';
import type { Atlas } from '../layers/layer-context.ts';
import { type MapPalette, mapPalette } from '../layers/map-palette.ts';
import { placeLabels } from '../layers/place-labels.ts';
import {
  incidentBox,
  listedMarks,
  liveBox,
  needsMove,
  selectionBox,
  sticksOut,
  wallCamera,
} from './camera.ts';
import { createCurtain } from './curtain.ts';
import { createDrawGate } from './draw-gate.ts';
import { probeGraphics } from './graphics.ts';
import { createLabelOverlay } from './label-overlay.ts';
import { createLayerList } from './layer-list.ts';
import { openMap } from './map-instance.ts';
import type { ClickedPlace, FlyTo, MapWorkspace } from './map-view-props.ts';
import { createPlaceMark } from './place-mark.ts';
import { mapWords } from './map-words.ts';
import { pickAt } from './pick.ts';
import { streetNameAt } from './street-name.ts';
import { scaleBar } from './scale-bar.ts';
import type { StyleInput } from './style-input.ts';
import { warmView } from './warm-view.ts';

const LABEL_LIMIT = 24;
const EASE_MS = 600;
/** What was selected or opened reaches the map's view a frame later; after this long it was not what was meant. */
const ARRIVAL_MS = 1_000;
/** A wall moves its camera at most this often, so that nobody chases it. */
const WALL_MOVE_MS = 8_000;
const CLOSEST_ZOOM = 15;
/** No screen needs more; a software rasteriser gets one pixel a CSS pixel, because it suffers from every one. */
const MAX_PIXEL_RATIO = 2;
const SCALE_BAR_PX = 110;
/** Margin around what a wall keeps in sight, as a share of its shorter side: room for marks and their labels. */
const WALL_PAD = 0.07;
/** Scale bar and attribution. */
const FOOT_PX = 20;

/** What a session draws with; `update` may change the second part. */
export interface SessionInput extends SessionLook {
  readonly container: HTMLElement;
  readonly labels: HTMLElement;
  readonly scaleElement: HTMLElement;
  readonly engine: Engine;
  readonly workspace: MapWorkspace;
  readonly centre: LonLat;
  /** Share of the height, from the foot, that something else lies over just now. */
  readonly covered: () => number;
  readonly makeStyle: (look: SessionLook) => StyleInput;
  readonly onSelect: (id: string | undefined) => void;
  /** True = the click meant the place, not what stands there. */
  readonly onPlace: (clicked: ClickedPlace) => boolean;
  /** The graphics context is gone: the owner disposes of this session and opens another. */
  readonly onContextLost: () => void;
}

/** What may change while the map stays open. */
export interface SessionLook {
  readonly lang: 'zh-CN' | 'en';
  readonly theme: 'dark' | 'light';
  readonly scale: number;
}

/** One living map in one element. */
export interface MapSession {
  /** Fits the selection; what was asked for with it and has not reached the picture yet is fitted when it does. */
  fitSelection(): void;
  followSelection(): void;
  /** What was shown last comes out from under what covers more of the map than it did. */
  followCover(): void;
  /** Goes to a place and marks it until the selection is looked at again. */
  flyTo(place: FlyTo): void;
  dispose(): void;
}

/** Opens map, overlay and labels in the given elements. Throws when the browser cannot draw. */
export function openMapSession(input: SessionInput): MapSession {
  const { engine, container, workspace, scale } = input;
  const graphics = probeGraphics();
  if (graphics === 'none') throw new Error('no WebGL 2');
  input.labels.dataset['gpu'] = graphics;
  const palette = mapPalette(input.theme);
  const words = mapWords(input.lang);
  const map = openMap({
    container,
    style: input.makeStyle(input),
    centre: input.centre,
    zoom: 11.5,
    pixelRatio: graphics === 'software' ? 1 : Math.min(MAX_PIXEL_RATIO, window.devicePixelRatio),
    name: words.mapName,
  });
  const labels = createLabelOverlay(input.labels);
  const placeMark = createPlaceMark(map);
  const buildLayers = createLayerList();
  const atlas = drawAtlasCanvas(palette);
  /** What is drawn is older than the newest view: it came while the gate was shut. */
  let isBehind = true;
  const gate = createDrawGate(() => {
    engine.setBusy(false);
    if (!isBehind) return;
    isBehind = false;
    draw(engine.view());
  });
  let hasFramed = false;
  let movedAtMs = -Infinity;
  let isUserCamera = false;
  /** What the camera was last told to show; shown again in a window of another size until somebody takes the camera. */
  let framed: BBox | undefined;
  /** A look that was asked for just now: the next view is the first to hold what it is to show. */
  let arrival: { readonly untilMs: number; readonly look: (view: EngineView) => void } | undefined;
  /** What the open board had on the map when the camera last looked at it. */
  let listed = '';
  /** Whether it was asked to look at a board's list: the boards about everybody have none. */
  let isListFitted = false;
  let drawn: readonly Layer[] = [];

  const overlay = new MapLibreOverlay({
    layers: [],
    pickingRadius: 0,
    useDevicePixels: graphics === 'software' ? 1 : Math.min(2, window.devicePixelRatio),
    onAfterRender: ({ gl }) => {
      gate.drawn(gl);
      curtain.rendered();
    },
  });
  map.addControl(overlay);

  const curtain = createCurtain(() => overlay.getCanvas()?.style);
  const toScreen = (lon: number, lat: number): { readonly x: number; readonly y: number } =>
    map.project([lon, lat]);
  const context = (view: EngineView) => ({
    palette,
    atlas,
    scale,
    atMs: view.atMs,
    metresPerPixel: steppedMetresPerPixel(map.getZoom(), map.getCenter().lat),
  });
  const showLabels = (view: EngineView): void => {
    const named = namedUnits(view, engine);
    const wanted = mapLabels({
      scene: view.scene,
      named,
      palette,
      words,
      atMs: view.atMs,
      scale,
      limit: LABEL_LIMIT,
    });
    const size = { width: container.clientWidth, height: container.clientHeight };
    const pulses = view.scene.incidents
      .filter((mark) => mark.level === 'L0' && !mark.isAcknowledged)
      .map((mark) => ({ id: mark.id, ...toScreen(mark.lon, mark.lat) }));
    labels.show(placeLabels(wanted, toScreen, size), pulses);
  };
  const draw = (view: EngineView): void => {
    if (curtain.isOther(view.stream) && !isUserCamera) hasFramed = false;
    if (!hasFramed) frame(view);
    else if (workspace === 'wall') keepLiveInSight(view);
    arrived(view);
    followList(view);
    if (gate.isOpen()) drawLayers(view);
    else isBehind = true;
    showLabels(view);
  };
  /** Layers keep identity while nothing they draw changed: then only the labels have something to say. */
  const drawLayers = (view: EngineView): void => {
    const layers = buildLayers(view, context(view));
    if (layers.every((layer, index) => layer === drawn[index])) return;
    drawn = layers;
    gate.enter();
    engine.setBusy(true);
    overlay.setProps({ layers });
    curtain.given();
  };
  const moveTo = (box: BBox, durationMs: number): void => {
    movedAtMs = performance.now();
    framed = box;
    const coveredPx = Math.round(container.clientHeight * input.covered());
    const padding = Math.round(Math.min(container.clientWidth, container.clientHeight - coveredPx) * 0.1);
    map.fitBounds([box[0], box[1], box[2], box[3]], {
      padding: { left: padding, right: padding * 1.6, top: padding, bottom: padding + coveredPx },
      maxZoom: CLOSEST_ZOOM,
      duration: graphics === 'software' || prefersStill() ? 0 : durationMs,
      linear: true,
    });
  };
  const moveWall = (view: EngineView, all: BBox, durationMs: number): void => {
    movedAtMs = performance.now();
    framed = all;
    const { clientWidth: width, clientHeight: height } = container;
    const pad = Math.round(Math.min(width, height) * WALL_PAD);
    const padding = { left: pad, top: pad, right: pad * 2, bottom: pad + Math.round(FOOT_PX * scale) };
    const size = {
      width: width - padding.left - padding.right,
      height: height - padding.top - padding.bottom,
    };
    const { lon, lat, zoom } = wallCamera(incidentBox(view) ?? all, all, size);
    const isStill = graphics === 'software' || prefersStill();
    map.easeTo({
      center: [lon, lat],
      zoom: Math.min(CLOSEST_ZOOM, zoom),
      duration: isStill ? 0 : durationMs,
      padding,
    });
  };
  const frame = (view: EngineView): void => {
    const box = workspace === 'briefing' ? (selectedBox(view) ?? liveBox(view)) : liveBox(view);
    if (box === undefined || view.rows.count === 0) return;
    hasFramed = true;
    if (workspace === 'wall') moveWall(view, box, 0);
    else moveTo(box, 0);
  };
  const keepLiveInSight = (view: EngineView): void => {
    const box = liveBox(view);
    if (box === undefined || isUserCamera || performance.now() - movedAtMs < WALL_MOVE_MS) return;
    if (needsMove(incidentBox(view) ?? box, seenBox(map, 0.02)) || hasGrown(box))
      moveWall(view, box, EASE_MS * 2);
  };
  /** Whether what is live has left or outgrown the picture for good; one patrol at its edge is no reason. */
  const hasGrown = (all: BBox): boolean => {
    const seen = seenBox(map);
    const share = (all[2] - all[0]) / (seen[2] - seen[0]);
    return share > 1.15 || share < 1 / 3;
  };
  const selectedBox = (view: EngineView, withExits = false): BBox | undefined => {
    const unit = view.selectedId === undefined ? undefined : engine.unitFix(view.selectedId);
    return selectionBox(view, unit === undefined ? undefined : [unit.lon, unit.lat], withExits);
  };
  const fitTo = (view: EngineView): void => {
    // exits count while a board lies open over the map; without one a race is looked at from near
    isListFitted = input.covered() > 0;
    const box = selectedBox(view, isListFitted) ?? liveBox(view);
    if (box !== undefined) moveTo(box, EASE_MS);
  };
  /** Selection or scene of the view changed since it was asked for, and nobody took the camera meanwhile. */
  const onArrival = (look: (view: EngineView) => void): void => {
    const { scene, selectedId } = engine.view();
    arrival = {
      untilMs: performance.now() + ARRIVAL_MS,
      look(view) {
        if (view.scene === scene && view.selectedId === selectedId) return;
        arrival = undefined;
        look(view);
      },
    };
  };
  const arrived = (view: EngineView): void => {
    if (arrival === undefined) return;
    if (performance.now() < arrival.untilMs) arrival.look(view);
    else arrival = undefined;
  };
  /** A board whose list has changed puts marks under itself or out of sight: the camera follows until somebody takes it. */
  const followList = (view: EngineView): void => {
    const now = listedMarks(view);
    if (now === listed) return;
    listed = now;
    if (isUserCamera || !isListFitted || input.covered() === 0) return;
    const box = selectedBox(view, true);
    if (box !== undefined && sticksOut(box, seenBox(map, 0.03, input.covered()))) moveTo(box, EASE_MS);
  };
  const onMove = (): void => {
    const resolution = metresPerPixel(map.getZoom(), map.getCenter().lat);
    engine.setResolution(resolution);
    showScale(input.scaleElement, resolution, scale);
    showLabels(engine.view());
  };
  const onZoomEnd = (): void => draw(engine.view());

  delete container.dataset['drawn'];
  map.on('idle', () => (container.dataset['drawn'] = 'true'));
  map.on('movestart', () => delete container.dataset['drawn']);
  map.on('resize', () => {
    delete container.dataset['drawn'];
    if (isUserCamera || framed === undefined) return;
    if (workspace === 'wall') moveWall(engine.view(), framed, 0);
    else moveTo(framed, 0);
  });
  map.on('move', onMove);
  map.on('resize', onMove);
  map.on('zoomend', onZoomEnd);
  const takeCamera = (): void => {
    isUserCamera = true;
    arrival = undefined;
  };
  map.on('dragstart', takeCamera);
  map.on('wheel', takeCamera);
  map.on('click', ({ point }) => {
    const view = engine.view();
    const at = map.unproject(point);
    if (input.onPlace({ lon: at.lng, lat: at.lat, name: streetNameAt(map, at.lng, at.lat) })) return;
    const near = engine.unitsNear(at.lng, at.lat, 40 * scale * metresPerPixel(map.getZoom(), at.lat));
    input.onSelect(pickAt(point, view.scene.incidents, near, toScreen, scale));
  });
  map.on('webglcontextlost', input.onContextLost);
  const stop = engine.subscribe(draw);
  onMove();
  drawLayers(warmView(engine.view().rows));
  const deckCanvas = overlay.getCanvas();
  deckCanvas?.addEventListener('webglcontextlost', input.onContextLost);

  return {
    fitSelection: () => {
      placeMark.remove();
      isUserCamera = false;
      fitTo(engine.view());
      onArrival(fitTo);
    },
    followSelection: () => {
      if (workspace === 'wall') return;
      onArrival((view) => {
        const box = selectedBox(view);
        if (box !== undefined && sticksOut(box, seenBox(map, 0.06, input.covered()))) moveTo(box, EASE_MS);
      });
    },
    followCover: () => {
      if (isUserCamera || framed === undefined || workspace === 'wall') return;
      if (sticksOut(framed, seenBox(map, 0.03, input.covered()))) moveTo(framed, EASE_MS);
    },
    flyTo: ({ lon, lat, zoom, label }) => {
      hasFramed = true;
      takeCamera();
      placeMark.show([lon, lat], label);
      const isStill = graphics === 'software' || prefersStill();
      map.easeTo({ center: [lon, lat], zoom, duration: isStill ? 0 : EASE_MS * 2 });
    },
    dispose: () => {
      placeMark.remove();
      stop();
      gate.dispose();
      engine.setBusy(false);
      deckCanvas?.removeEventListener('webglcontextlost', input.onContextLost);
      labels.clear();
      map.remove();
    },
  };
}

/** The selected unit and whoever is on the road to the selected incident. */
function namedUnits(view: EngineView, engine: Engine): UnitFix[] {
  const ids = new Set<string>();
  if (view.selectedId !== undefined) ids.add(view.selectedId);
  for (const route of view.scene.routes)
    if (route.isSelected && route.unitId !== undefined) ids.add(route.unitId);
  return [...ids].flatMap((id) => engine.unitFix(id) ?? []);
}

function drawAtlasCanvas(palette: MapPalette): Atlas {
  const canvas = document.createElement('canvas');
  canvas.width = ATLAS_SIZE.width;
  canvas.height = ATLAS_SIZE.height;
  const context = canvas.getContext('2d');
  if (context !== null) drawAtlas(context, palette);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- deck.gl takes a canvas where its types say texture
  return canvas as unknown as Atlas;
}

/** `covered`: share of the height, from the foot, that something else lies over. */
function seenBox(map: MapLibreMap, inset = 0, covered = 0): BBox {
  const bounds = map.getBounds();
  const padLon = (bounds.getEast() - bounds.getWest()) * inset;
  const padLat = (bounds.getNorth() - bounds.getSouth()) * inset;
  return [
    bounds.getWest() + padLon,
    bounds.getSouth() + padLat + (bounds.getNorth() - bounds.getSouth()) * covered,
    bounds.getEast() - padLon,
    bounds.getNorth() - padLat,
  ];
}

function showScale(element: HTMLElement, resolution: number, scale: number): void {
  const { label, widthPx } = scaleBar(resolution, SCALE_BAR_PX * scale);
  element.textContent = label;
  element.style.width = `${widthPx}px`;
}

function prefersStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

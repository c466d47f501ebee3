import type { Layer } from '@deck.gl/core';
import { type EngineView, isSame } from '../engine/public.ts';
import { beliefAreas, beliefEdgeLayer, beliefHatchLayer } from '../layers/belief-layer.ts';
import { checkpointLayers } from '../layers/checkpoint-layer.ts';
import { closureLayers } from '../layers/closure-layer.ts';
import { densityLayer } from '../layers/density-layer.ts';
import { findLayer } from '../layers/find-layer.ts';
import { incidentLayer, markRows } from '../layers/incident-layer.ts';
import type { LayerContext } from '../layers/layer-context.ts';
import { routeLayers } from '../layers/route-layer.ts';
import { trailLayer } from '../layers/trail-layer.ts';
import { type UnitAttributes, unitAttributes, unitLayer } from '../layers/unit-layer.ts';

/** Estimates grow slowly: their geometry is rebuilt this often at most, feed ms. */
const BELIEF_STEP_MS = 5_000;

/** Builds the layers of a view, remaking only those whose input changed; the others keep identity and cost nothing. */
export function createLayerList(): (view: EngineView, context: LayerContext) => Layer[] {
  let previous: { readonly looksRevision: number; readonly attributes: UnitAttributes } | undefined;
  const derived = new Map<string, unknown>();
  /** What a layer is made from, by content: a new margin is a new scene but no new icon. */
  const steady = <T>(name: string, value: T): T => {
    const held = derived.get(name);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name is used for one type below
    if (isSame(held, value)) return held as T;
    derived.set(name, value);
    return value;
  };
  const remembered = new Map<
    string,
    { readonly key: readonly unknown[]; readonly layers: readonly Layer[] }
  >();
  const remember = (
    name: string,
    key: readonly unknown[],
    make: () => readonly Layer[],
  ): readonly Layer[] => {
    const held = remembered.get(name);
    if (held !== undefined && held.key.length === key.length && held.key.every((part, i) => part === key[i]))
      return held.layers;
    const layers = make();
    remembered.set(name, { key, layers });
    return layers;
  };
  return (view, context) => {
    const { scene, rows } = view;
    const look = [context.palette, context.atlas, context.scale];
    const step = context.metresPerPixel;
    const areas = steady('areas', beliefAreas(scene.beliefs, beliefContext(context)));
    const marks = steady('marks', markRows(scene.incidents, scene.beliefs));
    return [
      ...remember('belief', [areas, step, ...look], () => [
        beliefHatchLayer(areas, context),
        beliefEdgeLayer(areas, context),
      ]),
      ...remember('density', [scene.density, ...look], () => [densityLayer(scene.density, context)]),
      ...remember('finds', [scene.finds, step, ...look], () => [findLayer(scene.finds, context)]),
      ...remember('routes', [scene.routes, ...look], () => routeLayers(scene.routes, context)),
      ...remember('closures', [scene.closures, step, ...look], () => closureLayers(scene.closures, context)),
      ...remember('trail', [view.trail, ...look], () => [trailLayer(view.trail, context)]),
      ...remember('checkpoints', [scene.checkpoints, step, ...look], () =>
        checkpointLayers(scene.checkpoints, context),
      ),
      ...remember('units', [rows, ...look], () => {
        const attributes = unitAttributes(rows, previous);
        previous = { looksRevision: rows.looksRevision, attributes };
        return [unitLayer({ count: rows.count, attributes, atlas: context.atlas, scale: context.scale })];
      }),
      ...remember('incidents', [marks, ...look], () => [incidentLayer(marks, context)]),
    ];
  };
}

/** The same context at a coarse clock, so that estimates grow in steps. */
function beliefContext(context: LayerContext): LayerContext {
  return { ...context, atMs: Math.floor(context.atMs / BELIEF_STEP_MS) * BELIEF_STEP_MS };
}

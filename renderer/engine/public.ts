export { browserEngineHost } from './browser-host.ts';
export { createEngine } from './engine.ts';
export type {
  Engine,
  EngineView,
  ExitMargin,
  ClosureMark,
  FindMark,
  SceneInput,
  UnitFix,
  UnitRows,
} from './engine-types.ts';
export type { BeliefMark, CheckpointTrail, IncidentMark, RouteMark, SceneMarks } from './scene.ts';
export { isSame, keepSame } from './same.ts';
export { UNIT_LOOKS, type UnitLook } from './unit-look.ts';

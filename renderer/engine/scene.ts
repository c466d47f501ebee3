import type { LocalText, PlaceBelief } from '../../shared/domain/belief.ts';
import type { Alert, Incident } from '../../shared/domain/entities.ts';
import type { DensityPiece } from '../../shared/domain/moving-target.ts';
import type { Goods, Money } from '../../shared/domain/money.ts';
import type { Race } from '../../shared/domain/race.ts';
import type { AlertLevel, BeliefKind } from '../../shared/domain/vocabulary.ts';
import type { ClosureMark, ExitMargin, FindMark, SceneInput } from './engine-types.ts';

/** One incident, or an alert nobody has promoted yet, that has a place. */
export interface IncidentMark {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly level: AlertLevel;
  readonly isAcknowledged: boolean;
  readonly isSelected: boolean;
  /** No unit has it although it needs one (L0 and L1). */
  readonly isUncovered: boolean;
  readonly outlook: Race['outlook'];
  /** Seconds ahead (positive) or behind; undefined without a known clock. */
  readonly marginS: number | undefined;
  readonly title: LocalText;
  readonly amount: Money | undefined;
  readonly goods: Goods | undefined;
}

/** Where somebody is believed to be. `isMeasured` = somebody or something saw them there; otherwise it is an estimate. */
export interface BeliefMark {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  readonly headingDeg: number | undefined;
  readonly kind: BeliefKind;
  readonly atMs: number;
  readonly isMeasured: boolean;
  readonly isSuspect: boolean;
  /** On the move: the estimate grows with age along the heading. */
  readonly isMoving: boolean;
  readonly isSelected: boolean;
}

/** Road of the unit under order to its place: lon, lat pairs from the unit on. */
export interface RouteMark {
  readonly id: string;
  readonly unitId: string | undefined;
  readonly path: readonly number[];
  readonly isSelected: boolean;
}

/** Dated sightings of one subject, oldest first, and where the dashes beyond the last one lead (lon, lat pairs). */
export interface CheckpointTrail {
  readonly id: string;
  readonly hits: readonly {
    readonly lon: number;
    readonly lat: number;
    readonly atMs: number;
    readonly label: LocalText | undefined;
  }[];
  readonly beyond: readonly number[];
}

/** Everything on the map but the units, in queue order (tightest first). */
export interface SceneMarks {
  readonly revision: number;
  readonly incidents: readonly IncidentMark[];
  readonly beliefs: readonly BeliefMark[];
  readonly routes: readonly RouteMark[];
  readonly checkpoints: readonly CheckpointTrail[];
  readonly exits: readonly ExitMargin[];
  readonly density: readonly DensityPiece[];
  readonly finds: readonly FindMark[];
  readonly closures: readonly ClosureMark[];
}

/** Nothing to draw. */
export const EMPTY_SCENE: SceneMarks = {
  revision: 0,
  incidents: [],
  beliefs: [],
  routes: [],
  checkpoints: [],
  exits: [],
  density: [],
  finds: [],
  closures: [],
};

const SEEN: ReadonlySet<BeliefKind> = new Set(['camera-hit', 'plate-hit', 'measured-fix']);

/** Whether the belief rests on a sighting rather than on somebody's word or a register. */
export function isMeasured(place: PlaceBelief): boolean {
  return SEEN.has(place.kind);
}

/** The marks for one state of the room. Pure; `revision` is handed through. */
export function deriveScene(input: SceneInput, selectedId: string | undefined, revision: number): SceneMarks {
  const races = new Map(input.races.map((race) => [race.id, race]));
  const rank = new Map(input.races.map((race, index) => [race.id, index]));
  const selected = selectedIncidentId(input, selectedId);
  const open = openTargets(input);
  open.sort(
    (a, b) => (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity) || a.id.localeCompare(b.id),
  );
  const incidents: IncidentMark[] = [];
  const beliefs: BeliefMark[] = [];
  const routes: RouteMark[] = [];
  const checkpoints: CheckpointTrail[] = [];
  for (const target of open) {
    const race = races.get(target.id);
    const isSelected = target.id === selected;
    if (target.place !== undefined) {
      incidents.push(incidentMark(target, target.place, race, isSelected));
      beliefs.push(beliefMark(target, target.place, isSelected));
    }
    if (race?.route !== undefined && race.basis === 'assigned') {
      routes.push({ id: target.id, unitId: race.unitId, path: race.route, isSelected });
    }
    if (isSelected && target.incident !== undefined) {
      // where the belief is drawn as a density, no line may claim to know the way
      const trail = checkpointTrail(target.incident, input.density === undefined ? (input.exits ?? []) : []);
      if (trail !== undefined) checkpoints.push(trail);
    }
  }
  return {
    revision,
    incidents,
    beliefs,
    routes,
    checkpoints,
    exits: input.exits ?? [],
    density: input.density ?? [],
    finds: input.finds ?? [],
    closures: input.closures ?? [],
  };
}

/** The incident or alert a selection means: itself, or what the selected unit is ordered to. */
function selectedIncidentId({ state }: SceneInput, selectedId: string | undefined): string | undefined {
  if (selectedId === undefined) return undefined;
  const orderId = state.units[selectedId]?.orderId;
  return orderId === undefined ? selectedId : (state.orders[orderId]?.incidentId ?? selectedId);
}

interface Target {
  readonly id: string;
  readonly about: Incident | Alert;
  readonly incident: Incident | undefined;
  readonly place: PlaceBelief | undefined;
  readonly isAcknowledged: boolean;
}

function openTargets({ state }: SceneInput): Target[] {
  const targets: Target[] = [];
  for (const incident of Object.values(state.incidents)) {
    if (incident.closedAtMs !== undefined) continue;
    const isAcknowledged = incident.alertIds.every((id) => state.alerts[id]?.acknowledgedAtMs !== undefined);
    targets.push({
      id: incident.incidentId,
      about: incident,
      incident,
      place: incident.place,
      isAcknowledged,
    });
  }
  for (const alert of Object.values(state.alerts)) {
    if (alert.state !== 'raised' && alert.state !== 'acknowledged') continue;
    targets.push({
      id: alert.alertId,
      about: alert,
      incident: undefined,
      place: alert.place,
      isAcknowledged: alert.acknowledgedAtMs !== undefined,
    });
  }
  return targets;
}

function incidentMark(
  target: Target,
  place: PlaceBelief,
  race: Race | undefined,
  isSelected: boolean,
): IncidentMark {
  const { level, title, amount, goods } = target.about;
  const isGrave = level === 'L0' || level === 'L1';
  return {
    id: target.id,
    lon: place.lon,
    lat: place.lat,
    level,
    isAcknowledged: target.isAcknowledged,
    isSelected,
    isUncovered: isGrave && race !== undefined && !race.covered && race.outlook !== 'met',
    outlook: race?.outlook ?? 'unknown',
    marginS: race?.marginS?.mid,
    title,
    amount,
    goods,
  };
}

function beliefMark(target: Target, place: PlaceBelief, isSelected: boolean): BeliefMark {
  return {
    id: target.id,
    lon: place.lon,
    lat: place.lat,
    radiusM: place.radiusM,
    headingDeg: place.headingDeg,
    kind: place.kind,
    atMs: place.atMs,
    isMeasured: isMeasured(place),
    isSuspect: target.about.subject?.role === 'suspect',
    isMoving: place.headingDeg !== undefined && isMeasured(place),
    isSelected,
  };
}

function checkpointTrail(incident: Incident, exits: readonly ExitMargin[]): CheckpointTrail | undefined {
  const hits = incident.trail
    .filter((place) => isMeasured(place))
    .map((place) => ({ lon: place.lon, lat: place.lat, atMs: place.atMs, label: place.label }));
  const last = hits.at(-1);
  if (last === undefined) return undefined;
  const exit = tightestExit(exits);
  const beyond = exit === undefined ? [] : [last.lon, last.lat, exit.lon, exit.lat];
  return { id: incident.incidentId, hits, beyond };
}

function tightestExit(exits: readonly ExitMargin[]): ExitMargin | undefined {
  let tightest: ExitMargin | undefined;
  for (const exit of exits) {
    if (exit.marginS !== undefined && exit.marginS < (tightest?.marginS ?? Infinity)) tightest = exit;
  }
  return tightest;
}

import type { EventMark } from '../../shared/contract/port.ts';
import type { Incident, Order } from '../../shared/domain/entities.ts';

/** Lanes of the timeline, top to bottom. */
export const TIMELINE_LANES = ['source', 'command', 'police', 'money', 'system'] as const;
export type TimelineLane = (typeof TIMELINE_LANES)[number];

/** Whose doing a mark is. Orders are the units' own steps unless a seat took them. */
export function laneOf(mark: Pick<EventMark, 'kind' | 'actorType'>): TimelineLane {
  if (mark.kind === 'incident/money-moved' || mark.kind === 'incident/clock-set') return 'money';
  if (mark.kind.startsWith('alert/raised') || mark.kind === 'alert/called') return 'source';
  if (mark.actorType === 'seat') return 'command';
  if (mark.actorType === 'field' || mark.kind.startsWith('order/') || mark.kind === 'unit/state-changed')
    return 'police';
  if (mark.actorType === 'source') return 'source';
  return 'system';
}

/** Kinds that say nothing to a person looking for what happened. */
const SILENT: ReadonlySet<EventMark['kind']> = new Set(['unit/registered', 'withheld']);

/** Kinds a one-lane timeline has no room for. */
const MINOR: ReadonlySet<EventMark['kind']> = new Set(['unit/state-changed', 'alert/called']);

/** Whether a mark is drawn at all. */
export function isShown(mark: EventMark, incidentId: string | undefined, isCompact: boolean): boolean {
  if (SILENT.has(mark.kind) || (isCompact && MINOR.has(mark.kind))) return false;
  return incidentId === undefined || mark.incidentId === incidentId;
}

/** Marks that share a place on a lane. */
export interface Cluster {
  readonly lane: TimelineLane;
  readonly x: number;
  readonly count: number;
  readonly kind: EventMark['kind'];
  readonly atMs: number;
}

/** Something that lasted: an order from issue to meeting, money at risk, money safe. */
export interface LaneBar {
  readonly lane: TimelineLane;
  readonly kind: 'order' | 'lost' | 'saved';
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Bars of one incident as known at `nowMs`: each order from issue until it met, ended or now; its money at risk from the alert
 * until somebody met the person, safe from then on.
 */
export function incidentBars(
  incident: Pick<Incident, 'raisedAtMs' | 'closedAtMs'>,
  orders: readonly Order[],
  nowMs: number,
): readonly LaneBar[] {
  const met = orders.flatMap(({ enteredAtMs }) => enteredAtMs.met ?? []);
  const metAtMs = met.length === 0 ? undefined : Math.min(...met);
  const endMs = incident.closedAtMs ?? nowMs;
  const bars: LaneBar[] = orders.map(({ issuedAtMs, enteredAtMs }) => ({
    lane: 'police',
    kind: 'order',
    fromMs: issuedAtMs,
    toMs: enteredAtMs.met ?? enteredAtMs.recalled ?? enteredAtMs['fed-back'] ?? endMs,
  }));
  bars.push({ lane: 'money', kind: 'lost', fromMs: incident.raisedAtMs, toMs: metAtMs ?? endMs });
  if (metAtMs !== undefined) bars.push({ lane: 'money', kind: 'saved', fromMs: metAtMs, toMs: endMs });
  return bars;
}

/** The visible stretch of time. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const CELL_PX = 8;

/** Clusters marks per lane into cells of 8 px; marks must be in time order or nearly so. Pure. */
export function clusterMarks(
  marks: readonly EventMark[],
  span: Span,
  widthPx: number,
  incidentId: string | undefined,
  isCompact: boolean,
): readonly Cluster[] {
  const cells = new Map<string, Cluster & { count: number }>();
  const scale = widthPx / Math.max(1, span.toMs - span.fromMs);
  for (const mark of marks) {
    if (mark.atMs < span.fromMs || mark.atMs > span.toMs || !isShown(mark, incidentId, isCompact)) continue;
    const lane = laneOf(mark);
    const x = (mark.atMs - span.fromMs) * scale;
    const key = `${lane}:${Math.floor(x / CELL_PX)}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { lane, x, count: 1, kind: mark.kind, atMs: mark.atMs });
    else cell.count += 1;
  }
  return [...cells.values()];
}

const STEPS_MS = [
  10_000, 30_000, 60_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000,
];

/** Ticks on round times, at least `minPx` apart. */
export function timeTicks(span: Span, widthPx: number, minPx: number): readonly number[] {
  const length = span.toMs - span.fromMs;
  if (length <= 0 || widthPx <= 0) return [];
  const step = STEPS_MS.find((ms) => (ms / length) * widthPx >= minPx) ?? STEPS_MS.at(-1) ?? length;
  const ticks: number[] = [];
  for (let atMs = Math.ceil(span.fromMs / step) * step; atMs <= span.toMs; atMs += step) ticks.push(atMs);
  return ticks;
}

const SHORTEST_SPAN_MS = 20_000;
const DEFAULT_SPAN_MS = 45 * 60_000;

/** The stretch shown before anybody zoomed: up to 45 minutes that end a little after the edge. */
export function defaultSpan(startMs: number, edgeMs: number): Span {
  const length = Math.min(DEFAULT_SPAN_MS, Math.max(5 * 60_000, edgeMs - startMs));
  const toMs = edgeMs + length * 0.04;
  return { fromMs: toMs - length * 1.04, toMs };
}

/** The stretch of one incident: from its first mark to its last, with room on both sides; undefined without marks. */
export function incidentSpan(marks: readonly EventMark[], incidentId: string): Span | undefined {
  const times = marks.filter((mark) => mark.incidentId === incidentId).map((mark) => mark.atMs);
  const first = times[0];
  if (first === undefined) return undefined;
  const fromMs = times.reduce((a, b) => Math.min(a, b), first);
  const toMs = times.reduce((a, b) => Math.max(a, b), first);
  const marginMs = Math.max(30_000, (toMs - fromMs) * 0.08);
  return { fromMs: fromMs - marginMs, toMs: toMs + marginMs };
}

/** Zooms around `atMs` by `factor` (above 1 = out), within what was recorded. */
export function zoomSpan(span: Span, atMs: number, factor: number, startMs: number, edgeMs: number): Span {
  const longest = Math.max(SHORTEST_SPAN_MS, (edgeMs - startMs) * 1.1);
  const length = Math.min(longest, Math.max(SHORTEST_SPAN_MS, (span.toMs - span.fromMs) * factor));
  const share = (atMs - span.fromMs) / Math.max(1, span.toMs - span.fromMs);
  const fromMs = atMs - length * share;
  return { fromMs, toMs: fromMs + length };
}

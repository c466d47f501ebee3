import { formatClock, formatMinute } from '../i18n/format.ts';
import type { Tokens } from '../ui/tokens.ts';
import {
  type Cluster,
  type LaneBar,
  type Span,
  TIMELINE_LANES,
  type TimelineLane,
  timeTicks,
} from './timeline-lanes.ts';

/** Everything one frame of the timeline needs. Sizes in CSS px. */
export interface TimelinePicture {
  readonly width: number;
  readonly height: number;
  readonly labelPx: number;
  readonly span: Span;
  readonly clusters: readonly Cluster[];
  readonly bars: readonly LaneBar[];
  readonly laneNames: Readonly<Record<TimelineLane, string>>;
  readonly isCompact: boolean;
  readonly playheadMs: number;
  readonly edgeMs: number;
  readonly isReplay: boolean;
  readonly fontPx: number;
  readonly tokens: Tokens;
}

const AXIS_PX = 20;

function colourOf(cluster: Cluster, tokens: Tokens): string {
  switch (cluster.lane) {
    case 'source':
      return cluster.kind === 'alert/raised' ? tokens.l1 : tokens.secondary;
    case 'command':
      return tokens.text;
    case 'police':
      return tokens.unitMoving;
    case 'money':
      return tokens.ahead;
    case 'system':
      return tokens.muted;
  }
}

/** Draws lanes, clustered marks, the axis and the playhead. The context is already scaled to CSS px. */
export function drawTimeline(g: CanvasRenderingContext2D, picture: TimelinePicture): void {
  const { width, height, labelPx, span, tokens, fontPx, isCompact } = picture;
  const plotPx = width - labelPx - 8;
  const xOf = (atMs: number): number => labelPx + ((atMs - span.fromMs) / (span.toMs - span.fromMs)) * plotPx;
  const lanesPx = height - AXIS_PX;
  const laneY = (lane: TimelineLane): number =>
    isCompact ? lanesPx / 2 : (lanesPx / TIMELINE_LANES.length) * (TIMELINE_LANES.indexOf(lane) + 0.5);
  g.clearRect(0, 0, width, height);
  g.font = `${fontPx}px "Noto Sans SC"`;
  g.textBaseline = 'middle';
  drawAxis(g, picture, xOf, lanesPx);
  if (!isCompact) {
    for (const lane of TIMELINE_LANES) {
      g.strokeStyle = tokens.raised;
      line(g, labelPx, laneY(lane), width - 8, laneY(lane));
      g.fillStyle = tokens.secondary;
      g.textAlign = 'left';
      g.fillText(picture.laneNames[lane], 16, laneY(lane));
    }
  } else {
    g.strokeStyle = tokens.hairline;
    line(g, labelPx, laneY('source'), width - 8, laneY('source'));
  }
  if (!isCompact) drawBars(g, picture, xOf, laneY);
  for (const cluster of picture.clusters) {
    const radius = Math.min(isCompact ? 5 : 7, 3 + Math.log2(cluster.count));
    g.fillStyle = colourOf(cluster, tokens);
    g.globalAlpha = cluster.lane === 'system' ? 0.6 : 1;
    g.beginPath();
    g.arc(labelPx + cluster.x, laneY(cluster.lane), radius, 0, Math.PI * 2);
    g.fill();
  }
  g.globalAlpha = 1;
  drawPlayhead(g, picture, xOf, lanesPx);
}

const BAR_PX = 8;

/** How long something lasted, behind the marks of its lane. */
function drawBars(
  g: CanvasRenderingContext2D,
  { bars, labelPx, width, tokens }: TimelinePicture,
  xOf: (atMs: number) => number,
  laneY: (lane: TimelineLane) => number,
): void {
  const colours = { lost: tokens.behind, saved: tokens.ahead, order: tokens.unitMoving };
  g.globalAlpha = 0.42;
  for (const { lane, kind, fromMs, toMs } of bars) {
    const left = Math.max(labelPx, xOf(fromMs));
    const right = Math.min(width - 8, xOf(toMs));
    if (right <= left) continue;
    g.fillStyle = colours[kind];
    g.fillRect(left, laneY(lane) - BAR_PX / 2, right - left, BAR_PX);
  }
  g.globalAlpha = 1;
}

function line(g: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  g.lineWidth = 1;
  g.beginPath();
  g.moveTo(x1, y1);
  g.lineTo(x2, y2);
  g.stroke();
}

function drawAxis(
  g: CanvasRenderingContext2D,
  picture: TimelinePicture,
  xOf: (atMs: number) => number,
  lanesPx: number,
): void {
  const { span, width, labelPx, tokens } = picture;
  const ticks = timeTicks(span, width - labelPx, 90);
  const format = (ticks[1] ?? Infinity) - (ticks[0] ?? 0) < 60_000 ? formatClock : formatMinute;
  g.textAlign = 'center';
  for (const atMs of ticks) {
    const x = Math.round(xOf(atMs)) + 0.5;
    g.strokeStyle = tokens.raised;
    line(g, x, 0, x, lanesPx);
    g.fillStyle = tokens.muted;
    g.fillText(format(atMs), Math.min(width - 24, Math.max(24, x)), lanesPx + AXIS_PX / 2);
  }
  const edgeX = xOf(picture.edgeMs);
  if (edgeX < width) {
    g.fillStyle = tokens.ground;
    g.globalAlpha = 0.5;
    g.fillRect(edgeX, 0, width - edgeX, lanesPx);
    g.globalAlpha = 1;
  }
}

function drawPlayhead(
  g: CanvasRenderingContext2D,
  picture: TimelinePicture,
  xOf: (atMs: number) => number,
  lanesPx: number,
): void {
  const { playheadMs, span, tokens, isReplay } = picture;
  if (playheadMs < span.fromMs || playheadMs > span.toMs) return;
  const x = xOf(playheadMs);
  g.strokeStyle = isReplay ? tokens.replayAccent : tokens.ahead;
  g.fillStyle = g.strokeStyle;
  g.lineWidth = 2;
  g.beginPath();
  g.moveTo(x, 0);
  g.lineTo(x, lanesPx);
  g.stroke();
  g.beginPath();
  g.moveTo(x - 5, 0);
  g.lineTo(x + 5, 0);
  g.lineTo(x, 7);
  g.fill();
}

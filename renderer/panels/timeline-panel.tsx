import { type JSX, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { formatClock, formatMinute } from '../i18n/format.ts';
import { useActions, useFeedNow, useMirror, usePreference, useTranslator } from '../store/console.tsx';
import { useTarget } from '../store/use-queue.ts';
import { Button } from '../ui/button.tsx';
import { tokensOf } from '../ui/tokens.ts';
import { drawTimeline } from './timeline-draw.ts';
import {
  clusterMarks,
  defaultSpan,
  incidentBars,
  incidentSpan,
  type LaneBar,
  type Span,
  type TimelineLane,
  zoomSpan,
} from './timeline-lanes.ts';
import css from './timeline-panel.module.css';

/**
 * Drawn by the main processor: an accelerated 2D canvas makes the main thread wait for the whole queue of the graphics device
 * with every frame (seconds, where a rasteriser in software also draws the map).
 */
const UNACCELERATED: CanvasRenderingContext2DSettings = { willReadFrequently: true };
const NO_BARS: readonly LaneBar[] = [];
const RATES: readonly number[] = [0.1, 0.5, 1, 2, 4, 8, 16, 32, 64];

/** Play, step, speed and LIVE over a canvas that scrubs by drag and zooms by wheel; one lane when compact. */
export function TimelinePanel({
  isCompact,
  incidentId,
}: {
  readonly isCompact: boolean;
  readonly incidentId?: string | undefined;
}): JSX.Element {
  return (
    <section className={`${css['panel']} ${isCompact ? css['compact'] : ''}`} data-panel="timeline">
      <Controls isCompact={isCompact} />
      <Track isCompact={isCompact} incidentId={incidentId} />
    </section>
  );
}

function Controls({ isCompact }: { readonly isCompact: boolean }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const playhead = useMirror((mirror) => mirror.playhead);
  const nowMs = useFeedNow(1000);
  const isReplay = playhead?.mode === 'replay';
  const rate = playhead?.rate ?? 0;
  return (
    <div className={css['controls']}>
      <Button onPress={() => actions.playPause()} isOn={isReplay && rate !== 0} title="Space">
        {rate === 0 ? `▶ ${t.text('timeline.play')}` : `❚❚ ${t.text('timeline.pause')}`}
      </Button>
      <Button onPress={() => actions.step('previous')} title=",">{`, ${t.text('timeline.previous')}`}</Button>
      <Button onPress={() => actions.step('next')} title=".">{`. ${t.text('timeline.next')}`}</Button>
      <label className={css['speed']}>
        {t.text('timeline.speed')}
        <select
          value={RATES.includes(rate) ? rate : 1}
          disabled={!isReplay}
          onChange={(event) => actions.play(Number(event.target.value))}
        >
          {RATES.map((one) => (
            <option key={one} value={one}>{`${one}×`}</option>
          ))}
        </select>
      </label>
      <time className={css['time']}>{nowMs === 0 ? '--:--:--' : formatClock(nowMs)}</time>
      {!isCompact && playhead !== undefined && (
        <span className={css['range']}>
          {t.text('timeline.range', {
            from: formatMinute(playhead.startMs),
            to: formatMinute(playhead.edgeMs),
          })}
        </span>
      )}
      <span className={css['spring']} />
      {!isCompact && <span className={css['range']}>{t.text('timeline.hint')}</span>}
      <Button onPress={() => actions.live()} isDisabled={!isReplay} isOn={isReplay} title="Home">
        {isReplay ? t.text('timeline.live') : t.text('header.live')}
      </Button>
    </div>
  );
}

function Track({
  isCompact,
  incidentId,
}: {
  readonly isCompact: boolean;
  readonly incidentId: string | undefined;
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const theme = usePreference('theme');
  const playhead = useMirror((mirror) => mirror.playhead);
  const marks = useMirror((mirror) => mirror.marks);
  const nowMs = useFeedNow(1000);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [zoomed, setZoomed] = useState<Span | undefined>(undefined);
  const isDragging = useRef(false);
  const startMs = playhead?.startMs ?? 0;
  const edgeMs = Math.max(playhead?.edgeMs ?? 0, playhead?.mode === 'live' ? nowMs : 0);
  const steadyMs = Math.ceil(edgeMs / 5000) * 5000;
  const own = useMemo(
    () => (incidentId === undefined ? undefined : incidentSpan(marks, incidentId)),
    [marks, incidentId],
  );
  const span = zoomed ?? own ?? defaultSpan(startMs, steadyMs);
  const labelPx = isCompact ? 16 : 88;
  const plotPx = Math.max(1, size.width - labelPx - 8);
  const { fromMs, toMs } = span;
  const clusters = useMemo(
    () => clusterMarks(marks, { fromMs, toMs }, plotPx, incidentId, isCompact),
    [marks, fromMs, toMs, plotPx, incidentId, isCompact],
  );

  const target = useTarget(incidentId);
  const bars = useMemo(
    () => (target?.incident === undefined ? NO_BARS : incidentBars(target.incident, target.orders, nowMs)),
    [target, nowMs],
  );

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element === undefined || element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const g = canvas.current?.getContext('2d', UNACCELERATED);
    if (g === undefined || g === null || size.width === 0) return;
    const ratio = window.devicePixelRatio;
    g.canvas.width = Math.round(size.width * ratio);
    g.canvas.height = Math.round(size.height * ratio);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    const laneNames: Record<TimelineLane, string> = {
      source: t.text('lane.title.source'),
      command: t.text('lane.title.command'),
      police: t.text('lane.title.police'),
      money: t.text('lane.title.money'),
      system: t.text('lane.title.system'),
    };
    drawTimeline(g, {
      ...size,
      labelPx,
      span: { fromMs, toMs },
      clusters,
      bars,
      laneNames,
      isCompact,
      playheadMs: nowMs,
      edgeMs,
      isReplay: playhead?.mode === 'replay',
      fontPx: 12,
      tokens: tokensOf(theme),
    });
  }, [size, fromMs, toMs, clusters, bars, isCompact, nowMs, edgeMs, playhead?.mode, theme, t, labelPx]);

  const timeAt = (event: { readonly clientX: number }): number => {
    const left = canvas.current?.getBoundingClientRect().left ?? 0;
    const share = Math.min(1, Math.max(0, (event.clientX - left - labelPx) / plotPx));
    return Math.min(edgeMs, Math.max(startMs, fromMs + share * (toMs - fromMs)));
  };
  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>): void => {
    isDragging.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    setZoomed({ fromMs, toMs });
    actions.seek(timeAt(event));
  };
  return (
    <div className={css['track']}>
      {marks.length === 0 && <p className={css['empty']}>{t.text('timeline.empty')}</p>}
      <canvas
        ref={canvas}
        role="slider"
        aria-label={t.text('timeline.title')}
        aria-valuemin={startMs}
        aria-valuemax={edgeMs}
        aria-valuenow={nowMs}
        aria-valuetext={nowMs === 0 ? '' : formatClock(nowMs)}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => isDragging.current && actions.seek(timeAt(event))}
        onPointerUp={() => {
          isDragging.current = false;
        }}
        onWheel={(event) =>
          setZoomed(zoomSpan({ fromMs, toMs }, timeAt(event), event.deltaY > 0 ? 1.25 : 0.8, startMs, edgeMs))
        }
        onDoubleClick={() => setZoomed(undefined)}
      />
    </div>
  );
}

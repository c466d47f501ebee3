import { type JSX, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Board, BoardManifest, Township } from '../../shared/roads/board.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { DOT, localText } from '../i18n/format.ts';
import { useTranslator } from '../store/console.tsx';
import { type BoardFacts, type BoardMeasure, measureOf } from '../store/township-facts.ts';
import { onEdge, projectorOf, type Size, type Spot, spreadApart } from './schematic-layout.ts';
import { measureText } from './township-list.tsx';
import css from './township.module.css';

/** Room a township with its name takes, and the room neighbours take at the edges, pixels. */
const CELL_ZH: Size = { width: 66, height: 35 };
const CELL_EN: Size = { width: 74, height: 35 };
const EDGE_PX = 58;
const EDGE_EN_PX = 84;
const SMALLEST_PX = 4;
const LARGEST_PX = 15;

interface Placed {
  readonly township: Township;
  readonly spot: Spot;
}

/** Townships where they lie to each other, the river, and whose ground begins beyond: a schematic without roads. */
export function TownshipMap(props: {
  readonly board: Board;
  readonly manifest: BoardManifest;
  readonly facts: BoardFacts;
  readonly measure: BoardMeasure;
  readonly chosen: string | undefined;
  readonly onChoose: (code: string) => void;
}): JSX.Element {
  const { board, manifest, facts, measure, chosen, onChoose } = props;
  const t = useTranslator();
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const drawing = useMemo(
    () => (size === undefined ? undefined : layOut(board, manifest, size, t.lang)),
    [board, manifest, size, t.lang],
  );
  const largest = Math.max(1, ...[...facts.byCode.values()].map((own) => measureOf(own, measure)));
  return (
    <div ref={frame} className={css['map']} data-testid="township-map">
      {size !== undefined && drawing !== undefined && (
        <svg
          width={size.width}
          height={size.height}
          role="group"
          aria-label={manifest.title[t.lang === 'en' ? 'en' : 'zh']}
        >
          {drawing.river.map((points) => (
            <polyline key={points} className={css['river']} points={points} />
          ))}
          {drawing.riverName !== undefined && (
            <text className={css['water']} x={drawing.riverName.x} y={drawing.riverName.y - 10}>
              {`${localText(board.river.name, t.lang)}${DOT}${localText(board.river.label, t.lang)}`}
            </text>
          )}
          {drawing.neighbours.map(({ id, name, spot }) => (
            <text key={id} className={css['beyond']} x={spot.x} y={spot.y}>
              {name}
            </text>
          ))}
          {drawing.placed.map(({ township, spot }) => {
            const own = facts.byCode.get(township.code);
            const value = own === undefined ? 0 : measureOf(own, measure);
            const radius =
              value === 0
                ? SMALLEST_PX
                : SMALLEST_PX + (LARGEST_PX - SMALLEST_PX) * Math.sqrt(value / largest);
            const state = [
              township.code === chosen ? css['here'] : '',
              value === 0 ? css['none'] : '',
              measure === 'open' && own?.level !== undefined ? css[own.level] : '',
            ].join(' ');
            const name = localText(township.name, t.lang);
            return (
              <g key={township.code} className={state} data-spot={township.code}>
                <title>{`${name} ${t.text(`board.measure.${measure}`)} ${measureText(own, measure, t)}`}</title>
                <rect
                  className={css['hit']}
                  x={spot.x - drawing.cell.width / 2}
                  y={spot.y - LARGEST_PX}
                  width={drawing.cell.width}
                  height={drawing.cell.height}
                  onClick={() => onChoose(township.code)}
                />
                <Mark level={measure === 'open' ? own?.level : undefined} spot={spot} radius={radius} />
                {value > 0 && (
                  <text className={css['value']} x={spot.x + radius + 3} y={spot.y + 4}>
                    {measureText(own, measure, t)}
                  </text>
                )}
                <text className={css['label']} x={spot.x} y={spot.y + LARGEST_PX + 5}>
                  {shortName(township, t.lang)}
                </text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** The shape of a level as everywhere in the console, as large as the figure; other figures are discs. */
function Mark({
  level,
  spot: { x, y },
  radius,
}: {
  readonly level: AlertLevel | undefined;
  readonly spot: Spot;
  readonly radius: number;
}): JSX.Element {
  const side = radius * 0.55;
  switch (level) {
    case 'L0':
      return (
        <>
          <circle className={css['ring']} cx={x} cy={y} r={radius} />
          <rect className={css['solid']} x={x - side} y={y - side} width={2 * side} height={2 * side} />
        </>
      );
    case 'L1':
      return (
        <path className={css['solid']} d={`M${x} ${y - radius}l${radius} ${1.75 * radius}h${-2 * radius}z`} />
      );
    case 'L2':
      return <circle className={css['ring']} cx={x} cy={y} r={radius - 1} />;
    case 'L3':
    case undefined:
      return <circle className={css['solid']} cx={x} cy={y} r={radius} />;
  }
}

/** On the drawing the kind is known from the list: 太白, Taibai. */
function shortName({ name }: Township, lang: 'zh-CN' | 'en'): string {
  return lang === 'en'
    ? (name.en.split(' ')[0] ?? name.en)
    : name.zh.replace(/(?:街道|土家族乡|镇|乡)$/u, '');
}

function layOut(board: Board, manifest: BoardManifest, size: Size, lang: 'zh-CN' | 'en') {
  const cell = lang === 'en' ? CELL_EN : CELL_ZH;
  const project = projectorOf(manifest.bounds, size, EDGE_PX);
  const known = board.townships.flatMap((township) =>
    township.lon === undefined || township.lat === undefined
      ? []
      : [{ township, spot: project([township.lon, township.lat]) }],
  );
  const spread = spreadApart(
    known.map(({ spot }) => spot),
    cell,
    size,
  );
  const placed: Placed[] = known.map(({ township, spot }, i) => ({ township, spot: spread[i] ?? spot }));
  const river = board.river.lines.map((line) => line.map(project));
  const longest = river.toSorted((a, b) => b.length - a.length)[0] ?? [];
  return {
    cell,
    placed,
    river: river.map((line) => line.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')),
    riverName: longest
      .filter(({ x, y }) => x > 60 && x < size.width - 60 && y > 30 && y < size.height - 30)
      .find((spot) =>
        placed.every(
          (other) =>
            Math.abs(other.spot.x - spot.x) > cell.width ||
            Math.abs(other.spot.y - spot.y + 10) > cell.height,
        ),
      ),
    neighbours: board.neighbours.flatMap(({ id, name, province, lon, lat }) =>
      lon === undefined || lat === undefined
        ? []
        : [
            {
              id,
              name: `${localText(name, lang)}${DOT}${localText(province, lang)}`,
              spot: onEdge(project([lon, lat]), size, lang === 'en' ? EDGE_EN_PX : EDGE_PX, 14),
            },
          ],
    ),
  };
}

function useSize(ref: { readonly current: HTMLElement | null }): Size | undefined {
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [ref]);
  return size;
}

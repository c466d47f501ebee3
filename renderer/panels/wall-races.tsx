import type { JSX } from 'react';
import { DOT, formatMargin, localText } from '../i18n/format.ts';
import { useFeedNow, useMirror, useTranslator } from '../store/console.tsx';
import { isUncovered, type QueueRow } from '../store/queue-view.ts';
import { openOrder } from '../store/target.ts';
import { useCounts, useQueueSections } from '../store/use-queue.ts';
import { LevelMark } from '../ui/level-mark.tsx';
import { NameText } from '../ui/name-text.tsx';
import { Veiled } from './panel.tsx';
import { OUTLOOK_CLASS, outlookWord, RaceBar } from './race-bar.tsx';
import { rowStatus } from './row-status.ts';
import { stakeText } from './target-text.ts';
import { wallFit } from './wall-fit.ts';
import { detourShort } from './detour-text.ts';
import { winPercent } from './win-text.ts';
import css from './wall.module.css';

/** What a wall shows of the queue: uncovered first in sight, then the races by margin, then unknown deadlines. No personal data. */
export function WallRaces({ roomPx }: { readonly roomPx: number }): JSX.Element {
  const t = useTranslator();
  const sections = useQueueSections();
  const grave = sections
    .filter((section) => section.key !== 'L2' && section.key !== 'L3')
    .flatMap((section) => section.rows);
  const uncovered = grave.filter(isUncovered);
  const racing = grave.filter((row) => !isUncovered(row));
  const counts = useCounts(sections);
  const fit = wallFit(roomPx, racing.length, uncovered.length);
  const racingShown = racing.slice(0, fit.racing);
  const uncoveredShown = uncovered.slice(0, fit.uncovered);
  return (
    <section className={css['races']} data-panel="wall-races" aria-label={t.text('wall.races')}>
      <Veiled>
        <header className={css['head']}>
          <h2>{`${t.text('wall.races')} ${counts.racing}`}</h2>
          {racing.length > racingShown.length ? (
            <More n={racing.length - racingShown.length} />
          ) : (
            <span>{t.text('wall.formula')}</span>
          )}
        </header>
        {grave.length === 0 && <p className={css['calm']}>{t.text('wall.calm')}</p>}
        <ol>
          {racingShown.map((row) => (
            <WallRace key={row.id} row={row} />
          ))}
        </ol>
        {uncovered.length > 0 && (
          <header className={`${css['head']} ${css['bad']}`}>
            <h2>{`${t.text('wall.uncovered')} ${uncovered.length}`}</h2>
            <span>
              {[
                ...(uncoveredShown.some(({ race }) => race?.basis === 'if-sent-now')
                  ? [t.text('race.if-sent')]
                  : []),
                ...(uncovered.length > uncoveredShown.length
                  ? [t.text('wall.more', { n: uncovered.length - uncoveredShown.length })]
                  : []),
              ].join(DOT)}
            </span>
          </header>
        )}
        <ol className={css['alone']}>
          {uncoveredShown.map((row) => (
            <WallRace key={row.id} row={row} isAlone />
          ))}
        </ol>
      </Veiled>
    </section>
  );
}

function More({ n }: { readonly n: number }): JSX.Element | undefined {
  const t = useTranslator();
  return n > 0 ? <span>{t.text('wall.more', { n })}</span> : undefined;
}

function WallRace({
  row,
  isAlone = false,
}: {
  readonly row: QueueRow;
  readonly isAlone?: boolean;
}): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const { target, race } = row;
  const unitId = openOrder(target)?.unitId;
  const callsign = useMirror((mirror) =>
    unitId === undefined ? undefined : mirror.state?.units[unitId]?.callsign,
  );
  const status = rowStatus(row, callsign, nowMs, t);
  const outlook = race?.outlook ?? 'unknown';
  return (
    <li className={`${css['race']} ${OUTLOOK_CLASS[outlook]}`} data-row={row.id}>
      <div className={css['top']}>
        <LevelMark
          level={target.level}
          label={t.word(`level.${target.level}`)}
          isPulsing={!target.isAcknowledged}
        />
        <span className={css['title']}>
          <NameText text={localText(target.title, t.lang)} />
        </span>
        <span className={css['stake']}>{stakeText(target, t)}</span>
      </div>
      <div className={css['numbers']}>
        <WallFigure row={row} />
        <span className={css['beside']}>
          <WallChance row={row} isAlone={isAlone} />
          <span className={`${css['status']} ${status.isLate ? css['bad'] : ''}`}>{status.text}</span>
        </span>
      </div>
      {race?.marginS !== undefined && race.outlook !== 'met' && !isAlone && <RaceBar race={race} />}
    </li>
  );
}

/** The margin in big figures, or words where there is none. */
function WallFigure({ row }: { readonly row: QueueRow }): JSX.Element {
  const t = useTranslator();
  const { race, target } = row;
  const words = (text: string): JSX.Element => <span className={css['words']}>{text}</span>;
  if (race?.outlook === 'met') return words(t.text('queue.met'));
  if (target.clock.kind === 'unknown') return words(t.text('race.unknown'));
  if (race?.marginS === undefined) return words(t.text('race.unreachable'));
  return <span className={css['figure']}>{formatMargin(race.marginS.mid)}</span>;
}

/** What the figure comes to, in words; whether it is of sending now, the heading of the uncovered says. */
function WallChance({
  row: { race, target },
  isAlone,
}: {
  readonly row: QueueRow;
  readonly isAlone: boolean;
}): JSX.Element | undefined {
  const t = useTranslator();
  if (race?.marginS === undefined || race.outlook === 'met' || target.clock.kind === 'unknown')
    return undefined;
  const isLost = race.outlook === 'too-late';
  const words = [
    ...(race.basis === 'if-sent-now' && !isAlone ? [t.text('race.if-sent')] : []),
    ...(isLost || race.outlook === 'tight' ? [t.text(outlookWord(race.outlook))] : []),
    ...(race.detour === undefined ? [] : [detourShort(race.detour, t)]),
    ...(race.win === undefined || race.detour !== undefined || isLost
      ? []
      : [t.text('win.short', { percent: winPercent(race.win) })]),
  ];
  return <span className={css['chance']}>{words.join(DOT)}</span>;
}

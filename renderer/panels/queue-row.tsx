import { type JSX, memo } from 'react';
import { DOT, formatAge, formatMargin, localText } from '../i18n/format.ts';
import { useActions, useFeedNow, useMirror, useTranslator } from '../store/console.tsx';
import { isUncovered, type QueueRow } from '../store/queue-view.ts';
import { openOrder } from '../store/target.ts';
import { useInSight } from './use-in-sight.ts';
import { LevelMark } from '../ui/level-mark.tsx';
import { NameText } from '../ui/name-text.tsx';
import { OUTLOOK_CLASS, outlookWord, RaceBar } from './race-bar.tsx';
import { rowStatus } from './row-status.ts';
import { sourceText, stakeText } from './target-text.ts';
import { winFull, winPercent } from './win-text.ts';
import css from './queue-row.module.css';

/** The alert card of the queue: level, title, stake; one line of reason; margin and race. Nothing else until opened. */
export const QueueCard = memo(function QueueCard({
  row,
  isSelected,
}: {
  readonly row: QueueRow;
  readonly isSelected: boolean;
}): JSX.Element {
  const { target, race } = row;
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const unitId = openOrder(target)?.unitId;
  const callsign = useMirror((mirror) =>
    unitId === undefined ? undefined : mirror.state?.units[unitId]?.callsign,
  );
  const element = useInSight<HTMLLIElement>(isSelected);
  const status = rowStatus(row, callsign, nowMs, t);
  const outlook = race?.outlook ?? 'unknown';
  const alone = isUncovered(row);
  const age = t.text('queue.ago', { age: formatAge(nowMs - target.raisedAtMs, t.lang) });
  return (
    <li
      ref={element}
      className={`${css['card']} ${OUTLOOK_CLASS[outlook]} ${isSelected ? css['selected'] : ''} ${alone ? css['alone'] : ''}`}
      data-row={row.id}
      data-level={target.level}
      data-alone={alone}
      aria-current={isSelected}
    >
      <button type="button" className={css['hit']} tabIndex={-1} onClick={() => actions.select(row.id)}>
        <span className={css['top']}>
          <LevelMark
            level={target.level}
            label={t.word(`level.${target.level}`)}
            isPulsing={!target.isAcknowledged}
          />
          <span className={css['title']}>
            <NameText text={localText(target.title, t.lang)} />
          </span>
          <span className={css['stake']}>{stakeText(target, t)}</span>
        </span>
        <span className={css['reason']}>
          <NameText text={[localText(target.reason, t.lang), sourceText(target, t), age].join(DOT)} />
        </span>
        <span className={css['numbers']}>
          <Margin row={row} isAlone={alone} />
          <span className={`${css['status']} ${status.isLate ? css['late'] : ''}`}>{status.text}</span>
        </span>
        {race !== undefined && race.outlook !== 'met' && target.clock.kind !== 'unknown' && (
          <RaceBar race={race} />
        )}
      </button>
    </li>
  );
});

/** The biggest thing on a row: the margin, or honest words where there is none. */
function Margin({ row, isAlone }: { readonly row: QueueRow; readonly isAlone: boolean }): JSX.Element {
  const t = useTranslator();
  const { race, target } = row;
  const words = (text: string, extra = ''): JSX.Element => (
    <span className={`${css['words']} ${extra}`}>{text}</span>
  );
  if (race?.outlook === 'met') return words(t.text('queue.met'), css['good']);
  const nobody = isAlone ? words(t.text('queue.nobody'), css['bad']) : undefined;
  if (target.clock.kind === 'unknown') {
    return (
      <span className={css['margin']}>
        {nobody}
        {words(t.text('race.unknown'))}
      </span>
    );
  }
  if (race?.marginS === undefined) {
    return (
      <span className={css['margin']}>
        {nobody}
        <span className={css['small']}>
          {t.text(race === undefined ? 'queue.waiting-race' : 'race.unreachable')}
        </span>
      </span>
    );
  }
  return (
    <span className={css['margin']}>
      {nobody}
      {race.basis === 'if-sent-now' && <span className={css['small']}>{t.text('queue.if-sent')}</span>}
      <span className={isAlone ? css['figureSmall'] : css['figure']}>{formatMargin(race.marginS.mid)}</span>
      {race.outlook === 'tight' && (
        <span className={css['verdict']}>{t.text(outlookWord(race.outlook))}</span>
      )}
      {race.win !== undefined && (
        <span className={css['small']} title={winFull(race.win, t)}>
          {t.text('win.short', { percent: winPercent(race.win) })}
        </span>
      )}
    </span>
  );
}

/** A row of the grouped levels: two lines, no race. */
export const QueueLine = memo(function QueueLine({
  row,
  isSelected,
}: {
  readonly row: QueueRow;
  readonly isSelected: boolean;
}): JSX.Element {
  const { target } = row;
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const element = useInSight<HTMLLIElement>(isSelected);
  const age = t.text('queue.ago', { age: formatAge(nowMs - target.raisedAtMs, t.lang) });
  return (
    <li
      ref={element}
      className={`${css['card']} ${css['line']} ${isSelected ? css['selected'] : ''}`}
      data-row={row.id}
      data-level={target.level}
      aria-current={isSelected}
    >
      <button type="button" className={css['hit']} tabIndex={-1} onClick={() => actions.select(row.id)}>
        <span className={css['top']}>
          <LevelMark level={target.level} label={t.word(`level.${target.level}`)} />
          <span className={css['title']}>
            <NameText text={localText(target.title, t.lang)} />
          </span>
          <span className={css['stake']}>{stakeText(target, t)}</span>
        </span>
        <span className={css['reason']}>
          <NameText text={[localText(target.reason, t.lang), sourceText(target, t), age].join(DOT)} />
        </span>
      </button>
    </li>
  );
});

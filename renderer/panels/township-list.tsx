import { type JSX, useEffect, useRef } from 'react';
import type { Township } from '../../shared/roads/board.ts';
import { formatAmount, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { useTranslator } from '../store/console.tsx';
import {
  type BoardFacts,
  type BoardMeasure,
  measureOf,
  type TownshipFacts,
} from '../store/township-facts.ts';
import { KeyCap } from '../ui/key-cap.tsx';
import { LevelMark } from '../ui/level-mark.tsx';
import { Panel } from './panel.tsx';
import css from './township.module.css';

/** A township's figure in words: a count, or money. */
export function measureText(facts: TownshipFacts | undefined, measure: BoardMeasure, t: Translator): string {
  const value = facts === undefined ? 0 : measureOf(facts, measure);
  return measure === 'lost' || measure === 'saved' ? formatAmount(value, t.lang) : String(value);
}

/** Every township by its figure, the largest first; those without a position are found here alone. */
export function TownshipList({
  rows,
  facts,
  measure,
  chosen,
  onChoose,
}: {
  readonly rows: readonly Township[];
  readonly facts: BoardFacts;
  readonly measure: BoardMeasure;
  readonly chosen: string | undefined;
  readonly onChoose: (code: string) => void;
}): JSX.Element {
  const t = useTranslator();
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen !== undefined) current.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const aside = (
    <>
      <KeyCap>J</KeyCap>
      <KeyCap>K</KeyCap>
    </>
  );
  return (
    <Panel name="townships" title={`${t.text('board.title')} · ${rows.length}`} aside={aside}>
      <ol className={css['list']}>
        {rows.map((township) => {
          const own = facts.byCode.get(township.code);
          const isChosen = township.code === chosen;
          return (
            <li
              key={township.code}
              ref={isChosen ? current : undefined}
              className={isChosen ? css['chosen'] : ''}
              data-township={township.code}
            >
              <button type="button" aria-pressed={isChosen} onClick={() => onChoose(township.code)}>
                <span className={css['mark']}>
                  {own?.level !== undefined && (
                    <LevelMark level={own.level} label={t.word(`level.${own.level}`)} />
                  )}
                </span>
                <span className={css['name']}>
                  {localText(township.name, t.lang)}
                  {township.lon === undefined && <small>{t.text('board.unplaced')}</small>}
                </span>
                <strong className={own === undefined || measureOf(own, measure) === 0 ? css['zero'] : ''}>
                  {measureText(own, measure, t)}
                </strong>
              </button>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

import type { JSX } from 'react';
import type { BoardManifest, Township } from '../../shared/roads/board.ts';
import { DOT, formatAmount, localText } from '../i18n/format.ts';
import { useActions, useTranslator } from '../store/console.tsx';
import type { TownshipFacts } from '../store/township-facts.ts';
import { LevelMark } from '../ui/level-mark.tsx';
import { NameText } from '../ui/name-text.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from './panel.tsx';
import { stakeText } from './target-text.ts';
import css from './township.module.css';

/** One township: what is open there, what was lost and saved in the window, who is based there. No arrival time, ever. */
export function TownshipDetail({
  township,
  facts,
  manifest,
  window,
}: {
  readonly township: Township | undefined;
  readonly facts: TownshipFacts | undefined;
  readonly manifest: BoardManifest;
  /** The window of time in words. */
  readonly window: string;
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  if (township === undefined || facts === undefined)
    return (
      <Panel name="township" title={localText(manifest.title, t.lang)}>
        <Notice title={t.text('board.choose')} hint={localText(manifest.note, t.lang)} />
        <Credits manifest={manifest} />
      </Panel>
    );
  const open = (id: string): void => {
    actions.select(id);
    actions.go('dispatch');
  };
  return (
    <Panel name="township" title={localText(manifest.title, t.lang)}>
      <div className={css['detail']}>
        <h3>{localText(township.name, t.lang)}</h3>
        <p className={css['pinyin']}>
          {`${t.text(`board.kind.${township.kind}`)}${DOT}${t.lang === 'en' ? township.name.zh : township.pinyin}${DOT}${t.text('board.code')} ${township.code}`}
        </p>
        <dl className={css['figures']}>
          <Figure label={t.text('board.measure.open')} value={String(facts.open.length)} />
          <Figure label={`${t.text('board.measure.raised')}${DOT}${window}`} value={String(facts.raised)} />
          <Figure
            label={`${t.text('board.measure.lost')}${DOT}${window}`}
            value={formatAmount(facts.lostFen, t.lang)}
          />
          <Figure
            label={`${t.text('board.measure.saved')}${DOT}${window}`}
            value={formatAmount(facts.savedFen, t.lang)}
          />
          <Figure label={t.text('board.units')} value={String(facts.units)} />
        </dl>
        {facts.open.length === 0 && <p className={css['quiet']}>{t.text('board.none-open')}</p>}
        <ol className={css['open']}>
          {facts.open.map((target) => (
            <li key={target.id}>
              <button type="button" onClick={() => open(target.id)}>
                <LevelMark level={target.level} label={t.word(`level.${target.level}`)} />
                <span>
                  <NameText text={localText(target.title, t.lang)} />
                </span>
                <strong>{stakeText(target, t)}</strong>
              </button>
            </li>
          ))}
        </ol>
      </div>
      <Credits manifest={manifest} />
    </Panel>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Credits({ manifest }: { readonly manifest: BoardManifest }): JSX.Element {
  return <p className={css['credits']}>{manifest.attribution.join(DOT)}</p>;
}

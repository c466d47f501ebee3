import type { JSX } from 'react';
import { formatClock, formatMargin, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { callsignOf } from '../store/callsign.ts';
import { useActions, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { hasBetter, type SealIntent, type SealLine, sealLines, sealSlots, toSend } from '../store/seal.ts';
import type { Target } from '../store/target.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { NotMoving } from './exits-panel.tsx';
import table from './exits-panel.module.css';
import { digitOf, GoneLine } from './gone-line.tsx';
import css from './seal-panel.module.css';
import { useFitWhen } from './use-fit-when.ts';
import { useInSight } from './use-in-sight.ts';

/** Who closes which exits, whether that still holds as things are now, and one key that sends them all. */
export function SealPanel({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const board = useMirror((mirror) => mirror.exits)?.board;
  // what became of the orders is part of the picture
  useMirror((mirror) => mirror.commands);
  const seal = useIntent((intent) => intent.seal);
  useFitWhen(board?.targetId === target.id);
  if (board?.targetId !== target.id) return <NotMoving target={target} />;
  if (board.rows.length === 0)
    return <Notice title={t.text('exits.no-gate')} hint={t.text('exits.no-gate.hint')} />;
  if (seal?.targetId !== target.id) return <Notice title={t.text('seal.loading')} hint="" />;
  const lines = sealLines(seal, board, target, actions.seal.hasFailed);
  return (
    <>
      <Verdict seal={seal} lines={lines} />
      <div className={table['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th aria-label="#" />
              <th>{t.text('seal.col.place')}</th>
              <th className={table['number']}>{t.text('seal.col.target')}</th>
              <th>{t.text('seal.col.unit')}</th>
              <th className={table['number']}>{t.text('seal.col.arrival')}</th>
              <th className={table['number']}>{t.text('seal.col.margin')}</th>
            </tr>
          </thead>
          <tbody>
            {sealSlots(seal, lines).map(({ place, row: line }, index) =>
              line === undefined ? (
                <GoneLine
                  key={place.rowId}
                  place={place}
                  digit={digitOf(index)}
                  columns={6}
                  why={t.text('exits.gone')}
                />
              ) : (
                <Row key={place.rowId} line={line} index={index} />
              ),
            )}
          </tbody>
        </table>
      </div>
      <Foot seal={seal} lines={lines} />
    </>
  );
}

const GOOD: ReadonlySet<SealLine['state']> = new Set(['holds', 'covered']);
const TIGHT: ReadonlySet<SealLine['state']> = new Set(['tight', 'ordered', 'unclocked']);

/** Exits that are not held are named so far; more would push the table off the screen. */
const MOST_NAMED = 3;

/** The answer to "does the plan still hold?" in one line, and a second one for what has got worse. */
function Verdict({
  seal,
  lines,
}: {
  readonly seal: SealIntent;
  readonly lines: readonly SealLine[];
}): JSX.Element {
  const t = useTranslator();
  if (seal.plan === undefined && lines.some(({ exit }) => exit.status === 'open'))
    return <p className={css['verdict']}>{t.text('seal.loading')}</p>;
  const kept = lines.filter(({ isLeftOut }) => !isLeftOut);
  const good = kept.filter(({ state }) => GOOD.has(state));
  const tight = kept.filter(({ state }) => TIGHT.has(state));
  const bad = kept.filter(({ state }) => !GOOD.has(state) && !TIGHT.has(state));
  const tone = bad.length > 0 ? 'is-behind' : tight.length > 0 ? 'is-tight' : 'is-ahead';
  const changed = kept.filter(({ was }) => was !== undefined);
  const parts = [
    ...(good.length > 0 ? [t.text('seal.count.good', { n: good.length })] : []),
    ...(tight.length > 0 ? [t.text('seal.count.tight', { n: tight.length })] : []),
    ...(bad.length > 0 ? [t.text('seal.count.bad', { n: bad.length })] : []),
  ];
  const named = bad.slice(0, MOST_NAMED).map(({ exit }) => localText(exit.name, t.lang));
  return (
    <div aria-live="polite">
      <p
        className={`${css['verdict']} ${tone}`}
        data-verdict={bad.length > 0 ? 'bad' : tight.length > 0 ? 'tight' : 'good'}
      >
        {bad.length === 0 && tight.length === 0
          ? t.text('seal.holds', { n: good.length })
          : parts.join(' · ')}
        {named.length > 0 && (
          <small>{named.join(t.text('find.and')) + (bad.length > named.length ? '\u00a0…' : '')}</small>
        )}
      </p>
      {changed.length > 0 && (
        <p className={`${css['changed']} is-behind`} data-changed={changed.length}>
          {t.text('seal.changed', { list: changed.map((line) => changeText(line, t)).join(' · ') })}
        </p>
      )}
    </div>
  );
}

function changeText({ exit, was, state }: SealLine, t: Translator): string {
  return t.text('seal.changed.one', {
    place: localText(exit.name, t.lang),
    was: was === undefined ? '' : t.text(`seal.state.${was}`),
    now: t.text(`seal.state.${state}`),
  });
}

function Row({ line, index }: { readonly line: SealLine; readonly index: number }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const isChosen = useIntent((intent) => intent.dockRowId) === line.exit.gateId;
  const inSight = useInSight<HTMLTableRowElement>(isChosen, index);
  const swapFrom = useIntent((intent) => intent.seal?.swapFrom);
  const { exit, unitId, arrivalMs, marginS, state, isLeftOut, isPinned } = line;
  const callsign = useMirror((mirror) =>
    unitId === undefined ? undefined : callsignOf(mirror.state?.units, unitId),
  );
  const tone = GOOD.has(state) ? 'is-ahead' : TIGHT.has(state) ? 'is-tight' : 'is-behind';
  const marks = [
    t.text(isLeftOut ? 'seal.left-out' : `seal.state.${state}`),
    ...(exit.status === 'en-route' ? [t.text('exits.status.en-route')] : []),
    ...(isPinned ? [t.text('seal.pinned')] : []),
    ...(swapFrom === exit.gateId ? [t.text('seal.swap-from')] : []),
  ];
  return (
    <tr
      className={`${table['row']} ${isChosen ? table['chosen'] : ''} ${isLeftOut ? css['out'] : tone}`}
      ref={inSight}
      data-exit={exit.gateId}
      data-state={isLeftOut ? 'left-out' : state}
      aria-selected={isChosen}
      onClick={() => actions.seal.toggle(index)}
    >
      <td className={table['digit']}>{digitOf(index)}</td>
      <td>
        <span className={table['name']}>{localText(exit.name, t.lang)}</span>
        <small className={css['state']}>{marks.join(' · ')}</small>
      </td>
      <td className={table['number']}>
        {exit.targetMs === undefined ? (
          '—'
        ) : (
          <>
            <span>{formatClock(exit.targetMs.mid)}</span>
            <small>{`${formatClock(exit.targetMs.low)}–${formatClock(exit.targetMs.high)}`}</small>
          </>
        )}
      </td>
      <td>{isLeftOut ? '—' : (callsign ?? '—')}</td>
      <td className={table['number']}>
        {isLeftOut || arrivalMs === undefined || arrivalMs.mid < nowMs ? '—' : formatClock(arrivalMs.mid)}
      </td>
      <td className={table['margin']}>
        {isLeftOut || marginS === undefined ? '—' : formatMargin(marginS.mid)}
      </td>
    </tr>
  );
}

function Foot({
  seal,
  lines,
}: {
  readonly seal: SealIntent;
  readonly lines: readonly SealLine[];
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const n = toSend(seal, lines).length;
  const sent = seal.sent.length > 0 || lines.some(({ exit }) => exit.status !== 'open');
  return (
    <p className={table['foot']}>
      {n > 0 ? (
        <Button onPress={() => actions.seal.sendAll()} isOn>
          {t.text('seal.send', { n })}
        </Button>
      ) : (
        <span>{t.text(seal.held === undefined ? 'seal.loading' : sent ? 'seal.sent' : 'seal.nothing')}</span>
      )}
      {hasBetter(seal) && (
        <Button onPress={() => actions.seal.replan()} isArmed>
          {t.text('seal.better')}
        </Button>
      )}
    </p>
  );
}

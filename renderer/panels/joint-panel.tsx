import type { JSX } from 'react';
import { DOT, formatClock, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { callsignOf } from '../store/callsign.ts';
import { useActions, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { isOutdated, type JointIntent, type JointRow, jointRows } from '../store/joint.ts';
import { targetOf } from '../store/target.ts';
import { Button } from '../ui/button.tsx';
import { LevelMark } from '../ui/level-mark.tsx';
import { NameText } from '../ui/name-text.tsx';
import { Notice } from '../ui/notice.tsx';
import table from './exits-panel.module.css';
import { jointHeadline } from './desk-strip.tsx';
import css from './desk-panels.module.css';
import { winPercent } from './win-text.ts';

/** Everything that waits, decided at once: who goes where, what that means per line, and one key that sends all lines. */
export function JointPanel(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const state = useMirror((mirror) => mirror.state);
  // what became of the orders is part of the picture
  useMirror((mirror) => mirror.commands);
  const joint = useIntent((intent) => intent.joint);
  if (state === undefined || joint === undefined)
    return <Notice title={t.text('joint.none')} hint={t.text('joint.none.hint')} />;
  const { what, gain } = jointHeadline(joint.held, t);
  const rows = jointRows(joint, state, actions.joint.hasFailed);
  return (
    <>
      <p className={css['headline']} aria-live="polite">
        {what}
        <small>{gain}</small>
      </p>
      <div className={table['scroll']}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th aria-label="#" />
              <th>{t.text('joint.col.race')}</th>
              <th>{t.text('joint.col.unit')}</th>
              <th className={table['number']}>{t.text('joint.col.arrival')}</th>
              <th className={table['number']}>{t.text('joint.col.chance')}</th>
              <th>{t.text('joint.col.why')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <Row key={row.line.targetId} row={row} index={index} />
            ))}
          </tbody>
        </table>
      </div>
      <Foot joint={joint} rows={rows} />
    </>
  );
}

const QUIET: ReadonlySet<JointRow['state']> = new Set(['struck', 'gone']);

function Row({ row, index }: { readonly row: JointRow; readonly index: number }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const chosenId = useIntent((intent) => intent.dockRowId);
  const callsign = useCallsigns();
  const { line, target, state, unitId } = row;
  const isChosen = chosenId === undefined ? index === 0 : chosenId === line.targetId;
  const title = target === undefined ? line.targetId : localText(target.title, t.lang);
  return (
    <tr
      className={`${table['row']} ${isChosen ? table['chosen'] : ''} ${QUIET.has(state) ? css['out'] : ''}`}
      data-line={line.targetId}
      data-state={state}
      aria-selected={isChosen}
      onClick={() => actions.joint.toggle(index)}
    >
      <td className={table['digit']}>{index + 1}</td>
      <td>
        <span className={css['race']}>
          {target !== undefined && <LevelMark level={target.level} label={t.word(`level.${target.level}`)} />}
          <span className={table['name']}>
            <NameText text={title} />
          </span>
        </span>
      </td>
      <td>
        {row.choices.length > 1 && (state === 'choose' || state === 'ready') ? (
          <span className={css['choices']}>
            {row.choices.map((choice) => (
              <Button
                key={choice}
                isOn={choice === unitId}
                onPress={() => actions.joint.choose(index, choice)}
              >
                {callsign(choice)}
              </Button>
            ))}
            {state === 'choose' && <small className={css['choose']}>{t.text('joint.choose')}</small>}
          </span>
        ) : (
          <>
            <span className={css['unit']}>{callsign(unitId ?? line.unitId)}</span>
            {state !== 'ready' && state !== 'choose' && <small>{t.text(`joint.state.${state}`)}</small>}
          </>
        )}
      </td>
      <td className={table['number']}>{formatClock(line.arrivalMs.mid)}</td>
      <td className={`${table['number']} ${css['figure']}`}>
        {winPercent({ p: line.chance })}%{line.win === undefined && <small>{t.text('joint.usual')}</small>}
      </td>
      <td className={css['why']}>{useWhy(row, t).join(DOT)}</td>
    </tr>
  );
}

/** What a line costs elsewhere, and why it is not the row's own first. */
function useWhy({ line }: JointRow, t: Translator): string[] {
  const state = useMirror((mirror) => mirror.state);
  const callsign = useCallsigns();
  const titleOf = (id: string): string => {
    const target = state === undefined ? undefined : targetOf(state, id);
    return target === undefined ? id : localText(target.title, t.lang);
  };
  const words: string[] = [];
  const { takes, first } = line;
  if (takes !== undefined) {
    const { before, after, insteadUnitId } = takes;
    const figures = {
      title: titleOf(takes.incidentId),
      before: winPercent({ p: before }),
      after: winPercent({ p: after }),
    };
    words.push(
      insteadUnitId === undefined
        ? t.text('joint.takes.alone', figures)
        : t.text('joint.takes', { ...figures, unit: callsign(insteadUnitId) }),
    );
  }
  if (first?.keptFor !== undefined)
    words.push(t.text('joint.kept', { unit: callsign(first.unitId), title: titleOf(first.keptFor) }));
  else if (first !== undefined && takes === undefined && !line.equals.includes(first.unitId))
    words.push(t.text('joint.cover', { unit: callsign(first.unitId) }));
  return words.length === 0 ? [t.text('joint.first')] : words;
}

function Foot({
  joint,
  rows,
}: {
  readonly joint: JointIntent;
  readonly rows: readonly JointRow[];
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const newest = useMirror((mirror) => mirror.joint);
  const count = (state: JointRow['state']): number => rows.filter((row) => row.state === state).length;
  const [ready, open] = [count('ready'), count('choose')];
  return (
    <p className={table['foot']}>
      {ready > 0 && (
        <Button onPress={() => actions.joint.sendAll()} isOn>
          {t.text('joint.send', { n: ready })}
        </Button>
      )}
      {open > 0 && <span className={css['choose']}>{t.text('joint.send.choose', { n: open })}</span>}
      {ready + open === 0 && count('ordered') > 0 && <span>{t.text('joint.sent')}</span>}
      {isOutdated(joint, newest) && (
        <Button onPress={() => actions.joint.refresh()} isArmed>
          {t.text('joint.outdated')}
        </Button>
      )}
      {joint.held.held.length > 0 && <span>{t.text('joint.held', { n: joint.held.held.length })}</span>}
    </p>
  );
}

function useCallsigns(): (unitId: string) => string {
  const units = useMirror((mirror) => mirror.state?.units);
  return (unitId) => callsignOf(units, unitId);
}

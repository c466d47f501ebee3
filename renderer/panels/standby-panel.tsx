import type { JSX } from 'react';
import type { StandbyMove } from '../../shared/domain/desk-advice.ts';
import { formatMinute, localText } from '../i18n/format.ts';
import { useActions, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import {
  failedPost,
  hasNewerMoves,
  isToSend,
  type MoveState,
  moveState,
  type PostedUnit,
  postedUnits,
  type StandbyTable,
  standbyTable,
} from '../store/standby.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { CommandNotes, failureText } from './command-notes.tsx';
import { percent } from './desk-strip.tsx';
import table from './exits-panel.module.css';
import css from './desk-panels.module.css';

/** Where free cars had better wait, what that gains and what it rests on; below, who waits where it was sent. */
export function StandbyPanel(): JSX.Element {
  const t = useTranslator();
  const plan = useMirror((mirror) => mirror.standby);
  const state = useMirror((mirror) => mirror.state);
  const moves = useIntent((intent) => intent.standbyMoves);
  const posted = postedUnits(state);
  const { sent, refused } = useTable().moved;
  if (plan === undefined || moves === undefined) return <Notice title={t.text('standby.preparing')} />;
  const { basis } = plan;
  return (
    <>
      <p className={css['basis']}>{t.text(`standby.basis.${basis.kind}`, { n: basis.n })}</p>
      {moves.length === 0 && <Notice title={t.text('standby.none')} />}
      <div className={table['scroll']}>
        {moves.length > 0 && (
          <table className={table['table']}>
            <thead>
              <tr>
                <th aria-label="#" />
                <th>{t.text('standby.col.unit')}</th>
                <th>{t.text('standby.col.post')}</th>
                <th className={table['number']}>{t.text('standby.col.drive')}</th>
                <th>{t.text('standby.col.area')}</th>
                <th className={table['number']}>{t.text('standby.col.reach')}</th>
              </tr>
            </thead>
            <tbody>
              {moves.map((move, index) => (
                <MoveRow key={move.unitId} move={move} index={index} />
              ))}
            </tbody>
          </table>
        )}
        {posted.length > 0 && (
          <section className={css['posted']}>
            <h3>{t.text('standby.posted')}</h3>
            <ul>
              {posted.map((unit) => (
                <PostedRow key={unit.unitId} unit={unit} />
              ))}
            </ul>
          </section>
        )}
      </div>
      <CommandNotes
        targetIds={[...sent, ...posted.map(({ unitId }) => unitId)].filter((id) => !refused.includes(id))}
      />
      {moves.length > 0 && <Foot moves={moves} />}
    </>
  );
}

/** The table, and how a move of it stands now. */
function useTable(): { readonly moved: StandbyTable; readonly stateOf: (move: StandbyMove) => MoveState } {
  const intent = useIntent((now) => now);
  const commands = useMirror((mirror) => mirror.commands);
  const state = useMirror((mirror) => mirror.state);
  const moved = standbyTable(intent, commands);
  return { moved, stateOf: (move) => moveState(move, moved, state) };
}

/** Why its newest order to wait somewhere came to nothing; empty when it did not. */
function useRefusal(unitId: string): string {
  const t = useTranslator();
  const commands = useMirror((mirror) => mirror.commands);
  const failed = useIntent(({ sent }) => failedPost(unitId, sent, commands));
  return failed === undefined ? '' : failureText(failed, commands[failed.commandId], t);
}

function MoveRow({ move, index }: { readonly move: StandbyMove; readonly index: number }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const chosenId = useIntent((intent) => intent.dockRowId);
  const now = useTable().stateOf(move);
  const refusal = useRefusal(move.unitId);
  const callsign = useMirror((mirror) => mirror.state?.units[move.unitId]?.callsign) ?? move.unitId;
  const isChosen = chosenId === undefined ? index === 0 : chosenId === move.unitId;
  return (
    <tr
      className={`${table['row']} ${isChosen ? table['chosen'] : ''} ${isToSend(now) ? '' : css['out']}`}
      data-move={move.unitId}
      data-state={now}
      aria-selected={isChosen}
      onClick={() => actions.standby.toggle(index)}
    >
      <td className={table['digit']}>{index + 1}</td>
      <td>
        <span className={table['name']}>{callsign}</span>
        {now !== 'ready' && (
          <small className={now === 'refused' ? css['refused'] : ''}>{t.text(`standby.${now}`)}</small>
        )}
      </td>
      <td>
        {localText(move.post.name, t.lang)}
        {now === 'refused' && <small className={css['refused']}>{refusal}</small>}
      </td>
      <td className={table['number']}>
        {t.text('standby.minutes', { n: Math.max(1, Math.round(move.driveS / 60)) })}
      </td>
      <td>{move.area === undefined ? '—' : localText(move.area, t.lang)}</td>
      <td className={`${table['number']} ${css['figure']}`}>
        {`${percent(move.before)}% → ${percent(move.after)}%`}
      </td>
    </tr>
  );
}

function PostedRow({ unit }: { readonly unit: PostedUnit }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const isChosen = useIntent((intent) => intent.dockRowId === unit.unitId);
  const { post, callsign, unitId } = unit;
  return (
    <li className={isChosen ? css['chosen'] : ''} data-posted={unitId}>
      <span className={table['name']}>{callsign}</span>
      <span>{post.label === undefined ? '' : localText(post.label, t.lang)}</span>
      <small>{t.text('standby.since', { clock: formatMinute(post.atMs) })}</small>
      <Button onPress={() => actions.standby.release(unitId)}>
        {t.text(isChosen ? 'standby.release.key' : 'standby.release')}
      </Button>
    </li>
  );
}

function Foot({ moves }: { readonly moves: readonly StandbyMove[] }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const { moved, stateOf } = useTable();
  const newest =
    useMirror((mirror) => mirror.standby)?.moves.filter((move) => stateOf(move) !== 'gone') ?? [];
  const isOld = hasNewerMoves(newest, moved);
  const n = moves.filter((move) => isToSend(stateOf(move))).length;
  return (
    <p className={table['foot']}>
      {n > 0 ? (
        <Button onPress={() => actions.standby.sendAll()} isOn>
          {t.text('standby.send', { n })}
        </Button>
      ) : (
        <span>{t.text('standby.nothing')}</span>
      )}
      {isOld && (
        <Button onPress={() => actions.standby.refresh()} isArmed>
          {t.text('standby.newer')}
        </Button>
      )}
      <span>{t.text('standby.fair')}</span>
    </p>
  );
}

import type { JSX } from 'react';
import type { ExitRow, ExitsBoard } from '../../shared/domain/moving-target.ts';
import type { Band } from '../../shared/domain/race.ts';
import { receiptOf } from '../../shared/domain/rendezvous.ts';
import { DOT, formatAge, formatClock, formatMargin, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { useActions, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { exitRows } from '../store/board-rows.ts';
import { chosenRow } from '../store/dock.ts';
import { linesOf, slotsOf } from '../store/row-places.ts';
import { isOf, type Target } from '../store/target.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import css from './exits-panel.module.css';
import { digitOf, GoneLine } from './gone-line.tsx';
import { ReceiptLine } from './receipt-line.tsx';
import { useFitWhen } from './use-fit-when.ts';
import { useInSight } from './use-in-sight.ts';
import { useHeldRow } from './use-held-row.ts';

/** Every place where the person on the move can be stopped, against who can be there: one line each, one key sends. */
export function ExitsPanel({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const mine = useMirror(({ exits, state }) =>
    isOf(state, exits?.board.targetId, target) ? exits?.board : undefined,
  );
  useFitWhen(mine !== undefined);
  if (mine === undefined) return <NotMoving target={target} />;
  if (mine.why !== undefined) return <Notice title={localText(mine.why, t.lang)} hint="" />;
  return (
    <>
      <FellThrough target={target} />
      <Summary board={mine} />
      {mine.rows.length === 0 ? (
        <Notice title={t.text('exits.no-gate')} hint={t.text('exits.no-gate.hint')} />
      ) : (
        <Rows board={mine} />
      )}
      <Lookouts board={mine} />
    </>
  );
}

/** Why the exits count now: the meeting was refused, or nobody answers. */
function FellThrough({ target }: { readonly target: Target }): JSX.Element | undefined {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const fallen = useIntent((intent) => intent.fallen);
  const rendezvous = target.incident?.rendezvous;
  if (rendezvous === undefined) return undefined;
  const receipt = receiptOf(rendezvous, nowMs);
  if (receipt !== 'silent' && receipt !== 'refused') return undefined;
  const note =
    fallen === undefined
      ? t.text('exits.again')
      : t.text(fallen.over === undefined ? 'exits.fallen' : 'exits.fallen.meeting');
  return <ReceiptLine rendezvous={rendezvous} note={note} />;
}

/** Nothing is reckoned yet: what to do about it. */
export function NotMoving({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const isReckoning = target.incident?.departure !== undefined || target.incident?.itinerary !== undefined;
  if (isReckoning) return <Notice title={t.text('exits.loading')} hint="" />;
  return (
    <div className={css['still']}>
      <Notice title={t.text('exits.not-moving')} hint={t.text('exits.not-moving.hint')} />
      {!target.isClosed && (
        <Button onPress={() => actions.left()} isOn title={t.text('exits.left.hint')}>
          {t.text('exits.left')}
        </Button>
      )}
    </div>
  );
}

function Summary({ board }: { readonly board: ExitsBoard }): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const count = (status: ExitRow['status']): number =>
    board.rows.filter((row) => row.status === status).length;
  const unseen = Math.round(100 * board.unseenShare);
  const parts = [
    t.text('exits.covered', {
      covered: count('covered'),
      rolling: count('en-route'),
      open: count('open'),
    }),
    t.text('exits.since', {
      clock: formatClock(board.seenAtMs),
      age: formatAge(Math.max(0, nowMs - board.seenAtMs), t.lang),
    }),
    ...(unseen > 0 ? [t.text('exits.unseen', { n: unseen })] : []),
    board.learnedFrom === 0
      ? t.text('exits.uncalibrated')
      : t.text('exits.learned', { n: board.learnedFrom }),
  ];
  return <p className={css['summary']}>{parts.join(DOT)}</p>;
}

function Rows({ board }: { readonly board: ExitsBoard }): JSX.Element {
  const t = useTranslator();
  const chosen = chosenRow(
    board.rows,
    useIntent((intent) => intent.dockRowId),
  );
  const kept = useIntent((intent) => intent.lines);
  const places = linesOf(kept, exitRows(board));
  const isToSend = (row: ExitRow): boolean => row.status === 'open' && row.unitId !== undefined;
  useHeldRow({
    places,
    liveIds: board.rows.map(({ gateId }) => gateId),
    bestId: (board.rows.find(isToSend) ?? board.rows[0])?.gateId,
    isDone: chosen !== undefined && !isToSend(chosen),
  });
  return (
    <div className={css['scroll']}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th aria-label="#" />
            <th>{t.text('exits.col.place')}</th>
            <th className={css['number']}>{t.text('exits.col.chance')}</th>
            <th className={css['number']}>{t.text('exits.col.target')}</th>
            <th className={css['number']}>{t.text('exits.col.unit')}</th>
            <th className={css['number']}>{t.text('exits.col.latest')}</th>
            <th className={css['number']}>{t.text('exits.col.margin')}</th>
          </tr>
        </thead>
        <tbody>
          {slotsOf(places, board.rows, ({ gateId }) => gateId).map(({ place, row }, index) =>
            row === undefined ? (
              <GoneLine
                key={place.rowId}
                place={place}
                digit={digitOf(index)}
                columns={7}
                why={t.text('exits.gone')}
              />
            ) : (
              <Row key={place.rowId} row={row} index={index} isChosen={row === chosen} />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  row,
  index,
  isChosen,
}: {
  readonly row: ExitRow;
  readonly index: number;
  readonly isChosen: boolean;
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const line = useInSight<HTMLTableRowElement>(isChosen, index);
  const callsign = useMirror((mirror) =>
    row.unitId === undefined ? undefined : mirror.state?.units[row.unitId]?.callsign,
  );
  const { marginS, latestDepartureMs: latest } = row;
  const tone =
    marginS === undefined ? '' : marginS.low > 0 ? 'is-ahead' : marginS.mid >= 0 ? 'is-tight' : 'is-behind';
  return (
    <tr
      className={`${css['row']} ${isChosen ? css['chosen'] : ''} ${tone}`}
      ref={line}
      data-exit={row.gateId}
      data-status={row.status}
      aria-selected={isChosen}
      onClick={() => actions.pick(index + 1)}
    >
      <td className={css['digit']}>{digitOf(index)}</td>
      <td>
        <span className={css['name']}>{localText(row.name, t.lang)}</span>
        <small className={`${css['status']} ${css[row.status]}`}>
          {`${STATUS_MARK[row.status]} ${t.text(`exits.status.${row.status}`)}`}
        </small>
      </td>
      <td className={css['number']}>
        {row.targetMs === undefined ? '—' : `${Math.round(100 * row.chance)} %`}
      </td>
      <td className={css['number']}>{bandText(row.targetMs)}</td>
      <td className={css['number']}>
        <span>{callsign ?? t.text('exits.nobody')}</span>
        {row.arrivalMs !== undefined && <small>{formatClock(row.arrivalMs.mid)}</small>}
      </td>
      <td className={css['number']}>{latestText(row, latest, nowMs, t)}</td>
      <td className={css['margin']}>{marginS === undefined ? '—' : formatMargin(marginS.mid)}</td>
    </tr>
  );
}

/** Shape first: full, half, empty. */
const STATUS_MARK = { covered: '●', 'en-route': '◐', open: '○' } as const;

function bandText(band: Band | undefined): JSX.Element | string {
  if (band === undefined) return '—';
  return (
    <>
      <span>{formatClock(band.mid)}</span>
      <small>{`${formatClock(band.low)}–${formatClock(band.high)}`}</small>
    </>
  );
}

function latestText(row: ExitRow, latest: number | undefined, nowMs: number, t: Translator): string {
  if (row.status !== 'open' || latest === undefined) return '—';
  return latest < nowMs ? t.text('exits.passed') : formatClock(latest);
}

function Lookouts({ board }: { readonly board: ExitsBoard }): JSX.Element | undefined {
  const t = useTranslator();
  if (board.lookouts.length === 0) return undefined;
  return (
    <p className={css['lookouts']}>
      <b>{t.text('exits.lookouts')}</b>
      {board.lookouts.slice(0, 4).map((row) => (
        <span key={row.gateId}>
          {`${localText(row.name, t.lang)} ${Math.round(100 * row.chance)} % ${formatClock(row.targetMs.low)}–${formatClock(row.targetMs.high)}`}
        </span>
      ))}
    </p>
  );
}

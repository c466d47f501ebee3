import { type JSX, useState } from 'react';
import type { MeetingRow } from '../../shared/domain/rendezvous.ts';
import { DOT, formatMinute, localText } from '../i18n/format.ts';
import { useActions, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { meetingRows } from '../store/board-rows.ts';
import { chosenRow, isCarrier, meetingWords } from '../store/dock.ts';
import { linesOf, type RowPlace, slotsOf } from '../store/row-places.ts';
import { isOf, type Target } from '../store/target.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { digitOf } from './gone-line.tsx';
import css from './meeting-panel.module.css';
import { ReceiptLine } from './receipt-line.tsx';
import { useFitWhen } from './use-fit-when.ts';
import { useHeldRow } from './use-held-row.ts';

/** Where a willing person or carrier can be met first; what to say in large type, the text to send, and what became of it. */
export function MeetingPanel({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const mine = useMirror(({ exits, state }) =>
    isOf(state, exits?.board.targetId, target) ? exits : undefined,
  );
  const chosenId = useIntent((intent) => intent.dockRowId);
  const rendezvous = target.incident?.rendezvous;
  const meetings = mine?.meetings ?? [];
  const chosen = chosenRow(meetings, chosenId);
  const kept = useIntent((intent) => intent.lines);
  const places = mine === undefined ? [] : linesOf(kept, meetingRows(mine));
  useHeldRow({
    places,
    liveIds: meetings.map(({ gateId }) => gateId),
    bestId: meetings[0]?.gateId,
    isDone: false,
  });
  useFitWhen(mine !== undefined);
  if (mine === undefined)
    return <Notice title={t.text('exits.not-moving')} hint={t.text('exits.not-moving.hint')} />;
  return (
    <>
      {rendezvous !== undefined && <ReceiptLine rendezvous={rendezvous} />}
      {meetings.length === 0 && <Notice title={t.text('meet.none')} hint={t.text('meet.none.hint')} />}
      {meetings.length > 0 && (
        <div className={css['body']}>
          <ol className={css['places']}>
            {slotsOf(places, meetings, ({ gateId }) => gateId).map(({ place, row }, index) =>
              row === undefined ? (
                <GonePlace
                  key={place.rowId}
                  place={place}
                  index={index}
                  isChosen={place.rowId === chosenId}
                />
              ) : (
                <Place key={place.rowId} row={row} index={index} isChosen={row === chosen} />
              ),
            )}
          </ol>
          {chosen === undefined ? (
            <Notice title={t.text('meet.choose')} hint={t.text('meet.choose.hint')} />
          ) : (
            <Words row={chosen} target={target} />
          )}
        </div>
      )}
    </>
  );
}

/** A place that was read here and is not among the earliest any more: nobody else moves into its line. */
function GonePlace({
  place,
  index,
  isChosen,
}: {
  readonly place: RowPlace;
  readonly index: number;
  readonly isChosen: boolean;
}): JSX.Element {
  const t = useTranslator();
  return (
    <li className={`${css['place']} ${css['gone']} ${isChosen ? css['chosen'] : ''}`} data-gone={place.rowId}>
      <kbd>{digitOf(index)}</kbd>
      <span>
        {localText(place.name, t.lang)} <small>{t.text('meet.gone')}</small>
      </span>
    </li>
  );
}

function Place({
  row,
  index,
  isChosen,
}: {
  readonly row: MeetingRow;
  readonly index: number;
  readonly isChosen: boolean;
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const callsign = useMirror((mirror) => mirror.state?.units[row.unitId]?.callsign) ?? row.unitId;
  const minutes = Math.max(1, Math.ceil((row.jointMs.mid - nowMs) / 60_000));
  const traits = [
    t.text(row.isRightSide ? 'meet.right-side' : 'meet.other-side'),
    ...(row.hasPost ? [t.text('meet.post')] : []),
    ...(row.isLit ? [t.text('meet.lit')] : []),
    ...(row.onTheWay >= 0.1 ? [t.text('meet.on-way', { n: Math.round(100 * row.onTheWay) })] : []),
  ];
  const times = [
    t.text('meet.person', { clock: formatMinute(row.personMs.mid) }),
    t.text('meet.unit', { unit: callsign, clock: formatMinute(row.unitMs.mid) }),
  ];
  return (
    <li className={`${css['place']} ${isChosen ? css['chosen'] : ''}`} data-meeting={row.gateId}>
      <button type="button" tabIndex={-1} onClick={() => actions.pick(index + 1)}>
        <kbd>{digitOf(index)}</kbd>
        <span className={css['top']}>
          <span className={css['name']}>{localText(row.name, t.lang)}</span>
          <strong>{t.text('meet.joint', { n: minutes })}</strong>
        </span>
        <small>{times.join(DOT)}</small>
        <small className={css['traits']}>{traits.join(DOT)}</small>
      </button>
    </li>
  );
}

function Words({ row, target }: { readonly row: MeetingRow; readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const [copied, setCopied] = useState<string | undefined>(undefined);
  const { sentence, text } = meetingWords(row, target, nowMs);
  const sms = localText(text, t.lang);
  const copy = (): void => {
    void navigator.clipboard.writeText(sms).then(() => setCopied(sms));
  };
  return (
    <div className={css['words']}>
      <h4>{t.text(isCarrier(target) ? 'meet.say.carrier' : 'meet.say')}</h4>
      <p className={css['sentence']} data-sentence>
        {localText(sentence, t.lang)}
      </p>
      <h4>{t.text('meet.text')}</h4>
      <p className={css['sms']}>
        <span data-sms>{sms}</span>
        <Button onPress={copy}>{t.text(copied === sms ? 'meet.copied' : 'meet.copy')}</Button>
      </p>
    </div>
  );
}

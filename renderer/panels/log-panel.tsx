import { type JSX, useEffect, useRef, useState } from 'react';
import type { Incident, Order } from '../../shared/domain/entities.ts';
import { formatClock, localText } from '../i18n/format.ts';
import { callsignOf } from '../store/callsign.ts';
import { useActions, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import type { Target } from '../store/target.ts';
import { Button } from '../ui/button.tsx';
import css from './log-panel.module.css';

const SHOWN = 40;

/** The incident's own log, newest first, and the line to write one more. */
export function LogPanel({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const { incident } = target;
  const notes = incident?.notes ?? [];
  return (
    <section className={css['log']} data-panel="log">
      <header className={css['head']}>
        <h3>{t.text('incident.log')}</h3>
        <span>{t.text('incident.log.count', { n: notes.length })}</span>
      </header>
      {incident !== undefined && <NoteInput />}
      {incident === undefined && <p className={css['empty']}>{t.text('incident.note.promote')}</p>}
      {incident !== undefined && notes.length === 0 && target.orders.length === 0 && (
        <p className={css['empty']}>{t.text('incident.log.empty')}</p>
      )}
      {incident !== undefined && <Lines incident={incident} orders={target.orders} />}
    </section>
  );
}

/** The notes, and among them why a unit was sent that was not the first of its list. */
function Lines({
  incident,
  orders,
}: {
  readonly incident: Incident;
  readonly orders: readonly Order[];
}): JSX.Element {
  const t = useTranslator();
  const units = useMirror((mirror) => mirror.state?.units);
  const choices = orders.flatMap((order) => {
    if (order.reason === undefined || order.state === 'recalled') return [];
    const unit = callsignOf(units, order.unitId);
    const reason = localText(order.reason, t.lang);
    const said = t.text('override.log', { unit, reason });
    const { issuedBy: actor, issuedAtMs: atMs } = order;
    return [{ noteId: order.orderId, atMs, actor, lane: undefined, text: { zh: said, en: said } }];
  });
  const lines = [...incident.notes, ...choices].toSorted((a, b) => a.atMs - b.atMs);
  return (
    <ol>
      {lines
        .slice(-SHOWN)
        .toReversed()
        .map((note) => (
          <li key={note.noteId} className={css['line']}>
            <time>{formatClock(note.atMs)}</time>
            <span>
              {note.lane !== undefined && <b>{`${t.word(`lane.${note.lane}`)} `}</b>}
              {note.actor.label !== undefined && <i>{`${note.actor.label} `}</i>}
              {localText(note.text, t.lang)}
            </span>
          </li>
        ))}
    </ol>
  );
}

function NoteInput(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const focusCount = useIntent((intent) => intent.noteFocus);
  const seenFocus = useRef(focusCount);
  const isReplay = useMirror((mirror) => mirror.playhead?.mode === 'replay');
  useEffect(() => {
    if (focusCount === seenFocus.current) return;
    seenFocus.current = focusCount;
    field.current?.focus();
  }, [focusCount]);
  const submit = (): void => {
    if (text.trim() === '') return;
    actions.note(text);
    setText('');
    field.current?.blur();
  };
  return (
    <form
      className={css['input']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        ref={field}
        value={text}
        maxLength={500}
        disabled={isReplay}
        onChange={(event) => setText(event.target.value)}
        placeholder={t.text(isReplay ? 'replay.readonly' : 'incident.note')}
        aria-label={t.text('incident.note')}
        data-field="note"
      />
      <Button onPress={submit} isDisabled={isReplay || text.trim() === ''}>
        {t.text('incident.note.submit')}
      </Button>
    </form>
  );
}

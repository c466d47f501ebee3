import { type FormEvent, type JSX, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { ALERT_LEVELS } from '../../shared/domain/vocabulary.ts';
import { CommandNotes } from '../panels/command-notes.tsx';
import { useActions, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { EMPTY_REPORT, REPORT_ID, type ReportField } from '../store/intent.ts';
import { Button } from '../ui/button.tsx';
import { Overlay } from './overlay.tsx';
import { reportChoices, understand } from './report-form.ts';
import { placesAtWork } from './report-places.ts';
import { NO_READINGS, useReadings } from './use-readings.ts';
import { useRegionPlaces } from './use-region-places.ts';
import overlay from './overlay.module.css';
import css from './report-sheet.module.css';

const FIELDS: readonly ReportField[] = [
  'what',
  'amount',
  'due',
  'place',
  'name',
  'phone',
  'plate',
  'way',
  'scam',
  'source',
];
const CHOICES: ReadonlySet<ReportField> = new Set(['place', 'scam', 'source']);

/** A new alert while the caller speaks: one line a fact, what was understood beside it, Enter sends. */
export function ReportSheet(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const draft = useIntent((intent) => intent.reportDraft) ?? EMPTY_REPORT;
  const state = useMirror((mirror) => mirror.state);
  const isDrill = state?.mode === 'drill';
  const nowMs = useFeedNow(1000);
  const form = useRef<HTMLFormElement>(null);
  const readingsOf = useReadings();
  const regionPlaces = useRegionPlaces(isDrill);
  const isReady = readingsOf !== undefined && regionPlaces !== undefined;
  const [isHeld, setIsHeld] = useState(false);
  const atWork = useMemo(() => (state === undefined ? [] : placesAtWork(state)), [state]);
  const choices = useMemo(
    () => reportChoices([...atWork, ...(regionPlaces ?? [])], readingsOf ?? NO_READINGS),
    [atWork, regionPlaces, readingsOf],
  );
  const { echo, report } = understand({ draft, choices, nowMs, isDrill, isReady, t });

  // Enter came before the lists: the place would go out as words nobody can drive to. How long that is worth waiting
  // for is the person's to say (Enter again), never a clock's: on a busy machine the clock wins by a hair.
  useEffect(() => {
    if (isHeld && isReady) form.current?.requestSubmit();
  }, [isHeld, isReady]);

  const type = (field: ReportField, text: string): void => {
    setIsHeld(false);
    actions.draftReport({
      ...draft,
      [field]: text,
      at: CHOICES.has(field) ? { ...draft.at, [field]: 0 } : draft.at,
      dueTypedAtMs: field === 'due' ? nowMs : draft.dueTypedAtMs,
    });
  };
  const turn = (field: 'place' | 'scam' | 'source', step: 1 | -1): void =>
    actions.draftReport({ ...draft, at: { ...draft.at, [field]: draft.at[field] + step } });
  const onKeyDown = (field: ReportField) => (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    // A form of many lines has no Enter of its own without a submit button.
    if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      event.preventDefault();
      form.current?.requestSubmit();
    }
    if (event.code !== 'ArrowDown' && event.code !== 'ArrowUp') return;
    if (field !== 'place' && field !== 'scam' && field !== 'source') return;
    event.preventDefault();
    turn(field, event.code === 'ArrowDown' ? 1 : -1);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady && !isHeld) return setIsHeld(true);
    setIsHeld(false);
    if (report !== undefined) return actions.report(report);
    const missing = echo.source.state === 'doubt' ? 'source' : 'scam';
    form.current?.querySelector<HTMLInputElement>(`[name="${missing}"]`)?.focus();
  };
  return (
    <Overlay title={t.text('report.title')} isWide>
      <form ref={form} className={css['form']} onSubmit={onSubmit} autoComplete="off" data-panel="report">
        {FIELDS.map((field) => (
          <label key={field} className={css['line']}>
            <span className={css['name']}>{t.text(`report.${field}`)}</span>
            <input
              name={field}
              className={css['input']}
              value={draft[field]}
              maxLength={field === 'what' ? 500 : field === 'way' ? 200 : 64}
              placeholder={t.text(`report.${field}.example`)}
              onChange={(event) => type(field, event.target.value)}
              onKeyDown={onKeyDown(field)}
              aria-describedby={`report-${field}`}
            />
            <output id={`report-${field}`} className={css[echo[field].state]} data-echo={echo[field].state}>
              {echo[field].text}
            </output>
          </label>
        ))}
        <fieldset className={css['line']}>
          <legend className={css['name']}>{t.text('report.level')}</legend>
          <span className={css['levels']}>
            {ALERT_LEVELS.map((level) => (
              <label key={level} className={level === draft.level ? css['on'] : ''}>
                <input
                  type="radio"
                  name="level"
                  value={level}
                  checked={level === draft.level}
                  onChange={() => actions.draftReport({ ...draft, level })}
                  onKeyDown={onKeyDown('what')}
                />
                {`${level} ${t.word(`level.${level}`)}`}
              </label>
            ))}
          </span>
        </fieldset>
        <CommandNotes targetIds={[REPORT_ID]} />
        <p className={overlay['foot']}>
          <span className={overlay['drill']}>{t.text(isHeld ? 'report.held' : 'report.hint')}</span>
          <span className={css['buttons']}>
            <Button onPress={() => actions.draftReport(undefined)}>{t.text('report.clear')}</Button>
            <Button onPress={() => form.current?.requestSubmit()} isOn>
              {t.text('report.send')}
            </Button>
          </span>
        </p>
      </form>
    </Overlay>
  );
}

/** Sees a report through, whether its sheet is open or not: once accepted, the new alert is selected. */
export function ReportWatch(): JSX.Element | undefined {
  const actions = useActions();
  const sent = useIntent((intent) => intent.sent.findLast(({ targetId }) => targetId === REPORT_ID));
  const isOpen = useIntent((intent) => intent.overlay === 'report');
  const dismissed = useIntent((intent) => intent.dismissed);
  const commands = useMirror((mirror) => mirror.commands);
  const progress = sent === undefined ? undefined : commands[sent.commandId];
  const isNew = sent !== undefined && !dismissed.includes(sent.commandId);
  useEffect(() => {
    if (progress?.state !== 'accepted' || !isNew) return;
    actions.dismissCommand(progress.commandId);
    actions.draftReport(undefined);
    actions.overlay(undefined);
    actions.select(progress.ids['incidentId'] ?? progress.ids['alertId']);
  }, [progress, isNew, actions]);
  return isOpen || !isNew ? undefined : <CommandNotes targetIds={[REPORT_ID]} />;
}

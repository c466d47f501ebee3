import { type JSX, useEffect, useMemo, useRef, useState } from 'react';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { DOT, formatClock, localText } from '../i18n/format.ts';
import { callsignOf } from '../store/callsign.ts';
import { useActions, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { Button } from '../ui/button.tsx';
import { LevelMark } from '../ui/level-mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { useTarget } from '../store/use-queue.ts';
import { chaptersOf, currentChapter } from './chapters.ts';
import { Panel } from './panel.tsx';
import { stakeText } from './target-text.ts';
import css from './briefing.module.css';

/** Left of the briefing: every incident until one is chosen, then its chapters from the log; a chapter is a moment to go to. */
export function ChaptersPanel(): JSX.Element {
  const selectedId = useIntent((intent) => intent.selectedId);
  const target = useTarget(selectedId);
  const incidentId = target?.incident?.incidentId ?? (target === undefined ? selectedId : undefined);
  return incidentId === undefined ? <IncidentList /> : <Chapters key={incidentId} incidentId={incidentId} />;
}

function IncidentList(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const incidents = useMirror((mirror) => mirror.state?.incidents);
  const rows = useMemo(
    () => Object.values(incidents ?? {}).toSorted((a, b) => b.raisedAtMs - a.raisedAtMs),
    [incidents],
  );
  return (
    <Panel name="chapters" title={t.text('briefing.incidents')} aside={String(rows.length)}>
      <WindButton />
      {rows.length === 0 && <Notice title={t.text('queue.empty')} />}
      <ol className={css['list']}>
        {rows.map((incident) => (
          <li key={incident.incidentId}>
            <button
              type="button"
              onClick={() => actions.select(incident.incidentId)}
              className={css['chapter']}
            >
              <time>{formatClock(incident.raisedAtMs).slice(0, 5)}</time>
              <span className={css['words']}>
                <strong>
                  <LevelMark level={incident.level} label={t.word(`level.${incident.level}`)} />{' '}
                  {localText(incident.title, t.lang)}
                </strong>
                <span>
                  {[stakeText(incident, t), t.word(`phase.${incident.phase}`)]
                    .filter((part) => part !== '')
                    .join(DOT)}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** From what was to what if. */
function WindButton(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  return (
    <div className={css['back']}>
      <Button onPress={() => actions.go('wind')} title="G F">
        {`${t.text('wind.open')} ›`}
      </Button>
    </div>
  );
}

type Log =
  | { readonly state: 'loading' | 'failed' }
  /** `readFor` says which version and attempt the events answer. */
  | { readonly state: 'read'; readonly events: readonly LedgerEvent[]; readonly readFor: string };

/** The log is read up to the playhead; what this window has already been told stays listed, drawn as still to come. */
function longer(before: Log, events: readonly LedgerEvent[] | undefined, readFor: string): Log {
  if (events === undefined) return before.state === 'read' ? before : { state: 'failed' };
  return before.state === 'read' && before.events.length > events.length
    ? before
    : { state: 'read', events, readFor };
}

function Chapters({ incidentId }: { readonly incidentId: string }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const units = useMirror((mirror) => mirror.state?.units);
  const facts = useMirror((mirror) => mirror.state?.incidents[incidentId]?.version ?? 0);
  const [log, setLog] = useState<Log>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const readFor = `${attempt}:${facts}`;
  useEffect(() => {
    let isCurrent = true;
    void actions.readEvents(incidentId).then((events) => {
      if (isCurrent) setLog((before) => longer(before, events, readFor));
    });
    return () => {
      isCurrent = false;
    };
  }, [actions, incidentId, readFor]);
  const chapters = useMemo(
    () => (log.state === 'read' ? chaptersOf(log.events, (unitId) => callsignOf(units, unitId), t) : []),
    [log, units, t],
  );
  const current = currentChapter(chapters, nowMs + 999);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <Panel name="chapters" title={t.text('briefing.chapters')} aside={t.text('briefing.from-log')}>
      <div className={css['back']}>
        <Button onPress={() => actions.select(undefined)}>{`‹ ${t.text('briefing.back')}`}</Button>
      </div>
      <WindButton />
      {log.state === 'loading' && <Notice title={t.text('briefing.chapters.loading')} />}
      {log.state === 'failed' && (
        <Notice title={t.text('briefing.chapters.failed')}>
          <Button onPress={() => setAttempt(attempt + 1)}>{t.text('app.retry')}</Button>
        </Notice>
      )}
      {log.state === 'read' && chapters.length === 0 && <Notice title={t.text('briefing.chapters.empty')} />}
      <ol className={css['list']} ref={list}>
        {chapters.map((chapter, index) => (
          <li
            key={chapter.key}
            className={`${index === current ? css['current'] : ''} ${index > current ? css['ahead'] : ''}`}
          >
            <button type="button" className={css['chapter']} onClick={() => actions.seek(chapter.seekMs)}>
              <time>{formatClock(chapter.atMs)}</time>
              <span className={css['words']}>
                <strong>{chapter.title}</strong>
                {chapter.detail !== '' && <span>{chapter.detail}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

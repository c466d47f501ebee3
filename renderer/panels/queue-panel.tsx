import type { JSX } from 'react';
import { useActions, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { GROUP_HEAD, type QueueSection, type SectionKey, visibleRows } from '../store/queue-view.ts';
import { targetOf } from '../store/target.ts';
import { useQueueSections } from '../store/use-queue.ts';
import { Button } from '../ui/button.tsx';
import { KeyCap } from '../ui/key-cap.tsx';
import { LevelMark } from '../ui/level-mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { JointStrip, StandbyStrip } from './desk-strip.tsx';
import { firstAlertCommand } from './first-alert.ts';
import { Panel } from './panel.tsx';
import { QueueCard, QueueLine } from './queue-row.tsx';
import css from './queue-panel.module.css';

const MANY = 40;

/** The queue: races by margin, then what is probably too late, what is unknown, what has no place, then the grouped levels. */
export function QueuePanel(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const isReady = useMirror((mirror) => mirror.state !== undefined);
  const sections = useQueueSections();
  const total = sections.reduce((sum, section) => sum + section.rows.length, 0);
  const keys = (
    <>
      <Button onPress={() => actions.overlay('report')}>{t.text('queue.report')}</Button>
      <KeyCap>J</KeyCap>
      <KeyCap>K</KeyCap>
    </>
  );
  return (
    <Panel name="queue" title={`${t.text('queue.title')} · ${t.text('queue.order')}`} aside={keys}>
      {!isReady && <Notice title={t.text('queue.loading')} />}
      {isReady && total === 0 && <EmptyQueue />}
      <JointStrip />
      {total > MANY && <p className={css['many']}>{t.text('queue.many', { n: total })}</p>}
      <div className={css['scroll']}>
        {sections.map((section) => (
          <Section key={section.key} section={section} />
        ))}
      </div>
      <StandbyStrip />
    </Panel>
  );
}

/** Nothing to do, or nobody who could say so: a live room without a source is told how to connect one. */
function EmptyQueue(): JSX.Element {
  const t = useTranslator();
  const isUnfed = useMirror(
    ({ state, feed }) => state?.mode === 'live' && state.tally.warned === 0 && feed?.sources.length === 0,
  );
  const ingest = useMirror((mirror) => mirror.feed?.ingest);
  if (!isUnfed) return <Notice title={t.text('queue.empty')} hint={t.text('queue.empty.hint')} />;
  return (
    <Notice
      title={t.text('queue.no-feeds')}
      hint={t.text(ingest === undefined ? 'queue.no-feeds.elsewhere' : 'queue.no-feeds.hint')}
    >
      {ingest !== undefined && <code className={css['command']}>{firstAlertCommand(ingest)}</code>}
    </Notice>
  );
}

const TITLED: ReadonlySet<SectionKey> = new Set(['too-late', 'unknown', 'no-place']);

function Section({ section }: { readonly section: QueueSection }): JSX.Element {
  const t = useTranslator();
  const state = useMirror((mirror) => mirror.state);
  const selected = useIntent((intent) => intent.selectedId);
  const selectedId =
    state === undefined || selected === undefined ? selected : (targetOf(state, selected)?.id ?? selected);
  const isGroup = section.key === 'L2' || section.key === 'L3';
  return (
    <section data-section={section.key}>
      {TITLED.has(section.key) && (
        <h3 className={css['tray']}>
          {t.text(`queue.${section.key}`)} <span className={css['count']}>{section.rows.length}</span>
        </h3>
      )}
      <ol>
        {visibleRows(section).map((row) =>
          isGroup ? (
            <QueueLine key={row.id} row={row} isSelected={row.id === selectedId} />
          ) : (
            <QueueCard key={row.id} row={row} isSelected={row.id === selectedId} />
          ),
        )}
      </ol>
      {isGroup && <GroupFoot section={section} />}
    </section>
  );
}

/** The line under a group: how many more, or how to fold it again. */
function GroupFoot({ section }: { readonly section: QueueSection }): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const level = section.key === 'L2' ? 'L2' : 'L3';
  const hidden = section.rows.length - visibleRows(section).length;
  if (hidden === 0 && (section.key === 'L3' ? section.isFolded : section.rows.length <= GROUP_HEAD))
    return undefined;
  const word = t.word(`level.${level}`);
  return (
    <button
      type="button"
      className={css['foot']}
      aria-expanded={!section.isFolded}
      onClick={() => actions.toggleGroup(section.key)}
    >
      <LevelMark level={level} label={word} />
      {section.isFolded
        ? t.text('queue.more', { n: hidden, level: word })
        : t.text('queue.fold', { level: word })}
    </button>
  );
}

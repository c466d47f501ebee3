import type { JSX } from 'react';
import { useStore } from 'zustand';
import type { FeedInfo } from '../../shared/contract/port.ts';
import { DOT, formatAge, formatAmount, formatClock } from '../i18n/format.ts';
import {
  useActions,
  useConsole,
  useFeedNow,
  useFreshness,
  useIntent,
  useMirror,
  usePreference,
  useTranslator,
} from '../store/console.tsx';
import { useCounts, useQueueSections } from '../store/use-queue.ts';
import css from './header-bar.module.css';

/** The first line of every window: time, mode, what is open, racing, uncovered and at risk, and how old all this is. */
export function HeaderBar({ isWall = false }: { readonly isWall?: boolean }): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const counts = useCounts(useQueueSections());
  const tally = useMirror((mirror) => mirror.state?.tally);
  const drill = useMirror((mirror) => mirror.state?.mode === 'drill');
  const isReplay = useMirror((mirror) => mirror.playhead?.mode === 'replay');
  const isBoard = useIntent((intent) => intent.boardRows !== undefined);
  const fresh = useFreshness();
  return (
    <header className={css['bar']} data-panel="header" data-wall={isWall}>
      <time className={css['clock']}>{nowMs === 0 ? '--:--:--' : formatClock(nowMs)}</time>
      {drill && <span className={css['drill']}>{t.text('header.drill')}</span>}
      {!isReplay && fresh.state === 'fresh' && <span className={css['live']}>{t.text('header.live')}</span>}
      <dl className={css['figures']}>
        <Figure label={t.text('header.open')} value={String(counts.open)} />
        <Figure label={t.text('header.racing')} value={String(counts.racing)} />
        <Figure
          label={t.text('header.uncovered')}
          value={String(counts.uncovered)}
          isBad={counts.uncovered > 0}
        />
        <Figure label={t.text('header.at-risk')} value={formatAmount(counts.atRiskFen, t.lang)} />
        {isWall && tally !== undefined && tally.returnedFen > 0 && (
          <Figure label={t.text('header.returned')} value={formatAmount(tally.returnedFen, t.lang)} isGood />
        )}
      </dl>
      {counts.unacknowledgedL0 > 0 && (
        <span className={css['alarm']} role="alert">
          {t.text('header.l0-waiting', { n: counts.unacknowledgedL0 })}
          {!isWall && !isReplay && !isBoard && <small>{t.text('header.ack-hint')}</small>}
        </span>
      )}
      <span className={css['spring']} />
      <FeedDots />
      <FeedAge />
      {!isWall && <SoundButton />}
      {!isWall && <SeatButton />}
    </header>
  );
}

function Figure({
  label,
  value,
  isBad = false,
  isGood = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly isBad?: boolean;
  readonly isGood?: boolean;
}): JSX.Element {
  return (
    <div className={css['figure']}>
      <dt>{label}</dt>
      <dd className={isBad ? css['bad'] : isGood ? css['good'] : ''}>{value}</dd>
    </div>
  );
}

/** Quiet is not stale: alert sources may say nothing for long. */
const SOURCE_OLD_MS = 15 * 60_000;

/** How much a source wants to be seen: a wrong datum, never heard of, old, well. */
function troubleOf({ datumAlarm, ageMs }: FeedInfo['sources'][number]): number {
  if (datumAlarm !== undefined) return 3;
  if (ageMs === undefined) return 2;
  return ageMs > SOURCE_OLD_MS ? 1 : 0;
}

/** One dot a source: full = heard within a quarter of an hour, half = older, hollow = never, square = its datum is wrong. */
function FeedDots(): JSX.Element {
  const t = useTranslator();
  const feed = useMirror((mirror) => mirror.feed);
  // a narrow header shows the first ones only: what is wrong comes before what is well
  const sources = (feed?.sources ?? []).toSorted((a, b) => troubleOf(b) - troubleOf(a));
  return (
    <ul className={css['dots']} aria-label={t.text('header.feeds')}>
      {sources.slice(0, 12).map((source) => {
        const { name, accepted, rejected, datumAlarm } = source;
        const age = source.ageMs === undefined ? 'never' : source.ageMs > SOURCE_OLD_MS ? 'old' : 'fresh';
        const state = datumAlarm === undefined ? age : 'off';
        const words =
          datumAlarm === undefined
            ? t.text('feed.source', { name, accepted, rejected })
            : t.text('feed.datum', { name, declared: datumAlarm.declared, looksLike: datumAlarm.looksLike });
        return <li key={source.name} className={css[state]} title={words} aria-label={words} />;
      })}
    </ul>
  );
}

function FeedAge(): JSX.Element {
  const t = useTranslator();
  const fresh = useFreshness();
  const link = useMirror((mirror) => mirror.feed?.link);
  const detail = useMirror((mirror) => mirror.feed?.detail);
  const age = fresh.ageMs === undefined ? undefined : formatAge(fresh.ageMs, t.lang);
  const label =
    fresh.state === 'lost' ? 'header.feed-lost' : fresh.state === 'late' ? 'header.feed-late' : 'header.age';
  const title = [link === undefined ? undefined : t.text(`feed.${link}`), detail]
    .filter((part) => part !== undefined)
    .join(DOT);
  return (
    <span className={`${css['age']} ${css[`age-${fresh.state}`]}`} title={title} data-feed={fresh.state}>
      {age === undefined && fresh.state === 'fresh' ? t.text('header.feed-never') : t.text(label)}
      {age !== undefined && <strong>{age}</strong>}
    </span>
  );
}

function SoundButton(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const { audio } = useConsole();
  const status = useStore(audio, (state) => state.status);
  const isMuted = usePreference('isMuted');
  const label = isMuted
    ? t.text('sound.muted')
    : t.text(status === 'missing' ? 'sound.missing' : status === 'blocked' ? 'sound.blocked' : 'sound.on');
  const isWarning = isMuted || status !== 'ready';
  return (
    <button
      type="button"
      className={`${css['tool']} ${isWarning ? css['warn'] : ''}`}
      tabIndex={-1}
      onClick={() => (isMuted ? actions.toggleMute() : actions.testSound())}
      title={`${t.text('sound.test')} · M`}
    >
      {label}
    </button>
  );
}

function SeatButton(): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const seat = useMirror((mirror) => mirror.hello?.seat);
  if (seat === undefined) return undefined;
  return (
    <button
      type="button"
      className={css['seat']}
      tabIndex={-1}
      onClick={() => actions.overlay('seats')}
      title={t.text('seat.change')}
    >
      {t.word(`seat.${seat}`)}
    </button>
  );
}

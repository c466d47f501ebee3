import type { JSX } from 'react';
import { formatClock, formatDate } from '../i18n/format.ts';
import { useActions, useFeedNow, useLine, useMirror, useTranslator } from '../store/console.tsx';
import css from './mode-bands.module.css';

/** Bands nobody can mistake, on every window: 4 px for a drill, a full line for replay, a line when our own line is down. */
export function ModeBands(): JSX.Element {
  const isDrill = useMirror((mirror) => mirror.state?.mode === 'drill');
  const isReplay = useMirror((mirror) => mirror.playhead?.mode === 'replay');
  const line = useLine();
  const t = useTranslator();
  return (
    <>
      {isDrill && (
        <div className={css['drill']} role="note" aria-label={t.text('drill.band')} data-band="drill" />
      )}
      {isReplay && <ReplayBand />}
      {line.state === 'open' && <RefusedBand />}
      {line.state === 'lost' && (
        <div className={css['line']} role="alert" data-band="line" title={t.text('app.line-lost.hint')}>
          {t.text('app.line-lost', { n: line.attempt })}
          <span>{t.text('app.line-lost.hint')}</span>
        </div>
      )}
    </>
  );
}

/** The gateway will not have this console, and waiting does not help: why, and what does. */
function RefusedBand(): JSX.Element | undefined {
  const t = useTranslator();
  const link = useMirror((mirror) => mirror.feed?.link);
  const detail = useMirror((mirror) => mirror.feed?.detail);
  if (link !== 'refused') return undefined;
  const why = REFUSALS.find((code) => code === detail);
  return (
    <div className={css['line']} role="alert" data-band="refused">
      {t.text('feed.refused')}
      <span>{t.text(why === undefined ? 'refused.other' : `refused.${why}`)}</span>
    </div>
  );
}

const REFUSALS = ['bad-key', 'revoked-key', 'view-not-allowed', 'bad-protocol'] as const;

function ReplayBand(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const rate = useMirror((mirror) => mirror.playhead?.rate ?? 0);
  return (
    <div className={css['replay']} role="status" data-band="replay">
      <strong>{t.text('replay.band')}</strong>
      <span>{`${formatDate(nowMs)} ${formatClock(nowMs)}`}</span>
      <span>{rate === 0 ? t.text('replay.paused') : `${rate}×`}</span>
      <span>{t.text('replay.readonly')}</span>
      <button type="button" className={css['back']} tabIndex={-1} onClick={() => actions.live()}>
        {t.text('replay.back')} (Home)
      </button>
    </div>
  );
}

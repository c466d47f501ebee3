import { type JSX, useEffect, useRef, useState } from 'react';
import type { MarginAccount } from '../../shared/domain/margin-account.ts';
import { formatClock, formatMargin } from '../i18n/format.ts';
import { useActions, useMirror, useTranslator } from '../store/console.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { marginRows } from './margin-rows.ts';
import { Panel } from './panel.tsx';
import css from './margin-panel.module.css';

/** Facts come in swarms; the account is drawn up again once they rest. */
const SETTLE_MS = 800;

type Answer =
  | { readonly state: 'loading' | 'failed' }
  /** `askedFor` says which news and attempt the account answers. */
  | { readonly state: 'read'; readonly account: MarginAccount; readonly askedFor: string };
type Ledger = Extract<MarginAccount, { kind: 'ledger' }>;

/** Where every second of the margin went, and until when it could have been won; the whole log, wherever the playhead is. */
export function MarginPanel({ incidentId }: { readonly incidentId: string }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const newsMs = useMirror((mirror) => mirror.state?.incidents[incidentId]?.lastEventAtMs);
  const isLive = useMirror((mirror) => mirror.playhead?.mode === 'live');
  const [answer, setAnswer] = useState<Answer>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // in a replay the log does not grow by what is looked at: asked once, and again on demand
  const askedFor = `${attempt}:${isLive ? newsMs : 'replay'}`;
  const line = useRef(Promise.resolve());
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      if (!isCurrent) return;
      const account = await actions.readMargins(incidentId);
      if (!isCurrent) return;
      if (account !== undefined) setAnswer({ state: 'read', account, askedFor });
      else setAnswer((before) => (before.state === 'read' ? before : { state: 'failed' }));
    };
    const timer = setTimeout(() => {
      // one account at a time: a long one is finished before the next is begun
      line.current = line.current.then(ask);
    }, SETTLE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [actions, incidentId, askedFor]);
  return (
    <Panel name="margin" title={t.text('margin.title')} aside={t.text('margin.aside')}>
      {answer.state === 'loading' && <Notice title={t.text('margin.loading')} />}
      {answer.state === 'failed' && (
        <Notice title={t.text('margin.failed')} hint={t.text('margin.failed.hint')}>
          <Button
            onPress={() => {
              setAnswer({ state: 'loading' });
              setAttempt(attempt + 1);
            }}
          >
            {t.text('app.retry')}
          </Button>
        </Notice>
      )}
      {answer.state === 'read' && answer.account.kind === 'none' && (
        <Notice
          title={t.text(`margin.none.${answer.account.why}`)}
          hint={t.text(`margin.none.${answer.account.why}.hint`)}
        />
      )}
      {answer.state === 'read' && answer.account.kind === 'ledger' && <Account account={answer.account} />}
    </Panel>
  );
}

function Account({ account }: { readonly account: Ledger }): JSX.Element {
  const t = useTranslator();
  const { startS, endS, lostS, zero, rows } = marginRows(account);
  const times =
    account.drives === undefined
      ? t.text('margin.times.free')
      : t.text('margin.times.learned', { n: account.drives });
  const sum = { start: formatMargin(startS), lost: formatMargin(-lostS), end: formatMargin(endS) };
  return (
    <div
      className={css['account']}
      role="group"
      // It scrolls, so the keyboard must reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t.text('margin.sum', sum)}
    >
      <LastWinnable account={account} />
      <p className={css['sum']} aria-hidden="true">
        <Sum name={t.text('margin.start')} value={sum.start} />
        <Sum name={t.text(lostS < 0 ? 'margin.gained' : 'margin.lost')} value={sum.lost} />
        <Sum
          name={t.text(`margin.end.${account.end}`)}
          value={sum.end}
          className={endS < 0 ? css['late'] : css['early']}
        />
      </p>
      <table className={css['table']}>
        <tbody>
          {rows.map(({ stage, lostS: seconds, part }) => (
            <Row
              key={stage}
              name={t.text(`margin.stage.${stage}`)}
              seconds={-seconds}
              part={part}
              zero={zero}
            />
          ))}
        </tbody>
      </table>
      <p className={css['how']}>
        {account.end === 'met' && (account.lastWinnableMs ?? 0) >= account.untilMs && (
          <span>{t.text('margin.last.after')}</span>
        )}
        {account.fromMs > account.factAtMs && (
          <span>{t.text('margin.from', { clock: formatClock(account.fromMs) })}</span>
        )}
        <span>{t.text(`margin.place.${account.placeFrom}`, { times })}</span>
      </p>
    </div>
  );
}

function Sum({
  name,
  value,
  className = '',
}: {
  readonly name: string;
  readonly value: string;
  readonly className?: string | undefined;
}): JSX.Element {
  return (
    <span>
      {name} <strong className={className}>{value}</strong>
    </span>
  );
}

/** One line: what it took to the left of zero, what it gave back to the right. */
function Row({
  name,
  seconds,
  part,
  zero,
}: {
  readonly name: string;
  readonly seconds: number;
  readonly part: number;
  readonly zero: number;
}): JSX.Element {
  const at = 100 * zero;
  const side = seconds < 0 ? { right: `${100 - at}%` } : { left: `${at}%` };
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={css['bar']} aria-hidden="true">
        <span className={css['track']}>
          <span className={css['zero']} style={{ left: `${at}%` }} />
          <span
            className={seconds < 0 ? css['loss'] : css['gain']}
            style={{ width: `${100 * part}%`, ...side }}
          />
        </span>
      </td>
      <td className={css['seconds']}>{formatMargin(seconds)}</td>
    </tr>
  );
}

function LastWinnable({ account }: { readonly account: Ledger }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const edgeMs = useMirror((mirror) => mirror.playhead?.edgeMs ?? 0);
  const { lastWinnableMs: atMs } = account;
  if (atMs === undefined) return <p className={css['never']}>{t.text('margin.never')}</p>;
  const isAhead = atMs > edgeMs;
  return (
    <div className={css['last']}>
      <span className={css['name']}>{t.text('margin.last')}</span>
      <strong>{formatClock(atMs)}</strong>
      {isAhead ? (
        <span className={css['name']}>{t.text('margin.last.ahead')}</span>
      ) : (
        <Button onPress={() => actions.seek(atMs)}>{t.text('margin.jump')}</Button>
      )}
    </div>
  );
}

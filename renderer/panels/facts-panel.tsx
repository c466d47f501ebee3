import type { JSX, ReactNode } from 'react';
import { MONEY_ACCOUNTS } from '../../shared/domain/vocabulary.ts';
import {
  DOT,
  formatAmountFull,
  formatClock,
  formatDuration,
  formatMargin,
  localText,
} from '../i18n/format.ts';
import { useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { latestOrder, type Target } from '../store/target.ts';
import { useTarget } from '../store/use-queue.ts';
import { NameText } from '../ui/name-text.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from './panel.tsx';
import { planRows } from './plan-rows.ts';
import { OUTLOOK_CLASS, RaceBar } from './race-bar.tsx';
import { personText, placeText, stakeText } from './target-text.ts';
import { Funnel, LastHour } from './wall-kpi.tsx';
import css from './briefing.module.css';

/** Right of the briefing: what was known at the playhead, and nothing that came later. */
export function FactsPanel(): JSX.Element {
  const t = useTranslator();
  const selectedId = useIntent((intent) => intent.selectedId);
  const target = useTarget(selectedId);
  return (
    <Panel name="facts" title={t.text('briefing.facts')} aside={t.text('briefing.known-then')}>
      {selectedId === undefined && (
        <>
          <Notice title={t.text('briefing.pick')} hint={t.text('briefing.pick.hint')} />
          <div className={css['session']}>
            <LastHour scale={1} />
            <Funnel />
          </div>
        </>
      )}
      {selectedId !== undefined && target === undefined && (
        <Notice title={t.text('incident.gone')} hint={t.text('incident.gone.hint')} />
      )}
      {target !== undefined && <Facts target={target} />}
    </Panel>
  );
}

function Facts({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const race = useMirror((mirror) => mirror.races.find((one) => one.id === target.id));
  const order = latestOrder(target);
  const callsign = useMirror((mirror) =>
    order === undefined ? undefined : mirror.state?.units[order.unitId]?.callsign,
  );
  const person = personText(target, t);
  const { clock, incident } = target;
  const margin = race?.marginS;
  return (
    <div
      className={`${css['facts']} ${OUTLOOK_CLASS[race?.outlook ?? 'unknown']}`}
      // It scrolls, so the keyboard must reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <h3 className={css['name']}>
        <NameText
          text={[localText(target.title, t.lang), stakeText(target, t)]
            .filter((part) => part !== '')
            .join(DOT)}
        />
      </h3>
      <dl className={css['pairs']}>
        <dt>{t.text('race.margin')}</dt>
        <dd className={margin === undefined ? '' : css['margin']}>
          {race?.outlook === 'met'
            ? t.text('race.met')
            : margin === undefined
              ? t.text('race.unknown.word')
              : formatMargin(margin.mid)}
        </dd>
        <Pair name={t.text('briefing.clock')}>
          {clock.kind === 'unknown'
            ? t.text('race.unknown')
            : `${formatClock(clock.dueAtMs)}${DOT}${localText(clock.what, t.lang)}${DOT}${t.word(`clock.${clock.kind}`)}`}
        </Pair>
        {person !== undefined && (
          <Pair name={t.text('briefing.person')}>
            <NameText text={person} />
          </Pair>
        )}
        <Pair name={t.text('incident.place')}>{placeText(target, nowMs, t)}</Pair>
        {order !== undefined && (
          <Pair
            name={t.text('briefing.unit')}
          >{`${callsign ?? order.unitId}${DOT}${t.word(`order.${order.state}`)}`}</Pair>
        )}
        {incident !== undefined && (
          <Pair name={t.text('briefing.phase')}>{t.word(`phase.${incident.phase}`)}</Pair>
        )}
      </dl>
      {race !== undefined && race.outlook !== 'met' && <RaceBar race={race} size="panel" />}
      {order !== undefined && <Plan order={order} target={target} callsign={callsign ?? order.unitId} />}
      {incident !== undefined && (
        <>
          <h4 className={css['sub']}>{t.text('briefing.money')}</h4>
          <dl className={css['pairs']}>
            {MONEY_ACCOUNTS.flatMap((account) => {
              const fen = incident.money[account];
              return fen === undefined
                ? []
                : [
                    <Pair key={account} name={t.word(`money.${account}`)}>
                      {formatAmountFull(fen)}
                    </Pair>,
                  ];
            })}
          </dl>
        </>
      )}
    </div>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: ReactNode }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Plan({
  order,
  target,
  callsign,
}: {
  readonly order: Target['orders'][number];
  readonly target: Target;
  readonly callsign: string;
}): JSX.Element {
  const t = useTranslator();
  const clock = (s: number | undefined): string => (s === undefined ? '—' : formatDuration(s));
  return (
    <>
      <h4 className={css['sub']}>{`${t.text('briefing.plan')}${DOT}${callsign}`}</h4>
      <table className={css['plan']}>
        <thead>
          <tr>
            <th scope="col">{t.text('briefing.plan.step')}</th>
            <th scope="col">{t.text('briefing.plan.predicted')}</th>
            <th scope="col">{t.text('briefing.plan.actual')}</th>
            <th scope="col">{t.text('briefing.plan.gap')}</th>
          </tr>
        </thead>
        <tbody>
          {planRows(order, target.level).map((row) => (
            <tr key={row.step}>
              <th scope="row">{t.word(`order.${row.step}`)}</th>
              <td>{clock(row.predictedS)}</td>
              <td>{clock(row.actualS)}</td>
              <td className={row.gapS === undefined ? '' : row.gapS > 0 ? css['later'] : css['sooner']}>
                {row.gapS === undefined ? '—' : formatMargin(row.gapS)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

import type { JSX } from 'react';
import { isUnfound } from '../../shared/domain/find-board.ts';
import type { Race } from '../../shared/domain/race.ts';
import { PHASES } from '../../shared/domain/vocabulary.ts';
import { DOT, formatClock, formatDistance, formatMargin, formatMinute, localText } from '../i18n/format.ts';
import { useActions, useFeedNow, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { openOrder, type Target } from '../store/target.ts';
import { useTarget } from '../store/use-queue.ts';
import { Button } from '../ui/button.tsx';
import { LevelMark } from '../ui/level-mark.tsx';
import { NameText } from '../ui/name-text.tsx';
import { Notice } from '../ui/notice.tsx';
import { CommandNotes } from './command-notes.tsx';
import { ContactsLine } from './contacts-line.tsx';
import { detourText } from './detour-text.ts';
import { HoldGauge } from './hold-gauge.tsx';
import { LanesRow } from './lanes-row.tsx';
import { LogPanel } from './log-panel.tsx';
import { OrdersPanel } from './orders-panel.tsx';
import { Veiled } from './panel.tsx';
import { OUTLOOK_CLASS, outlookWord, RaceBar } from './race-bar.tsx';
import { personText, placeText, sourceText, stakeText } from './target-text.ts';
import { UnitCard } from './unit-card.tsx';
import { UnitsPanel } from './units-panel.tsx';
import { winFull } from './win-text.ts';
import css from './incident-panel.module.css';

/** Everything about the selected incident: who is to be helped, the race, who can go, what was ordered, what happened. */
export function IncidentPanel(): JSX.Element {
  const t = useTranslator();
  const selectedId = useIntent((intent) => intent.selectedId);
  const target = useTarget(selectedId);
  const unit = useMirror((mirror) =>
    selectedId === undefined ? undefined : mirror.state?.units[selectedId],
  );
  return (
    <section
      className={css['panel']}
      aria-label={target === undefined ? t.text('incident.none') : localText(target.title, t.lang)}
      data-panel="incident"
    >
      <Veiled>
        {selectedId === undefined && (
          <Notice title={t.text('incident.none')} hint={t.text('incident.none.hint')} />
        )}
        {target === undefined && unit !== undefined && <UnitCard unit={unit} />}
        {selectedId !== undefined && target === undefined && unit === undefined && (
          <Notice title={t.text('incident.gone')} hint={t.text('incident.gone.hint')} />
        )}
        {target !== undefined && (
          <div className={css['scroll']} key={target.id}>
            <Head target={target} />
            <RaceBlock target={target} />
            <CommandNotes targetIds={[target.id, ...(target.incident?.alertIds ?? [])]} />
            <Decisions target={target} />
            <LogPanel target={target} />
          </div>
        )}
      </Veiled>
    </section>
  );
}

/** What has to be decided comes first: whom to send while nobody is on it, how the order runs once somebody is. */
function Decisions({ target }: { readonly target: Target }): JSX.Element {
  const order = openOrder(target);
  const canSend = !target.isClosed && order?.state !== 'met';
  const lanes = target.incident !== undefined && (
    <>
      <PhaseLine target={target} />
      <LanesRow incident={target.incident} />
    </>
  );
  if (order === undefined && canSend) {
    return (
      <>
        <UnitsPanel target={target} />
        {lanes}
        <OrdersPanel target={target} />
      </>
    );
  }
  return (
    <>
      <OrdersPanel target={target} />
      {lanes}
      {canSend && <UnitsPanel target={target} />}
    </>
  );
}

function Head({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const nowMs = useFeedNow(1000);
  const armed = useIntent((intent) => intent.armed);
  const person = personText(target, t);
  const stake = stakeText(target, t);
  const radius =
    target.place === undefined
      ? undefined
      : t.text('incident.radius', { metres: formatDistance(target.place.radiusM) });
  const isClosing = armed?.kind === 'close' && armed.orderId === target.id;
  return (
    <header className={css['head']}>
      <div className={css['title-line']}>
        <LevelMark
          level={target.level}
          label={t.word(`level.${target.level}`)}
          isPulsing={!target.isAcknowledged}
        />
        <h2 className={css['title']} title={localText(target.title, t.lang)}>
          <NameText text={localText(target.title, t.lang)} />
        </h2>
        {stake !== '' && <span className={css['stake']}>{stake}</span>}
      </div>
      <p className={css['who']}>
        <span className={css['level']}>{`${target.level} ${t.word(`level.${target.level}`)}`}</span>
        {person !== undefined && (
          <span className={target.subject?.role === 'suspect' ? css['suspect'] : css['person']}>
            <NameText text={person} />
          </span>
        )}
      </p>
      <p
        className={css['fact']}
      >{`${t.word(`scam.${target.scamType}`)}${DOT}${t.text('incident.source')} ${sourceText(target, t)}`}</p>
      <p className={css['fact']}>
        {[placeText(target, nowMs, t), radius].filter((part) => part !== undefined).join(DOT)}
      </p>
      <p className={css['reason']}>
        <NameText text={localText(target.reason, t.lang)} />
      </p>
      <ContactsLine target={target} />
      <p className={css['tools']}>
        {!target.isAcknowledged && (
          <Button
            onPress={() => actions.acknowledge()}
            isOn
          >{`${t.text('incident.acknowledge')} (A)`}</Button>
        )}
        {!target.isClosed && (
          <Button onPress={() => actions.dock('find')} isOn={isUnfound(target.place, target.incident)}>
            {t.text('find.button')}
          </Button>
        )}
        {!target.isClosed && <Button onPress={() => actions.dock('exits')}>{t.text('exits.button')}</Button>}
        {!target.isClosed && (
          <Button onPress={() => actions.overlay('dispose')}>{t.text('incident.dispose')}</Button>
        )}
        {target.incident?.disposition !== undefined && !target.isClosed && (
          <Button onPress={() => actions.close()} isArmed={isClosing}>
            {t.text(isClosing ? 'incident.close.confirm' : 'incident.close')}
          </Button>
        )}
        {target.incident?.disposition !== undefined && (
          <span className={css['done']}>
            {t.text('incident.disposed', { word: t.word(`disposition.${target.incident.disposition}`) })}
          </span>
        )}
        {target.isClosed && <span className={css['done']}>{t.text('incident.closed')}</span>}
      </p>
    </header>
  );
}

/** The big margin and the bar; where the clock is unknown it says so and shows no digit. */
function RaceBlock({ target }: { readonly target: Target }): JSX.Element | undefined {
  const t = useTranslator();
  const race = useMirror((mirror) => mirror.races.find((one) => one.id === target.id));
  const callsign = useMirror((mirror) =>
    race?.unitId === undefined ? undefined : mirror.state?.units[race.unitId]?.callsign,
  );
  const nowMs = useFeedNow(1000);
  const { clock } = target;
  if (target.isClosed) return undefined;
  if (clock.kind === 'unknown') {
    return (
      <section className={`${css['race']} is-muted`} data-panel="race">
        <p className={css['unknown']}>{t.text('race.unknown')}</p>
        <p className={css['fact']}>{t.text('race.unknown.hint')}</p>
      </section>
    );
  }
  const kind = clockKindText(clock, t);
  const margin = race?.marginS;
  const outlook = race?.outlook ?? 'unknown';
  return (
    <section className={`${css['race']} ${OUTLOOK_CLASS[outlook]}`} data-panel="race">
      <p className={css['numbers']}>
        <span className={css['margin']}>
          {race?.outlook === 'met'
            ? t.text('race.met')
            : margin === undefined
              ? '—'
              : formatMargin(margin.mid)}
        </span>
        <span className={css['clocks']}>
          <span className={css['word']}>
            {margin === undefined ? t.text('race.unreachable') : t.text(outlookWord(outlook))}
            {race?.basis === 'if-sent-now' && `${DOT}${t.text('race.if-sent')}`}
          </span>
          <Chance race={race} />
          <span>{`${localText(clock.what, t.lang)}${DOT}${kind}`}</span>
        </span>
      </p>
      {race !== undefined && <RaceBar race={race} size="panel" />}
      <HoldGauge target={target} race={race} />
      <p className={css['ends']}>
        <span>{t.text('race.now', { clock: formatMinute(nowMs) })}</span>
        {race?.arrivalMs !== undefined && race.outlook !== 'met' && (
          <span>
            {callsign !== undefined && `${callsign} `}
            {t.text('race.arrive', { clock: formatClock(race.arrivalMs.mid) })}
          </span>
        )}
        <span>{t.text('race.money', { clock: formatClock(clock.dueAtMs) })}</span>
      </p>
      {race?.detour !== undefined && (
        <p className={css['reason']} data-detour>
          {detourText(race.detour, t)}
        </p>
      )}
    </section>
  );
}

/** The chance of being in time in words, where there is one. */
function Chance({ race }: { readonly race: Race | undefined }): JSX.Element | undefined {
  const t = useTranslator();
  return race?.win === undefined ? undefined : <span data-win>{winFull(race.win, t)}</span>;
}

/** Whether the clock was stated, seen or worked out, and from how many. */
function clockKindText(clock: Target['clock'], t: ReturnType<typeof useTranslator>): string {
  return clock.kind === 'modelled' && clock.n !== undefined
    ? t.text('incident.clock.modelled', { n: clock.n })
    : t.word(`clock.${clock.kind}`);
}

/** find ... follow up on one line; the present one stands out, the past ones stay readable. */
function PhaseLine({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const current = PHASES.indexOf(target.incident?.phase ?? 'find');
  return (
    <ol className={css['phases']} aria-label={t.text('incident.phase')}>
      {PHASES.map((phase, index) => (
        <li
          key={phase}
          className={index === current ? css['current'] : index < current ? css['past'] : ''}
          aria-current={index === current}
        >
          {t.word(`phase.${phase}`)}
        </li>
      ))}
    </ol>
  );
}

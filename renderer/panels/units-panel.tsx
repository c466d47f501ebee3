import type { JSX } from 'react';
import type { Recommendation, RecommendationList } from '../../shared/domain/race.ts';
import type { Unit } from '../../shared/domain/entities.ts';
import { DOT, formatDuration, formatMargin, localText } from '../i18n/format.ts';
import {
  dispatchChoice,
  equalElsewhere,
  isBestUnseen,
  shownSlots,
  type Slot,
} from '../store/dispatch-rule.ts';
import { useActions, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { isOf, type Target } from '../store/target.ts';
import { OVERRIDE_KEYS, OVERRIDE_REASONS } from '../store/override.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { JointNote } from './desk-strip.tsx';
import { reasonLines } from './reason-text.ts';
import { winFull, winPercent } from './win-text.ts';
import css from './units-panel.module.css';

const TIE_CLASS: Readonly<Record<Tie, string | undefined>> = {
  none: '',
  first: `${css['tied']} ${css['tie-first']}`,
  inner: css['tied'],
  last: `${css['tied']} ${css['tie-last']}`,
};

/** Who can get there first by road, why, and why not the one above. Equal rows share a rank and nothing is preselected. */
export function UnitsPanel({ target }: { readonly target: Target }): JSX.Element {
  const t = useTranslator();
  const openId = useIntent((intent) => intent.openId);
  const isOpen = useMirror(({ state }) => isOf(state, openId, target));
  const picked = useIntent((intent) => intent.pickedUnitId);
  const frozen = useIntent((intent) => intent.frozen);
  const mine = useMirror(({ state, recommendation }) =>
    isOf(state, recommendation?.targetId, target) ? recommendation : undefined,
  );
  const slots = mine === undefined ? [] : shownSlots(mine, isOpen ? frozen : []);
  const choice = dispatchChoice(mine, isOpen ? frozen : [], isOpen ? picked : undefined);
  return (
    <section className={css['units']} data-panel="units" data-open={isOpen}>
      <header className={css['head']}>
        <h3>{headline(mine, t)}</h3>
        <span className={isOpen ? css['hot'] : ''}>{hint(mine, choice, isOpen, picked, slots, t.text)}</span>
      </header>
      {mine !== undefined && isBestUnseen(mine, slots) && (
        <p className={css['nearer']} data-nearer>
          {t.text('units.nearer')}
        </p>
      )}
      <JointNote target={target} />
      {isOtherThanFirst(slots, isOpen ? choice : undefined, picked) && <OverrideKeys />}
      {mine === undefined && (
        <p className={css['wait']}>
          {t.text(target.place === undefined ? 'incident.place.none' : 'units.loading')}
        </p>
      )}
      {mine?.why !== undefined && <p className={css['wait']}>{localText(mine.why, t.lang)}</p>}
      {mine !== undefined && mine.why === undefined && mine.rows.length === 0 && (
        <Notice title={t.text('units.none')} hint={t.text('units.none.hint')} />
      )}
      {mine !== undefined && (
        <ol>
          {slots.map(({ unitId, row }, index) =>
            row === undefined ? (
              <GoneRow key={unitId} unitId={unitId} digit={index + 1} />
            ) : (
              <UnitRow
                key={unitId}
                row={row}
                digit={index + 1}
                equalTo={equalElsewhere(mine, slots, index)}
                isEqual={mine.rows.some((other) => other !== row && other.rank === row.rank)}
                tie={tieOf(slots, index)}
                isChosen={isOpen && choice === unitId}
              />
            ),
          )}
        </ol>
      )}
      {mine !== undefined && mine.unavailable.length > 0 && <LeftOut list={mine} />}
    </section>
  );
}

function hint(
  list: RecommendationList | undefined,
  choice: string | undefined,
  isOpen: boolean,
  picked: string | undefined,
  slots: readonly Slot[],
  text: ReturnType<typeof useTranslator>['text'],
): string {
  if (list === undefined || list.rows.length === 0) return '';
  if (!isOpen) return text('units.keys.open');
  if (choice === undefined && picked !== undefined) return text('units.keys.gone');
  if (choice === undefined) return text('units.keys.equal');
  if (picked === undefined) return text('units.keys.clear');
  return text('units.keys.picked', {
    n: slots.findIndex(({ unitId }) => unitId === choice) + 1,
  });
}

/** Whether the unit that would be sent was picked by hand and is not the first row. */
function isOtherThanFirst(
  slots: readonly Slot[],
  choice: string | undefined,
  picked: string | undefined,
): boolean {
  return picked !== undefined && choice === picked && picked !== slots[0]?.unitId;
}

/** Who is not in the list, and why. */
function LeftOut({ list }: { readonly list: RecommendationList }): JSX.Element {
  const t = useTranslator();
  const reasons = list.unavailable.map(({ reason, count }) => t.text(`units.${reason}`, { n: count }));
  return <p className={css['left-out']}>{t.text('units.unavailable', { list: reasons.join(DOT) })}</p>;
}

/** Where a row stands in a bracket of equals. */
type Tie = 'none' | 'first' | 'inner' | 'last';

function tieOf(slots: readonly Slot[], index: number): Tie {
  const rank = slots[index]?.row?.rank;
  const isBefore = slots[index - 1]?.row?.rank === rank;
  const isAfter = slots[index + 1]?.row?.rank === rank;
  if (isBefore) return isAfter ? 'inner' : 'last';
  return isAfter ? 'first' : 'none';
}

/** One key sends the picked unit and says why it was not the first. */
function OverrideKeys(): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  return (
    <p className={css['override']} data-override>
      {OVERRIDE_REASONS.map((reason, nth) => (
        <Button key={reason} onPress={() => actions.override(nth)}>
          {`${OVERRIDE_KEYS[nth] ?? ''} ${t.text(`override.${reason}`)}`}
        </Button>
      ))}
    </p>
  );
}

/** The place of a unit that was read here and cannot be sent now; nobody else moves into it while the list lies open. */
function GoneRow({ unitId, digit }: { readonly unitId: string; readonly digit: number }): JSX.Element {
  const t = useTranslator();
  const unit = useMirror((mirror) => mirror.state?.units[unitId]);
  return (
    <li className={`${css['row']} ${css['gone']}`} data-unit-gone={unitId}>
      <div className={css['hit']}>
        <kbd className={css['digit']}>{digit}</kbd>
        <span className={css['who']}>
          <span className={css['name']}>
            {unit?.callsign ?? unitId}
            <small className={css['unit']}>{unitText(unit, t)}</small>
          </span>
          <span className={css['why']}>{t.text('units.gone')}</span>
        </span>
      </div>
    </li>
  );
}

function UnitRow({
  row,
  digit,
  equalTo,
  isEqual,
  tie,
  isChosen,
}: {
  readonly row: Recommendation;
  readonly digit: number;
  /** Whom it cannot be told from, when that is not who stands above it here. */
  readonly equalTo: string | undefined;
  /** Somebody shares its rank, whether they stand side by side or not. */
  readonly isEqual: boolean;
  readonly tie: Tie;
  readonly isChosen: boolean;
}): JSX.Element {
  const t = useTranslator();
  const actions = useActions();
  const unit = useMirror((mirror) => mirror.state?.units[row.unitId]);
  const { estimate, marginS, win } = row;
  const state = useMirror((mirror) => mirror.state);
  const { why, whyNot } = reasonLines(row, t, {
    equalTo,
    unit: (unitId) => state?.units[unitId]?.callsign,
    incident: (incidentId) => {
      const title = state?.incidents[incidentId]?.title;
      return title === undefined ? undefined : localText(title, t.lang);
    },
  });
  const tone = marginS === undefined ? '' : marginS.mid < 0 ? 'is-behind' : 'is-ahead';
  return (
    <li
      className={`${css['row']} ${isChosen ? css['chosen'] : ''} ${TIE_CLASS[tie] ?? ''} ${tone}`}
      data-unit={row.unitId}
      data-rank={row.rank}
    >
      <button type="button" className={css['hit']} tabIndex={-1} onClick={() => actions.pick(digit)}>
        <kbd className={css['digit']}>{digit}</kbd>
        <span className={css['who']}>
          <span className={css['name']}>
            {unit?.callsign ?? row.unitId}
            {isEqual && <small className={css['equal']}>{`${t.text('units.equal')} ${row.rank}`}</small>}
            <small className={css['unit']}>{unitText(unit, t)}</small>
          </span>
          {why !== '' && <span className={css['why']}>{why}</span>}
          {whyNot !== '' && <span className={css['not']}>{whyNot}</span>}
        </span>
        <span className={css['times']}>
          <span className={css['eta']}>{formatDuration(estimate.expectedS)}</span>
          <span className={css['band']} title={methodText(estimate, t)}>
            {t.text('units.band', {
              low: formatDuration(estimate.lowS),
              high: formatDuration(estimate.highS),
            })}
          </span>
          {marginS !== undefined && <span className={css['margin']}>{formatMargin(marginS.mid)}</span>}
          {win !== undefined && (
            <span className={css['band']} title={winFull(win, t)}>
              {t.text('win.tiny', { percent: winPercent(win) })}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

/** What the list is and, without a mouse to hover, how far its times can be trusted. */
function headline(list: RecommendationList | undefined, t: ReturnType<typeof useTranslator>): string {
  const trust = list?.rows[0] === undefined ? [] : [trustText(list.rows, t)];
  return [t.text('units.title'), t.text('units.by-road'), ...trust].join(DOT);
}

/** "calibrated on 213 drives" only when every row is. */
function trustText(rows: readonly Recommendation[], t: ReturnType<typeof useTranslator>): string {
  const weakest = rows.find(({ estimate }) => !estimate.calibrated) ?? rows[0];
  const drives = weakest?.estimate.drives;
  return weakest?.estimate.calibrated === true && drives !== undefined
    ? t.text('units.calibrated', { n: drives })
    : t.text('units.uncalibrated');
}

function unitText(unit: Unit | undefined, t: ReturnType<typeof useTranslator>): string {
  if (unit === undefined) return '';
  const base = unit.base === undefined ? [] : [localText(unit.base, t.lang)];
  return [t.word(`unit-kind.${unit.kind}`), ...base].join(DOT);
}

function methodText(estimate: Recommendation['estimate'], t: ReturnType<typeof useTranslator>): string {
  const method = t.text(`units.method.${estimate.method}`);
  const { calibrated, drives } = estimate;
  const trust = calibrated ? t.text('units.calibrated', { n: drives ?? 0 }) : t.text('units.uncalibrated');
  return `${method}${DOT}${trust}`;
}

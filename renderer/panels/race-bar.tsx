import type { JSX } from 'react';
import type { Race } from '../../shared/domain/race.ts';
import { formatMargin } from '../i18n/format.ts';
import type { TextKey } from '../i18n/texts-zh.ts';
import { useFeedNow, useTranslator } from '../store/console.tsx';
import { raceGeometry } from './race-geometry.ts';
import css from './race-bar.module.css';

/** Colour class of an outlook. */
export const OUTLOOK_CLASS: Readonly<Record<Race['outlook'], string>> = {
  ahead: 'is-ahead',
  met: 'is-ahead',
  tight: 'is-tight',
  behind: 'is-behind',
  'too-late': 'is-behind',
  unknown: 'is-muted',
};

const WORD: Readonly<Record<Race['outlook'], TextKey>> = {
  ahead: 'race.ahead',
  tight: 'race.tight',
  behind: 'race.behind',
  'too-late': 'race.too-late',
  unknown: 'race.unknown.word',
  met: 'race.met',
};

/** The word that goes with an outlook, because colour never stands alone. */
export function outlookWord(outlook: Race['outlook']): TextKey {
  return WORD[outlook];
}

/**
 * One line per live race: now on the left, the money on the right, the arrival a tick on the same line, uncertainty a band.
 * Nothing is drawn when the clock is unknown: there is no line to race along.
 */
export function RaceBar({
  race,
  size = 'row',
}: {
  readonly race: Race;
  readonly size?: 'row' | 'panel';
}): JSX.Element | undefined {
  const nowMs = useFeedNow(1000);
  const t = useTranslator();
  const bar = raceGeometry(nowMs, race.dueMs, race.arrivalMs);
  if (bar === undefined) return undefined;
  const margin = race.marginS === undefined ? t.text('race.unreachable') : formatMargin(race.marginS.mid);
  const label = t.text('race.label', { margin, word: t.text(outlookWord(race.outlook)) });
  const [dueLow, dueHigh] = bar.dueBand;
  return (
    <svg
      className={`${css['bar']} ${css[size]} ${OUTLOOK_CLASS[race.outlook]}`}
      role="img"
      aria-label={label}
    >
      <rect className={css['track']} x="0" y="44%" width="100%" height="12%" />
      {dueHigh - dueLow > 1 && (
        <rect
          className={css['dueBand']}
          x={`${dueLow}%`}
          y="30%"
          width={`${dueHigh - dueLow}%`}
          height="40%"
        />
      )}
      {bar.arrivalPct !== undefined && bar.arrivalBand !== undefined && (
        <>
          <rect className={css['run']} x="0" y="44%" width={`${bar.arrivalPct}%`} height="12%" />
          <rect
            className={css['band']}
            x={`${bar.arrivalBand[0]}%`}
            y="18%"
            width={`${Math.max(0.5, bar.arrivalBand[1] - bar.arrivalBand[0])}%`}
            height="64%"
          />
          <Tick className={css['arrival'] ?? ''} at={bar.arrivalPct} />
        </>
      )}
      <Tick className={css['due'] ?? ''} at={bar.duePct} />
    </svg>
  );
}

/** A vertical tick that stays inside the bar at both ends. */
function Tick({ className, at }: { readonly className: string; readonly at: number }): JSX.Element {
  return <line className={className} x1={`${at}%`} x2={`${at}%`} y1="0" y2="100%" />;
}

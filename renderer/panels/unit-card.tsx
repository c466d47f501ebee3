import type { JSX } from 'react';
import type { Unit } from '../../shared/domain/entities.ts';
import { DOT, formatAge, localText } from '../i18n/format.ts';
import { useFeedNow, useMirror, useTranslator } from '../store/console.tsx';
import { Notice } from '../ui/notice.tsx';
import { CrewLine } from './crew-line.tsx';

/** A selected unit that is on no order: who it is and what it is doing since when. */
export function UnitCard({ unit }: { readonly unit: Unit }): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const hasNoFix = useMirror((mirror) => mirror.feed?.withoutFix?.includes(unit.unitId) === true);
  const since = t.text('queue.ago', { age: formatAge(nowMs - unit.stateSinceMs, t.lang) });
  const facts = [
    t.word(`unit-kind.${unit.kind}`),
    t.text('units.crew', { n: unit.crew }),
    t.text(unit.hasVehicle ? 'units.vehicle' : 'units.foot'),
    ...(unit.base === undefined ? [] : [localText(unit.base, t.lang)]),
  ];
  return (
    <Notice
      title={`${unit.callsign}${DOT}${t.word(`unit-state.${unit.state}`)}`}
      hint={`${facts.join(DOT)}${DOT}${since} (${t.word(`via.${unit.via}`)})`}
    >
      {hasNoFix && <p>{t.text('units.no-fix-yet')}</p>}
      <CrewLine unitId={unit.unitId} />
    </Notice>
  );
}

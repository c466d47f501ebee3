import type { JSX } from 'react';
import type { Unit } from '../../shared/domain/entities.ts';
import { formatAge, localText } from '../i18n/format.ts';
import { useFeedNow, useTranslator } from '../store/console.tsx';
import { Notice } from '../ui/notice.tsx';

/** A selected unit that is on no order: who it is and what it is doing since when. */
export function UnitCard({ unit }: { readonly unit: Unit }): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const since = t.text('queue.ago', { age: formatAge(nowMs - unit.stateSinceMs, t.lang) });
  const facts = [
    t.word(`unit-kind.${unit.kind}`),
    t.text('units.crew', { n: unit.crew }),
    t.text(unit.hasVehicle ? 'units.vehicle' : 'units.foot'),
    ...(unit.base === undefined ? [] : [localText(unit.base, t.lang)]),
  ];
  return (
    <Notice
      title={`${unit.callsign} · ${t.word(`unit-state.${unit.state}`)}`}
      hint={`${facts.join(' · ')} · ${since} (${t.word(`via.${unit.via}`)})`}
    />
  );
}

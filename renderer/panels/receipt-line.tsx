import type { JSX } from 'react';
import { type Rendezvous, receiptOf } from '../../shared/domain/rendezvous.ts';
import { formatAge, formatMinute, localText } from '../i18n/format.ts';
import { useFeedNow, useTranslator } from '../store/console.tsx';
import css from './receipt-line.module.css';

/** What has become of a proposed meeting; `note` says what follows from it. */
export function ReceiptLine({
  rendezvous,
  note,
}: {
  readonly rendezvous: Rendezvous;
  readonly note?: string | undefined;
}): JSX.Element {
  const t = useTranslator();
  const nowMs = useFeedNow(1000);
  const receipt = receiptOf(rendezvous, nowMs);
  const age = formatAge(Math.max(0, nowMs - rendezvous.proposedAtMs), t.lang);
  const where = rendezvous.place.label === undefined ? '' : localText(rendezvous.place.label, t.lang);
  return (
    <p className={`${css['receipt']} ${css[receipt]}`} data-receipt={receipt} role="status">
      <b>{t.text(`meet.receipt.${receipt}`, { age })}</b>
      <span>{note ?? `${where} ${formatMinute(rendezvous.jointMs.mid)}`}</span>
    </p>
  );
}

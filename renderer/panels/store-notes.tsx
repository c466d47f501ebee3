import { type JSX, useState } from 'react';
import type { StorageNotice } from '../../shared/contract/port.ts';
import { formatDate, formatMinute } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { useMirror, useTranslator } from '../store/console.tsx';
import { Button } from '../ui/button.tsx';
import css from './mode-bands.module.css';

const NONE: readonly StorageNotice[] = [];
/** These end by themselves; the others tell of something that happened and stay until they have been read. */
const LASTING = new Set<StorageNotice['kind']>([
  'orders-in-memory',
  'disk-full',
  'disk-low',
  'district-kept',
]);

/** What befell this machine's stores and what to do about it, on every seat. */
export function StoreNotes(): JSX.Element | undefined {
  const t = useTranslator();
  const notices = useMirror((mirror) => mirror.feed?.storage) ?? NONE;
  const [read, setRead] = useState<readonly string[]>([]);
  const shown = notices.filter((notice) => !read.includes(keyOf(notice)));
  if (shown.length === 0) return undefined;
  return (
    <>
      {shown.map((notice) => (
        <div
          key={keyOf(notice)}
          className={css['line']}
          role={LASTING.has(notice.kind) ? 'alert' : 'status'}
          data-storage={notice.kind}
          data-tone={isQuiet(notice) ? 'quiet' : 'alarm'}
        >
          {titleOf(notice, t)}
          <span title={hintOf(notice, t)}>{hintOf(notice, t)}</span>
          {!LASTING.has(notice.kind) && (
            <Button onPress={() => setRead([...read, keyOf(notice)])}>{t.text('command.dismiss')}</Button>
          )}
        </div>
      ))}
    </>
  );
}

function keyOf({ kind, kept, lost }: StorageNotice): string {
  return LASTING.has(kind) ? kind : `${kind} ${kept ?? ''} ${lost ?? ''}`;
}

/** Nothing was lost and nobody has to do anything now. */
function isQuiet({ kind, lost }: StorageNotice): boolean {
  return kind === 'disk-low' || kind === 'cache-rebuilt' || (kind === 'outbox-salvaged' && lost === 0);
}

function titleOf({ kind, kept = 0, lost, district }: StorageNotice, t: Translator): string {
  if (district !== undefined) {
    const { file, line, keptAtMs } = district;
    const place = line === undefined ? file : t.text('store.district-kept.line', { file, line });
    return t.text('store.district-kept', { place, at: `${formatDate(keptAtMs)} ${formatMinute(keptAtMs)}` });
  }
  if (kind === 'drill-restarted') return t.text('store.drill-restarted', { n: lost ?? 0 });
  if (kind !== 'outbox-salvaged') return t.text(`store.${kind}`, { n: kept });
  if (lost === undefined) return t.text('store.outbox-unknown', { kept });
  return lost === 0 ? t.text('store.outbox-whole', { kept }) : t.text('store.outbox-lost', { kept, lost });
}

function hintOf({ kind, lost, district }: StorageNotice, t: Translator): string {
  if (district !== undefined) return t.text('store.district-kept.hint', { n: district.errors });
  if (kind !== 'outbox-salvaged') return t.text(`store.${kind}.hint`);
  return t.text(lost === 0 ? 'store.outbox-whole.hint' : 'store.outbox-lost.hint');
}

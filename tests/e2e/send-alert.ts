import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { createIngestClient } from '../../gateway/drill/ingest-client.ts';
import type { AlertRow } from '../../shared/contract/ingest.ts';
import { silentLog } from '../../shared/kit/log.ts';
import type { AppProcess } from './app-process.ts';
import { ask } from './ask.ts';

/** What a test says of an alert; the rest is the same for all. */
export interface SentAlert {
  /** Also its source's own number, so one title is one alert. */
  readonly title: string;
  /** The title in English; without it both languages show the same. */
  readonly titleEn?: string;
  readonly level?: AlertRow['level'];
  /** Minutes of feed time until the money is gone; undefined = nobody knows. */
  readonly dueInMin?: number;
  readonly subject?: AlertRow['subject'];
  /** What the place is called; default: a branch of a bank. */
  readonly placeLabel?: string;
}

/** Sends an alert as a bank would, over the console's own HTTPS ingest; resolves with its id once it is in the ledger. */
export async function sendAlert(app: AppProcess, page: Page, alert: SentAlert): Promise<string> {
  const client = createIngestClient(
    {
      url: app.ready.ingest.url,
      key: readFileSync(app.ready.ingest.keyFile, 'utf8').trim(),
      ca: readFileSync(app.ready.caFile, 'utf8'),
    },
    silentLog,
    () => Promise.reject(new Error('the ingest asks to slow down')),
  );
  try {
    const { atMs } = await ask(page, 'state/hash', {});
    const result = await client.alert(rowOf(alert, Math.floor(atMs)));
    if (result.status !== 'accepted' || result.id === undefined)
      throw new Error(`the ingest did not take the alert: ${JSON.stringify(result)}`);
    return result.id;
  } finally {
    client.close();
  }
}

function rowOf(
  { title, titleEn, level = 'L1', dueInMin, subject, placeLabel }: SentAlert,
  nowMs: number,
): AlertRow {
  const dueAtMs = nowMs + (dueInMin ?? 0) * 60_000;
  return {
    source: 'bank-alarm',
    sourceId: title,
    level,
    scamType: 'impersonating-authority',
    title: { zh: title, en: titleEn ?? title },
    reason: { zh: '柜员报警', en: 'The teller called' },
    amount: { fen: 8_600_000, currency: 'CNY' },
    place: {
      kind: 'branch',
      lon: 117.02,
      lat: 36.665,
      radiusM: 30,
      datum: 'wgs84',
      label:
        placeLabel === undefined ? { zh: '泉城路支行', en: 'Quancheng Road branch' } : { zh: placeLabel },
    },
    ...(subject === undefined ? {} : { subject }),
    ...(dueInMin === undefined
      ? {}
      : {
          clock: {
            kind: 'stated',
            earliestMs: dueAtMs - 30_000,
            dueAtMs,
            latestMs: dueAtMs + 30_000,
            source: '柜员',
            what: { zh: '柜员周旋到时', en: "end of the teller's hold" },
            setAtMs: nowMs,
          },
        }),
  };
}

import type { LocalText } from '../../shared/domain/belief.ts';
import type { MeetingRow } from '../../shared/domain/rendezvous.ts';
import { formatMinute } from '../i18n/format.ts';
import { textsEn } from '../i18n/texts-en.ts';
import { textsZh } from '../i18n/texts-zh.ts';
import { fill } from '../i18n/translate.ts';
import type { Target } from './target.ts';

/** What lies open over the map of the dispatch workspace. */
export type Dock = 'exits' | 'meeting' | 'seal' | 'find' | 'joint' | 'standby';

/** The row that keys act on: the first until one is chosen; never another than the chosen one, which may be gone. */
export function chosenRow<R extends { readonly gateId: string }>(
  rows: readonly R[],
  chosenId: string | undefined,
): R | undefined {
  return chosenId === undefined ? rows[0] : rows.find(({ gateId }) => gateId === chosenId);
}

/** Whether the words go to a carrier, who has nothing to do with the fraud, rather than to the person to be helped. */
export function isCarrier(target: Target): boolean {
  return target.subject?.role === 'carrier';
}

/** What is said and what is sent, in both languages. Minutes are rounded up: nobody waits for a promise that was too short. */
export function meetingWords(
  row: MeetingRow,
  target: Target,
  nowMs: number,
): { readonly sentence: LocalText; readonly text: LocalText } {
  const who = isCarrier(target) ? 'carrier' : 'person';
  const minutes = Math.max(1, Math.ceil((row.jointMs.mid - nowMs) / 60_000));
  const clock = formatMinute(row.jointMs.mid);
  const both = (key: `meet.${'sentence' | 'sms'}.${'person' | 'carrier'}`): LocalText => ({
    zh: fill(textsZh[key], { place: row.name.zh, minutes, clock }),
    en: fill(textsEn[key], { place: row.name.en ?? row.name.zh, minutes, clock }),
  });
  return { sentence: both(`meet.sentence.${who}`), text: both(`meet.sms.${who}`) };
}

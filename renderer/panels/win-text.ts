import type { WinChance } from '../../shared/domain/race.ts';
import type { TextKey } from '../i18n/texts-zh.ts';
import type { Translator } from '../i18n/translate.ts';

/** A chance as a person may read it: rounded to 5 and never 0 or 100, since nobody is that sure. */
export function winPercent({ p }: WinChance): number {
  return Math.min(95, Math.max(5, Math.round(p * 20) * 5));
}

/** The word for a rounded chance, so that it is not the figure alone that is read. */
function winWord(percent: number): TextKey {
  if (percent >= 85) return 'win.likely';
  if (percent >= 65) return 'win.rather';
  if (percent > 35) return 'win.open';
  return percent > 15 ? 'win.unlikely' : 'win.hardly';
}

/** The chance in words with what it rests on. */
export function winFull(win: WinChance, t: Translator): string {
  return t.text('win.full', { text: winText(win, t), trust: winTrust(win, t) });
}

/** "rather in time, about 75 %". */
function winText(win: WinChance, t: Translator): string {
  const percent = winPercent(win);
  return t.text('win.text', { word: t.text(winWord(percent)), percent });
}

/** What the chance rests on: so many drives, or judgement. */
function winTrust(win: WinChance, t: Translator): string {
  return win.drives === undefined
    ? t.text('units.uncalibrated')
    : t.text('units.calibrated', { n: win.drives });
}

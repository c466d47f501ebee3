import type { Detour } from '../../shared/domain/road-closure.ts';
import { formatDuration } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';

/** What a closed road costs the unit under way. */
export function detourText({ reason, byS }: Detour, t: Translator): string {
  return t.text('race.detour', { why: t.text(`closure.${reason}`), time: formatDuration(byS) });
}

/** The same where there is no room, on a wall. */
export function detourShort({ byS }: Detour, t: Translator): string {
  return t.text('race.detour.short', { time: formatDuration(byS) });
}

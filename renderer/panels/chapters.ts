import type { LedgerEvent } from '../../shared/domain/event.ts';
import { DOT, formatAmountFull, formatClock, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';

/** One step of the story, made from one fact of the log. */
export interface Chapter {
  readonly key: string;
  readonly atMs: number;
  /** Where the playhead goes to know this fact: when it was received. */
  readonly seekMs: number;
  readonly title: string;
  readonly detail: string;
}

type Words = { readonly title: string; readonly detail: string } | undefined;

function chapterWords(event: LedgerEvent, callsign: (unitId: string) => string, t: Translator): Words {
  const say = (title: string, detail = ''): Words => ({ title, detail });
  switch (event.kind) {
    case 'alert/raised':
      return say(
        `${t.word('milestone.lead')} ${event.data.level}`,
        `${t.word(`source.${event.data.source}`)}${DOT}${localText(event.data.title, t.lang)}`,
      );
    case 'alert/acknowledged':
      return say(t.word('alert-state.acknowledged'), event.actor.label ?? '');
    case 'alert/promoted':
      return say(t.word('alert-state.promoted'));
    case 'alert/called':
      return undefined;
    case 'incident/phase-changed':
      return say(`${t.text('briefing.phase')}${DOT}${t.word(`phase.${event.data.phase}`)}`);
    case 'incident/level-changed':
      return say(
        `${event.data.level} ${t.word(`level.${event.data.level}`)}`,
        localText(event.data.reason, t.lang),
      );
    case 'incident/clock-set': {
      const { clock } = event.data;
      if (clock.kind === 'unknown') return say(t.text('race.unknown'));
      return say(
        `${t.text('briefing.clock')} ${formatClock(clock.dueAtMs)}`,
        `${localText(clock.what, t.lang)}${DOT}${t.word(`clock.${clock.kind}`)}`,
      );
    }
    case 'incident/believed': {
      const { place } = event.data;
      return say(
        t.word(`belief.${place.kind}`),
        place.label === undefined ? place.source : localText(place.label, t.lang),
      );
    }
    case 'incident/noted': {
      const lane =
        event.data.lane === undefined ? t.text('kind.incident/note') : t.word(`lane.${event.data.lane}`);
      return say(lane, localText(event.data.text, t.lang));
    }
    case 'incident/milestone':
      return say(t.word(`milestone.${event.data.milestone}`));
    case 'incident/money-moved':
      return say(t.word(`money.${event.data.account}`), formatAmountFull(event.data.fen));
    case 'incident/departed':
      return say(t.text('kind.incident/left'));
    case 'incident/itinerary-set':
      return say(localText(event.data.itinerary.label, t.lang));
    case 'incident/meeting-proposed': {
      const { place, text } = event.data;
      const where = place.label === undefined ? '' : localText(place.label, t.lang);
      return say(t.text('meet.proposed', { place: where }), localText(text, t.lang));
    }
    case 'incident/meeting-answered':
      return say(t.text(`meet.receipt.${event.data.answer}`));
    case 'incident/looked': {
      const { kind, place, found, care } = event.data;
      const where = place.label === undefined ? t.word(`find-place.${kind}`) : localText(place.label, t.lang);
      return say(
        t.text(found ? 'find.said.found' : 'find.said.not-here', { place: where }),
        t.word(`care.${care}`),
      );
    }
    case 'incident/disposed':
      return say(t.word(`disposition.${event.data.disposition}`), event.actor.label ?? '');
    case 'incident/closed':
      return say(t.text('incident.closed'), event.data.reviewer.label ?? '');
    case 'order/issued':
      return say(
        `${t.text('kind.order/assign')} ${callsign(event.data.unitId)}`,
        localText(event.data.text, t.lang),
      );
    case 'order/redirected':
      return say(t.text('kind.order/redirect'), localText(event.data.text, t.lang));
    case 'order/advanced':
      return say(
        t.word(`order.${event.data.state}`),
        t.text('orders.via', { via: t.word(`via.${event.data.via}`) }),
      );
    case 'order/recalled':
      return say(t.word('order.recalled'), localText(event.data.reason, t.lang));
    case 'session/started':
    case 'unit/registered':
    case 'unit/state-changed':
    case 'unit/posted':
    case 'alert/shelved':
    case 'alert/merged':
    case 'alert/closed':
    case 'road/closed':
    case 'road/opened':
    case 'withheld':
      return undefined;
  }
}

/** The chapters of an incident from its events, in the order of the log. */
export function chaptersOf(
  events: readonly LedgerEvent[],
  callsign: (unitId: string) => string,
  t: Translator,
): readonly Chapter[] {
  return events.flatMap((event) => {
    const words = chapterWords(event, callsign, t);
    return words === undefined
      ? []
      : [{ key: event.id, atMs: event.atMs, seekMs: Math.max(event.atMs, event.receivedAtMs), ...words }];
  });
}

/** Index of the chapter that is on at `nowMs`; -1 before the first. */
export function currentChapter(chapters: readonly Chapter[], nowMs: number): number {
  return chapters.findLastIndex((chapter) => chapter.seekMs <= nowMs);
}

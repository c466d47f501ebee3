import type { WindChange, WindPost, WindQuery, WindToday } from '../../shared/domain/wind-tunnel.ts';

/** Kinds of rules, in the order they are offered. */
export const WIND_RULES = ['cars', 'night-car', 'post', 'hold', 'standby', 'together'] as const;
export type WindRule = (typeof WIND_RULES)[number];

/** Nights a run may be made of. */
export const WIND_NIGHTS = [50, 200, 1000] as const;
export const MOST_CARS = 60;
export const SHIFT_HOURS = 8;

type ChangeOf<K extends WindRule> = Extract<WindChange, { kind: K }>;

/** The question as it stands on the form: what was set for one rule is kept while another is looked at. */
export interface WindDraft {
  readonly today: WindToday;
  readonly rule: WindRule;
  readonly cars: ChangeOf<'cars'>;
  readonly nightCar: ChangeOf<'night-car'>;
  readonly post: ChangeOf<'post'>;
  readonly hold: ChangeOf<'hold'>;
  readonly nights: number;
}

/** A first question: one car a station, and one more. `stations` = the stations' posts, at least one. */
export function firstDraft(stations: readonly WindPost[]): WindDraft {
  const cars = Math.max(1, Math.min(MOST_CARS, stations.length));
  const postId = stations[0]?.postId ?? '';
  return {
    today: { cars, isStandby: false, isTogether: false },
    rule: 'cars',
    cars: { kind: 'cars', cars: Math.min(MOST_CARS, cars + 1) },
    nightCar: { kind: 'night-car', fromH: 4, toH: SHIFT_HOURS, postId },
    post: { kind: 'post', toPostId: postId },
    hold: { kind: 'hold', atOnce: 'L1', keepFree: 2 },
    nights: 200,
  };
}

/** The one change of a draft. Standby and deciding together can only be turned round. */
export function changeOf(draft: WindDraft): WindChange {
  switch (draft.rule) {
    case 'cars':
      return draft.cars;
    case 'night-car':
      return draft.nightCar;
    case 'post':
      return draft.post;
    case 'hold':
      return draft.hold;
    case 'standby':
      return { kind: 'standby', isOn: !draft.today.isStandby };
    case 'together':
      return { kind: 'together', isOn: !draft.today.isTogether };
  }
}

/** The question of a draft; undefined = its hours do not make a stretch of the night. */
export function queryOf(draft: WindDraft): WindQuery | undefined {
  const change = changeOf(draft);
  if (change.kind === 'night-car' && change.fromH >= change.toH) return undefined;
  return { today: draft.today, change, shifts: draft.nights };
}

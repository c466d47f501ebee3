import type { State } from '../../shared/domain/state.ts';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';

/** What the sound has to say after a change: the gravest new level, and whether an L0 still waits for acknowledgement. */
export interface AlarmNeed {
  readonly ring: AlertLevel | undefined;
  readonly repeatL0: boolean;
}

/** Compares what has been heard with what is there now. `heard` holds alert ids and is extended in place by its owner. */
export function alarmNeed(
  state: State,
  heard: ReadonlySet<string>,
): AlarmNeed & { readonly fresh: readonly string[] } {
  const fresh: string[] = [];
  let ring: AlertLevel | undefined;
  let repeatL0 = false;
  for (const alert of Object.values(state.alerts)) {
    const isWaiting = alert.acknowledgedAtMs === undefined && alert.state === 'raised';
    if (isWaiting && alert.level === 'L0') repeatL0 = true;
    if (heard.has(alert.alertId)) continue;
    fresh.push(alert.alertId);
    if (isWaiting && (ring === undefined || alert.level < ring)) ring = alert.level;
  }
  return { ring, repeatL0, fresh };
}

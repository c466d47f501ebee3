import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import { drawAlert } from './ambient-alert.ts';
import { createArrivals } from './arrivals.ts';
import type { CaseBook } from './case-book.ts';
import { after, AI_LINE, fact, REVIEWER, submit, type World } from './world.ts';
import type { Rng } from '../../shared/kit/rng.ts';

/** The everyday load: alerts at the rate of the mix, called by the AI line, most of them closed within minutes. */
export interface Ambient {
  /** Begins the stream of arrivals; `rate` multiplies the mix's 33 an hour, 0 = none. */
  start(rate: number): void;
  /** Raises one alert now, outside the stream. */
  raise(level?: AlertLevel): Promise<void>;
}

const CALL_OUTCOMES = ['answered', 'busy', 'refused', 'convinced'] as const;

/** Ambient load of one drill. */
export function createAmbient(world: World, book: CaseBook): Ambient {
  const rng = world.rng.fork('ambient');
  let count = 0;

  const raise = async (level?: AlertLevel): Promise<void> => {
    count++;
    const draw = rng.fork(`alert:${count}`);
    const sourceId = `drill-${String(count).padStart(4, '0')}`;
    const drawn = drawAlert(world, draw, sourceId, world.clock.nowMs(), level);
    const { id } = await world.ingest.alert(drawn.row);
    if (id === undefined) return;
    book.open(id, drawn.truth, drawn.goneAtMs);
    if (drawn.row.level === 'L2' || drawn.row.level === 'L3') call(id, draw.fork('calls'), 1);
    giveUpLater(id, draw.fork('silence'));
  };

  const isUntouched = (alertId: string): boolean => world.port.state().alerts[alertId]?.state === 'raised';

  /** The AI line calls until somebody is convinced, a person takes over, or it has tried often enough. */
  const call = (alertId: string, draw: Rng, attempt: number): void => {
    const { calls } = world.mix;
    const [low, high] = attempt === 1 ? calls.firstAfterS : calls.againAfterS;
    after(world, draw.between(low, high), async () => {
      if (!isUntouched(alertId)) return;
      const weights = [calls.answered, calls.busy, calls.refused, calls.convinced];
      const outcome = CALL_OUTCOMES[draw.weighted(weights)] ?? 'busy';
      await world.port.appendFacts([
        fact(world, AI_LINE, { kind: 'alert/called', data: { alertId, outcome } }),
      ]);
      if (outcome !== 'convinced' && attempt < calls.attempts) {
        call(alertId, draw, attempt + 1);
        return;
      }
      after(world, draw.between(10, 40), async () => {
        if (!isUntouched(alertId)) return;
        const disposition = outcome === 'convinced' ? 'dissuaded' : 'not-found-yet';
        await submit(world, AI_LINE, `drill:${alertId}:close`, {
          kind: 'alert/close',
          payload: { alertId, disposition },
        });
      });
    });
  };

  /** What nobody in the room takes up is closed in the end, and honestly: nobody was found. */
  const giveUpLater = (alertId: string, draw: Rng): void => {
    const [low, high] = world.mix.closing.silentPeopleMinutes;
    after(world, draw.between(low, high) * 60, async () => {
      const alert = world.port.state().alerts[alertId];
      if (alert?.state !== 'raised' && alert?.state !== 'acknowledged') return;
      const payload = { alertId, disposition: 'not-found-yet' } as const;
      await submit(world, REVIEWER, `drill:${alertId}:close`, { kind: 'alert/close', payload });
    });
  };

  return {
    raise,
    start(rate) {
      const arrivals = createArrivals(rng.fork('arrivals'), world.mix.arrivals, rate, world.clock.nowMs());
      const next = (): void => {
        const atMs = arrivals.nextMs();
        if (atMs === Infinity) return;
        world.clock.schedule(atMs, async () => {
          next();
          await raise();
        });
      };
      next();
    },
  };
}

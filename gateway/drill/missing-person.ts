import type { LocalText } from '../../shared/domain/belief.ts';
import type { LedgerEvent } from '../../shared/domain/event.ts';
import { destination } from '../../shared/geo/distance.ts';
import type { LonLat } from '../../shared/geo/point.ts';
import type { DrillPlace } from '../../shared/roads/pack.ts';
import type { Case } from './case.ts';
import type { CaseBook } from './case-book.ts';
import { caseWords } from './case-words.ts';
import { fictionalPerson } from './fiction.ts';
import { placesByReach, raiseRace } from './race.ts';
import { after, type World } from './world.ts';

/**
 * Somebody left home with her savings and nobody knows for where: all the room has is an address. Leads come while it looks:
 * the phone at a cell, a word of the family that may be wrong, a payment. She waits at one place until the money goes.
 */
export interface MissingPerson {
  alarm(): Promise<Case | undefined>;
  /** To be called for every event of the ledger. */
  observe(event: LedgerEvent): void;
}

const SOURCE_ID = 'script-missing';
const AMOUNT_FEN = 9_600_000;
/** She lives this far at most from where she waits, metres. */
const HOME_M = 2600;
const GONE_S = 1500;
const CELL_RADIUS_M = 900;
const PAYMENT_RADIUS_M = 400;
/** Seconds after the room has taken it on. */
const CELL_S = 20;
const FAMILY_S = 75;
const PAYMENT_S = 240;
/** How often the family is right. */
const FAMILY_RIGHT = 0.6;

const HOME_LABEL: LocalText = { zh: '演练小区住处', en: 'Drill home address' };

/** Prepares it; undefined when the region has no place to wait at. */
export function createMissingPerson(world: World, book: CaseBook): MissingPerson | undefined {
  const { teahouses, branches } = world.places;
  const rng = world.rng.fork('missing-person');
  const near = placesByReach(world, [...teahouses, ...branches], 240).slice(0, 6);
  const there = near.length === 0 ? undefined : rng.pick(near).place;
  const at: LonLat | undefined = there === undefined ? undefined : [there.lon, there.lat];
  const home = at === undefined ? undefined : world.roads.placeNear(rng.fork('home'), at, HOME_M);
  if (there === undefined || at === undefined || home === undefined) return undefined;
  let running: Case | undefined;

  const lead = async (
    nth: number,
    kind: 'last-cell' | 'family-says' | 'last-payment',
    [lon, lat]: LonLat,
    radiusM: number,
    label: LocalText,
  ): Promise<void> => {
    if (running?.status !== 'open') return;
    await world.ingest.sighting({
      source: kind === 'family-says' ? '亲属' : kind === 'last-cell' ? '运营商' : '支付机构',
      sourceId: `${SOURCE_ID}-${nth}`,
      alert: { source: 'family', sourceId: SOURCE_ID },
      place: { kind, lon, lat, radiusM, datum: 'wgs84', label },
    });
  };

  const beside = (spread: number, key: string): LonLat => {
    const draw = rng.fork(key);
    return destination(at[0], at[1], draw.between(0, 360), spread * draw.next());
  };

  const follow = (): void => {
    const others = near.map(({ place }) => place).filter(({ id }) => id !== there.id);
    const isRight = rng.fork('family').chance(FAMILY_RIGHT) || others.length === 0;
    const said: DrillPlace = isRight ? there : rng.fork('said').pick(others);
    after(world, CELL_S, () =>
      lead(1, 'last-cell', beside(500, 'cell'), CELL_RADIUS_M, { zh: '演练基站', en: 'Drill cell' }),
    );
    after(world, FAMILY_S, () => lead(2, 'family-says', [said.lon, said.lat], 120, said.name));
    after(world, PAYMENT_S, () =>
      lead(3, 'last-payment', beside(250, 'payment'), PAYMENT_RADIUS_M, {
        zh: '演练便利店付款',
        en: 'Drill shop payment',
      }),
    );
  };

  return {
    async alarm() {
      const nowMs = world.clock.nowMs();
      running = await raiseRace(
        world,
        book,
        {
          source: 'family',
          sourceId: SOURCE_ID,
          level: 'L1',
          scamType: 'impersonating-authority',
          title: { zh: '携存折离家，去向不明', en: 'Left home with savings, whereabouts unknown' },
          reason: {
            zh: '冒充公检法 · 家属来电：40 分前独自出门，电话不接',
            en: 'Impersonating authority · family: left alone 40 min ago, does not answer',
          },
          subject: fictionalPerson(rng.fork('person'), `person-${SOURCE_ID}`, 'presumed-victim', false),
          amount: { fen: AMOUNT_FEN, currency: 'CNY' },
          place: {
            kind: 'registered-address',
            lon: home[0],
            lat: home[1],
            radiusM: 60,
            datum: 'wgs84',
            label: HOME_LABEL,
          },
        },
        {
          sourceId: SOURCE_ID,
          amountFen: AMOUNT_FEN,
          savedAccount: 'loss-avoided',
          locate: () => at,
          radiusM: 60,
          isFindable: true,
          isSearchedFor: true,
          convinceS: rng.between(40, 80),
          words: caseWords('transfer', AMOUNT_FEN),
        },
        nowMs + GONE_S * 1000,
      );
      return running;
    },
    observe(event) {
      if (event.kind === 'alert/promoted' && event.data.alertId === running?.alertId) follow();
    },
  };
}

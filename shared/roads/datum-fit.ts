import type { DatumAlarm } from '../contract/ctl.ts';
import { type Datum, toWgs84 } from '../geo/datum.ts';
import { equirectM } from '../geo/distance.ts';
import { type DatumEvidence, placeWeight } from './datum-evidence.ts';

/** A fix as sent. `unit` is a small whole number that names the device within its source. */
export interface SentFix {
  readonly unit: number;
  readonly lon: number;
  readonly lat: number;
  readonly speedMps?: number | undefined;
}

/** Datums that differ on the ground; cgcs2000 counts as wgs84. */
const HYPOTHESES = ['wgs84', 'gcj02', 'bd09'] as const;
type Hypothesis = (typeof HYPOTHESES)[number];

/** Sum of log likelihood ratios that raises the alarm, and that withdraws it once the declaration fits again. */
const ALARM_AT = 40;
/** Given away at every fix, so that the small luck of roads that run along the shift never adds up. */
const ALLOWANCE = 0.1;
/** How far the named datum must lead the other one that is not declared. */
const LEAD = 10;
/** Slower than this a unit stands, or walks where no road is. */
const MOVING_MPS = 2;
/** Metres between two fixes of a unit that count as two looks at the roads. */
const STEP_M = 30;
/** Units whose last place is kept, by number modulo this. */
const SEATS = 512;

interface Suspect {
  readonly datum: Hypothesis;
  /** Ground gained on the declaration, and on "fits no roads at all"; both never below 0 (a cumulative sum test). */
  overDeclared: number;
  overChance: number;
}

/**
 * Watches one source and one declared datum. Memory is fixed; the answer depends on the fixes alone. Only moving fixes
 * speak, each unit at most once every 30 m. A datum is named when it explains the fixes far better than the declaration
 * and than chance does: a source that drives where there are no roads names none.
 */
export class DatumWatch {
  readonly #evidence: DatumEvidence;
  readonly #declared: Datum;
  readonly #as: Hypothesis;
  readonly #suspects: readonly Suspect[];
  readonly #seatUnit = new Int32Array(SEATS).fill(-1);
  readonly #seatLonLat = new Float64Array(2 * SEATS);
  #fixes = 0;
  #recovered = 0;
  #alarm: DatumAlarm | undefined;

  constructor(evidence: DatumEvidence, declared: Datum) {
    this.#evidence = evidence;
    this.#declared = declared;
    this.#as = declared === 'cgcs2000' ? 'wgs84' : declared;
    this.#suspects = HYPOTHESES.filter((datum) => datum !== this.#as).map((datum) => ({
      datum,
      overDeclared: 0,
      overChance: 0,
    }));
  }

  /** Standing now; undefined = the declaration is believed. */
  get alarm(): DatumAlarm | undefined {
    return this.#alarm;
  }

  /** Takes the next fix, already accepted. Looks at the roads three times when the fix speaks. */
  offer(fix: SentFix): void {
    this.#fixes++;
    if (!this.#speaks(fix)) return;
    const [lon, lat] = toWgs84(fix.lon, fix.lat, this.#as);
    const declared = placeWeight(this.#evidence, lon, lat);
    for (const suspect of this.#suspects) {
      const [asLon, asLat] = toWgs84(fix.lon, fix.lat, suspect.datum);
      const weight = placeWeight(this.#evidence, asLon, asLat);
      if (suspect.datum === this.#alarm?.looksLike) {
        this.#recovered = Math.max(0, this.#recovered + declared - weight - ALLOWANCE);
      }
      suspect.overDeclared = Math.max(0, suspect.overDeclared + weight - declared - ALLOWANCE);
      suspect.overChance = Math.max(0, Math.min(2 * ALARM_AT, suspect.overChance + weight));
    }
    if (this.#alarm === undefined) this.#accuse();
    else if (this.#recovered >= ALARM_AT) this.#acquit();
  }

  #accuse(): void {
    const [first, second] = this.#suspects.toSorted((a, b) => b.overDeclared - a.overDeclared);
    if (first === undefined || first.overDeclared < ALARM_AT || first.overChance < ALARM_AT) return;
    if (first.overDeclared - (second?.overDeclared ?? 0) < LEAD) return;
    this.#alarm = { declared: this.#declared, looksLike: first.datum, fixes: this.#fixes };
    this.#recovered = 0;
  }

  #acquit(): void {
    this.#alarm = undefined;
    for (const suspect of this.#suspects) suspect.overDeclared = suspect.overChance = 0;
  }

  /** Whether a fix shows a unit that moved on; remembers its place. */
  #speaks(fix: SentFix): boolean {
    if (fix.speedMps !== undefined && fix.speedMps < MOVING_MPS) return false;
    const seat = fix.unit % SEATS;
    const isKnown = this.#seatUnit[seat] === fix.unit;
    const [lastLon, lastLat] = [this.#seatLonLat[2 * seat] ?? 0, this.#seatLonLat[2 * seat + 1] ?? 0];
    if (isKnown && equirectM(lastLon, lastLat, fix.lon, fix.lat) < STEP_M) return false;
    this.#seatUnit[seat] = fix.unit;
    this.#seatLonLat[2 * seat] = fix.lon;
    this.#seatLonLat[2 * seat + 1] = fix.lat;
    // a device that tells no speed may stand: the first place known of it says nothing yet
    return isKnown || fix.speedMps !== undefined;
  }
}

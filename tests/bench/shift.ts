import { drawShift } from '../../shared/interception/shifts/draw-shift.ts';
import { learnNights } from '../../shared/interception/shifts/past-nights.ts';
import { runShift } from '../../shared/interception/shifts/run-shift.ts';
import {
  consoleFirst,
  roadFirst,
  straightLineFirst,
} from '../../shared/interception/shifts/send-policies.ts';
import {
  clairvoyantOutcomes,
  type ScoreByGroup,
  scoreShift,
} from '../../shared/interception/shifts/shift-score.ts';
import { createShiftWorld } from '../../shared/interception/shifts/shift-town.ts';
import { SHIFT_GROUPS, type ShiftWorld } from '../../shared/interception/shifts/shift-world.ts';
import { hindsight } from '../../shared/interception/shifts/hindsight-policy.ts';
import { standby } from '../../shared/interception/shifts/standby-policy.ts';
import { together } from '../../shared/interception/shifts/together-policy.ts';
import { readJinan } from '../fixtures/jinan.ts';
import type { Bench, BenchRow } from './bench.ts';
import { type Ratio, ratioOf } from '../../shared/kit/ratio.ts';

/** Shifts by the number of cars; a city of twelve stations. With 400 an aim a tenth away cannot be told from a missed one. */
const SHIFTS: readonly (readonly [cars: number, shifts: number])[] = [
  [9, 1000],
  [7, 1000],
  [12, 1000],
];
/** Rules were chosen on seeds below 5000, of which 500 to 864 are the log of earlier nights. */
const FIRST_SEED = 100_000;
const PAST_NIGHTS = Array.from({ length: 365 }, (_, i) => 500 + i);
const GROUPS = ['all', ...SHIFT_GROUPS] as const;
const TITLES = {
  straight: '(a) nearest in a straight line, in order of arrival',
  road: '(b) nearest by road, in order of arrival',
  console: '(c1) tightest first, best by road, one at a time',
  together: '(c2) all that wait at once, cover kept',
  ours: '(c3) the same, and standby moves',
  hindsight: '(h) as (c3), knowing all about what has come up and nothing of what comes next',
  bound: '(d) clairvoyant, cars at their own posts',
  boundAnywhere: '(d*) clairvoyant, cars waiting anywhere',
} as const;
type Way = keyof typeof TITLES;
type Scores = Readonly<Record<Way, readonly ScoreByGroup[]>>;

/** The same seeded eight-hour shifts on Jinan's roads under every way of sending. */
export const shiftBench: Bench = {
  name: 'shift',
  run(say) {
    const { graph, drill } = readJinan().region;
    const world = createShiftWorld(graph, drill.stations, 7);
    const rows = SHIFTS.flatMap(([cars, shifts]) => {
      say(`${shifts} shifts with ${cars} cars`);
      const scores = playShifts(world, cars, shifts);
      return [...goalRows(cars, scores), ...figureRows(cars, scores)];
    });
    return Promise.resolve({
      rows,
      notes: [
        'made-up nights on real roads: about 13 alerts in 8 hours, some in waves of four within 8 minutes, a third of them L2; nobody publishes the law, so only differences between rows of one run mean something',
        'roads are as fast for everybody as the map says, times one luck per drive that all ways share; no hidden congestion, no lost fixes, no rendezvous, no exits',
        '(c1) is the console row by row; (c2) follows its joint proposal (H) and (c3) its waiting posts (I) as well, by the functions the planner calls; both hold back from L2 and so lengthen the mean response; most of what (c2) gains is deciding about everybody at once, units under way included, little is the cover it keeps',
        '(d) bounds everybody who leaves cars at their own posts; (c3) does not, so its bound is (d*), which also knows where the next alert will be',
        '(h) knows of each alert that has come up whether anything is at stake, when the money goes and how each drive will turn out: what it loses no rule without foresight saves, so an aim below its row cannot be had; it sends to what can be saved only',
        'nobody came: the response counts to the end of the shift',
      ],
    });
  },
};

function playShifts(world: ShiftWorld, cars: number, shifts: number): Scores {
  const past = learnNights(world, PAST_NIGHTS);
  const [asOne, wait] = [together(past), standby(past)];
  const scores: Record<Way, ScoreByGroup[]> = {
    straight: [],
    road: [],
    console: [],
    together: [],
    ours: [],
    hindsight: [],
    bound: [],
    boundAnywhere: [],
  };
  for (let i = 0; i < shifts; i++) {
    const shift = drawShift(FIRST_SEED + i, world, cars);
    scores.straight.push(scoreShift(runShift(shift, straightLineFirst())));
    scores.road.push(scoreShift(runShift(shift, roadFirst())));
    scores.console.push(scoreShift(runShift(shift, consoleFirst())));
    scores.together.push(scoreShift(runShift(shift, asOne)));
    scores.ours.push(scoreShift(runShift(shift, asOne, wait)));
    scores.hindsight.push(scoreShift(runShift(shift, hindsight(), wait)));
    scores.bound.push(scoreShift(clairvoyantOutcomes(shift)));
    scores.boundAnywhere.push(scoreShift(clairvoyantOutcomes(shift, world.posts)));
  }
  return scores;
}

type Figure = 'late' | 'lostFen';

function goalRows(cars: number, scores: Scores): BenchRow[] {
  const figure = (way: Way, what: Figure): number[] => scores[way].map(({ all }) => all[what]);
  const against = (way: Way, other: Way, what: Figure): Ratio =>
    ratioOf(figure(way, what), figure(other, what));
  const goal = (label: string, ratio: Ratio, most: number): BenchRow => ({
    ...row(`${cars} cars: ${label}`, ratio, 'x'),
    goal: `<= ${most}`,
    ok: ratio.value <= most,
  });
  return [
    goal('late, (c3) / (d)', against('ours', 'bound', 'late'), 1.6),
    goal('late, (c3) / (d*)', against('ours', 'boundAnywhere', 'late'), 1.6),
    row(`${cars} cars: late, (h) / (d)`, against('hindsight', 'bound', 'late'), 'x'),
    row(`${cars} cars: late, (h) / (d*)`, against('hindsight', 'boundAnywhere', 'late'), 'x'),
    row(`${cars} cars: money lost, (h) / (a)`, against('hindsight', 'straight', 'lostFen'), 'x'),
    row(`${cars} cars: late, (c2) / (d)`, against('together', 'bound', 'late'), 'x'),
    row(`${cars} cars: late, (c1) / (d)`, against('console', 'bound', 'late'), 'x'),
    goal('money lost, (c3) / (a)', against('ours', 'straight', 'lostFen'), 0.7),
    row(`${cars} cars: money lost, (c2) / (a)`, against('together', 'straight', 'lostFen'), 'x'),
    row(`${cars} cars: money lost, (c1) / (a)`, against('console', 'straight', 'lostFen'), 'x'),
    ...SHIFT_GROUPS.map((group): BenchRow => {
      const more = ratioOf(
        scores.ours.map((ours, i) => 100 * (ours[group].late - (scores.road[i]?.[group].late ?? 0))),
        scores.ours.map((ours) => ours[group].real),
      );
      // worse = the whole interval lies above nothing
      const label = `${cars} cars: late ${group}, (c3) less (b)`;
      return { ...row(label, more, 'points'), goal: 'not above 0', ok: more.low <= 0 };
    }),
  ];
}

function figureRows(cars: number, scores: Scores): BenchRow[] {
  return (Object.keys(TITLES) as Way[]).flatMap((way) => [
    { label: `${cars} cars: ${TITLES[way]}`, value: scores[way].length, unit: 'shifts' },
    ...GROUPS.flatMap((group) => {
      const these = scores[way].map((score) => score[group]);
      const [real, shifts] = [these.map((one) => one.real), these.map(() => 1)];
      const of = (what: (one: (typeof these)[number]) => number, per: readonly number[]): Ratio =>
        ratioOf(these.map(what), per);
      return [
        row(
          `  ${group}: late`,
          of((one) => 100 * one.late, real),
          '%',
        ),
        row(
          `  ${group}: saved a shift`,
          of((one) => one.real - one.late, shifts),
          'people',
        ),
        row(
          `  ${group}: lost a shift`,
          of((one) => one.lostFen, shifts),
          'fen',
        ),
        row(
          `  ${group}: mean response`,
          of((one) => one.responseS, real),
          's',
        ),
      ];
    }),
  ]);
}

function row(label: string, { value, low, high }: Ratio, unit: string): BenchRow {
  return { label, value, unit, interval: [low, high] };
}

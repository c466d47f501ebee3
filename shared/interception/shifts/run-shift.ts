import { SHIFT_S, type Shift, type ShiftIncident, type ShiftPost, type ShiftUnit } from './shift-world.ts';

/** Somebody under way to somebody. */
export interface Run {
  readonly unit: ShiftUnit;
  readonly incident: ShiftIncident;
  readonly sentS: number;
  readonly fromNode: number;
  readonly arriveS: number;
}

/** One moment of a shift as the desk sees it. */
export interface Desk {
  readonly nowS: number;
  /** In the order they came. */
  readonly waiting: readonly ShiftIncident[];
  readonly free: readonly { readonly unit: ShiftUnit; readonly node: number }[];
  /** Not arrived yet, and still on duty: past its end nobody is turned round. */
  readonly underWay: readonly Run[];
  readonly shift: Shift;
}

/** Whom to send where now; undefined = nobody. A unit under way to another incident is taken off it. */
export type SendPolicy = (desk: Desk) => { readonly incidentId: string; readonly unitId: string } | undefined;

/** Where everybody free shall wait, by unit id; whoever is not named goes to, or stays at, its own post. */
export type WaitPolicy = (desk: Desk) => ReadonlyMap<string, ShiftPost>;

/** How one incident ended. */
export interface Outcome {
  readonly incident: ShiftIncident;
  /** Undefined = nobody came. */
  readonly arriveS: number | undefined;
}

const AT_OWN_POSTS: WaitPolicy = () => new Map();

interface Car {
  readonly unit: ShiftUnit;
  /** Where it is, or set off from. */
  node: number;
  freeS: number;
  run: Run | undefined;
  /** Under way to wait somewhere. */
  move: { readonly post: ShiftPost; readonly sentS: number; readonly arriveS: number } | undefined;
}

/** Plays a shift: at every alert and every unit that comes free the policy is asked until it sends nobody. */
export function runShift(shift: Shift, send: SendPolicy, wait: WaitPolicy = AT_OWN_POSTS): Outcome[] {
  const cars = shift.units.map(
    (unit): Car => ({ unit, node: unit.base.node, freeS: 0, run: undefined, move: undefined }),
  );
  const arrivals = new Map<string, number>();
  const waiting = new Map<string, ShiftIncident>();
  const wakes = new Set([0, ...shift.incidents.map((one) => one.raisedS)]);
  for (const { duty } of shift.units) if (duty !== undefined) wakes.add(duty.fromS);
  const limit = 4 * shift.incidents.length + 16;
  for (let nowS = earliest(wakes); nowS <= SHIFT_S; nowS = earliest(wakes)) {
    wakes.delete(nowS);
    for (const one of shift.incidents) if (one.raisedS === nowS) waiting.set(one.id, one);
    for (const car of cars) settle(car, nowS, arrivals);
    // a policy that takes units off each other for ever must not hang a night
    for (let asked = 0; asked < limit; asked++) {
      const sent = send(deskAt(nowS, shift, waiting, cars));
      const car = cars.find(({ unit }) => unit.unitId === sent?.unitId);
      const incident = sent === undefined ? undefined : waiting.get(sent.incidentId);
      if (car === undefined || incident === undefined) break;
      const run = startRun(car, incident, nowS, shift);
      if (run === undefined) break;
      if (car.run !== undefined) waiting.set(car.run.incident.id, car.run.incident);
      car.run = run;
      car.move = undefined;
      car.freeS = run.arriveS + incident.serveS;
      waiting.delete(incident.id);
      wakes.add(car.freeS);
    }
    const desk = deskAt(nowS, shift, waiting, cars);
    const posts = wait(desk);
    for (const { unit } of desk.free) {
      const car = cars.find((one) => one.unit === unit);
      if (car !== undefined) goToWait(car, posts.get(unit.unitId) ?? unit.base, nowS);
    }
  }
  for (const car of cars) settle(car, Infinity, arrivals);
  return shift.incidents.map((incident) => ({ incident, arriveS: arrivals.get(incident.id) }));
}

/** Brings a car up to the moment: it has arrived, it has finished, it stands where it was told to wait. */
function settle(car: Car, nowS: number, arrivals: Map<string, number>): void {
  if (car.run !== undefined && car.run.arriveS <= nowS) {
    arrivals.set(car.run.incident.id, car.run.arriveS);
    car.node = car.run.incident.site.node;
    car.run = undefined;
  }
  if (car.move !== undefined && car.move.arriveS <= nowS) {
    car.node = car.move.post.node;
    car.move = undefined;
  }
}

function goToWait(car: Car, post: ShiftPost, nowS: number): void {
  const fromNode = nodeAt(car, nowS);
  if ((car.move?.post ?? post) === post && (car.move !== undefined || car.node === post.node)) return;
  const roadS = post.secondsFrom[fromNode] ?? Infinity;
  if (roadS === Infinity) return;
  car.node = fromNode;
  car.move = { post, sentS: nowS, arriveS: nowS + roadS * MOVE_SLOWNESS };
}

/** Without blue lights. */
const MOVE_SLOWNESS = 1.3;

/** Whichever end of its way a car on the move is nearer to in time. */
function nodeAt({ node, run, move }: Car, nowS: number): number {
  const way = run ?? move;
  if (way === undefined || nowS - way.sentS <= (way.arriveS - way.sentS) / 2) return node;
  return run?.incident.site.node ?? move?.post.node ?? node;
}

function deskAt(
  nowS: number,
  shift: Shift,
  waiting: ReadonlyMap<string, ShiftIncident>,
  cars: readonly Car[],
): Desk {
  return {
    nowS,
    shift,
    waiting: [...waiting.values()],
    free: cars
      .filter(({ unit, run, freeS }) => run === undefined && freeS <= nowS && isOn(unit, nowS))
      .map((car) => ({ unit: car.unit, node: nodeAt(car, nowS) })),
    underWay: cars.flatMap(({ unit, run }) => (run !== undefined && isOn(unit, nowS) ? [run] : [])),
  };
}

function isOn({ duty }: ShiftUnit, nowS: number): boolean {
  return duty === undefined || (duty.fromS <= nowS && nowS < duty.toS);
}

/** Undefined = no way there. */
function startRun(car: Car, incident: ShiftIncident, nowS: number, shift: Shift): Run | undefined {
  const fromNode = nodeAt(car, nowS);
  const roadS = incident.site.secondsFrom[fromNode] ?? Infinity;
  if (roadS === Infinity) return undefined;
  const { waitS, slowness } = shift.luck(car.unit.unitId, incident.id);
  car.node = fromNode;
  return { unit: car.unit, incident, sentS: nowS, fromNode, arriveS: nowS + waitS + roadS * slowness };
}

function earliest(times: ReadonlySet<number>): number {
  let first = Infinity;
  for (const time of times) if (time < first) first = time;
  return first;
}

import { ALERT_LEVELS, type AlertLevel } from '../../domain/vocabulary.ts';
import type { WindChange, WindToday } from '../../domain/wind-tunnel.ts';
import { dealCars } from './draw-shift.ts';
import type { PastNights } from './past-nights.ts';
import type { SendPolicy, WaitPolicy } from './run-shift.ts';
import { consoleFirst } from './send-policies.ts';
import type { ShiftPost, ShiftUnit, ShiftWorld } from './shift-world.ts';
import { standby } from './standby-policy.ts';
import { together } from './together-policy.ts';

/** Everything one side of a comparison plays by. */
export interface ShiftSide {
  readonly units: readonly ShiftUnit[];
  readonly send: SendPolicy;
  /** Undefined = everybody free goes back to its own post. */
  readonly wait: WaitPolicy | undefined;
  /** Wherever this side may tell a car to wait, apart from its own post; for the bound. */
  readonly anywhere: readonly ShiftPost[];
}

/** Posts by the name the rules call them. */
export type PostOf = (postId: string) => ShiftPost | undefined;

/** The desk as it works today. */
export function todaySide(past: PastNights, today: WindToday): ShiftSide {
  return sideOf(past, today, dealCars(past.world.bases, today.cars));
}

/** The same desk with one rule changed. Throws RangeError when the change names a post that does not exist. */
export function changedSide(
  past: PastNights,
  today: WindToday,
  change: WindChange,
  postOf: PostOf,
): ShiftSide {
  const { bases } = past.world;
  const units = dealCars(bases, today.cars);
  const must = (postId: string): ShiftPost => {
    const post = postOf(postId);
    if (post === undefined) throw new RangeError(`no post '${postId}'`);
    return post;
  };
  switch (change.kind) {
    case 'cars':
      return sideOf(past, today, dealCars(bases, change.cars));
    case 'night-car': {
      const duty = { fromS: change.fromH * 3600, toS: change.toH * 3600 };
      return sideOf(past, today, [...units, { unitId: 'N000', base: must(change.postId), duty }]);
    }
    case 'post': {
      const to = must(change.toPostId);
      if (change.fromPostId === undefined)
        return sideOf(past, today, [...units, { unitId: 'P000', base: to }]);
      const from = must(change.fromPostId);
      return sideOf(
        past,
        today,
        units.map((unit) => (unit.base === from ? { ...unit, base: to } : unit)),
      );
    }
    case 'hold': {
      const side = sideOf(past, today, units);
      return { ...side, send: holdBack(side.send, change.atOnce, change.keepFree) };
    }
    case 'standby':
      return sideOf(past, { ...today, isStandby: change.isOn }, units);
    case 'together':
      return sideOf(past, { ...today, isTogether: change.isOn }, units);
  }
}

function sideOf(past: PastNights, rules: WindToday, units: readonly ShiftUnit[]): ShiftSide {
  const own = { ...past, world: crewed(past.world, units) };
  return {
    units,
    send: rules.isTogether ? together(own) : consoleFirst(),
    wait: rules.isStandby ? standby(own) : undefined,
    anywhere: rules.isStandby ? own.world.posts : [],
  };
}

/** The world as this crew knows it: one base a car, so that whoever deals cars out to bases deals these. */
function crewed(world: ShiftWorld, units: readonly ShiftUnit[]): ShiftWorld {
  const bases = units.map(({ base }) => base);
  return { ...world, bases, posts: [...bases, ...world.posts.filter((post) => !bases.includes(post))] };
}

/** Shows a desk the alerts less grave than `atOnce` only while more than `keepFree` cars are free. */
export function holdBack(send: SendPolicy, atOnce: AlertLevel, keepFree: number): SendPolicy {
  const least = ALERT_LEVELS.indexOf(atOnce);
  return (desk) => {
    if (desk.free.length > keepFree) return send(desk);
    const waiting = desk.waiting.filter(({ level }) => ALERT_LEVELS.indexOf(level) <= least);
    return send(waiting.length === desk.waiting.length ? desk : { ...desk, waiting });
  };
}

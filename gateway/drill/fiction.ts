import type { Person } from '../../shared/domain/entities.ts';
import type { PersonRole } from '../../shared/domain/vocabulary.ts';
import type { Rng } from '../../shared/kit/rng.ts';

/** People of a drill. Nothing here can belong to anybody: each rule makes the value impossible, not merely unlikely. */

const SURNAMES = [
  ...Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'),
  '欧阳',
  '诸葛',
  '上官',
];
const SYLLABLES = Array.from('甲乙丙丁戊己庚辛壬癸');
/** I and O are never issued in the serial of a mainland plate: a serial that starts with one exists nowhere. */
const NEVER_ISSUED = ['I', 'O'];
const PLATE_TAIL = Array.from('ABCDEFGHJKLMNPQRSTUVWXYZ0123456789');

/** 王演甲: the second character 演 and a heavenly stem mark an exercise person. */
export function fictionalName(rng: Rng): string {
  return `${rng.pick(SURNAMES)}演${rng.pick(SYLLABLES)}`;
}

/** Eleven digits beginning with 100: mobile numbers begin 13 to 19, so the range is not assignable to a subscriber. */
export function unassignablePhone(rng: Rng): string {
  return `100${String(rng.int(100_000_000)).padStart(8, '0')}`;
}

/** 鲁A·I4K27: province and city of the region, serial beginning with a letter that is never issued. */
export function impossiblePlate(rng: Rng): string {
  const tail = Array.from({ length: 4 }, () => rng.pick(PLATE_TAIL)).join('');
  return `鲁A·${rng.pick(NEVER_ISSUED)}${tail}`;
}

/** A whole person; the plate only when asked. */
export function fictionalPerson(rng: Rng, personId: string, role: PersonRole, withPlate: boolean): Person {
  return {
    personId,
    role,
    name: fictionalName(rng),
    phone: unassignablePhone(rng),
    plate: withPlate ? impossiblePlate(rng) : undefined,
    ageYears: Math.round(Math.min(88, Math.max(16, rng.normal(47, 16)))),
    sex: rng.chance(0.5) ? 'female' : 'male',
  };
}

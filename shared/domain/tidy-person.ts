import type { LocalText } from './belief.ts';
import type { Person } from './entities.ts';
import { normaliseName } from './names.ts';
import { readPhone } from './phones.ts';
import { readPlate } from './plates.ts';

/** A field of a person that is not what it should be; it is kept as it came, because it is what somebody wrote down. */
export interface PersonProblem {
  readonly field: 'phone' | 'plate';
  readonly message: LocalText;
}

/** A person's own fields; `personId` and `role` are not touched. */
type Written = Pick<Person, 'name' | 'phone' | 'plate'>;

/**
 * One spelling for name, phone and plate: what is understood is stored as it is compared (`13800138000`, `鲁A12345`), the rest
 * as it came, with why. In a drill, invented numbers and plates are in order.
 */
export function tidyPerson<P extends Written>(
  person: P,
  isDrill: boolean,
): { readonly person: P; readonly problems: readonly PersonProblem[] } {
  const problems: PersonProblem[] = [];
  const tidy: { -readonly [K in keyof Written]: Written[K] } = {};
  if (person.name !== undefined) {
    const name = normaliseName(person.name);
    if (name !== '') tidy.name = name;
  }
  if (person.phone !== undefined) tidy.phone = tidyPhone(person.phone, isDrill, problems);
  if (person.plate !== undefined) tidy.plate = tidyPlate(person.plate, isDrill, problems);
  return { person: { ...person, ...tidy }, problems };
}

function tidyPhone(raw: string, isDrill: boolean, problems: PersonProblem[]): string {
  const { digits, extension, fault, message } = readPhone(raw);
  if (message !== undefined && !(isDrill && fault === 'never-assigned'))
    problems.push({ field: 'phone', message });
  const isNumber = fault === undefined || fault === 'no-area-code' || fault === 'never-assigned';
  if (!isNumber) return raw.trim();
  return extension === undefined ? digits : `${digits} 转 ${extension}`;
}

function tidyPlate(raw: string, isDrill: boolean, problems: PersonProblem[]): string {
  const { compact, type, message, isDrillShaped } = readPlate(raw);
  if (type !== undefined || (isDrill && isDrillShaped)) return compact;
  if (message !== undefined) problems.push({ field: 'plate', message });
  return raw.trim();
}

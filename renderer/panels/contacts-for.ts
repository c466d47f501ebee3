import type { Contact } from '../../shared/contract/directory.ts';
import type { LocalText } from '../../shared/domain/belief.ts';

const SHOWN = 3;
/** Shorter names stand in too many labels. */
const MIN_CHARACTERS = 2;

/** Contacts whose organisation or area is named in a place's label, or whose organisation's name holds the label; at most three. */
export function contactsFor(label: LocalText | undefined, contacts: readonly Contact[]): readonly Contact[] {
  if (label === undefined) return [];
  const texts = [label.zh, label.en ?? ''].map(plain).filter((text) => text.length >= MIN_CHARACTERS);
  const isNamed = (name: string | undefined): boolean => {
    const word = plain(name ?? '');
    return word.length >= MIN_CHARACTERS && texts.some((text) => text.includes(word) || word.includes(text));
  };
  const byName = contacts.filter((one) => isNamed(one.organisation));
  const byArea = contacts.filter((one) => !byName.includes(one) && isNamed(one.area));
  return [...byName, ...byArea].slice(0, SHOWN);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s（）()·]/gu, '');
}

import { polyphonic } from 'pinyin-pro';
import type { ReadingsOf } from '../../shared/domain/search/fold.ts';

/** Every reading of a character from the dictionary. Heavy (170 kB): loaded when the palette first opens. */
export const dictionaryReadings: ReadingsOf = (character) =>
  polyphonic(character, { toneType: 'none', type: 'array' })[0] ?? [];

import { useEffect, useState } from 'react';
import type { ReadingsOf } from '../../shared/domain/search/fold.ts';

/** Characters only: what search goes by until the dictionary is there, and for good when it cannot be had. */
export const NO_READINGS: ReadingsOf = () => [];

/** Kept for the page: what is opened again understands what it did before, from its first key on. */
let readingsRead: ReadingsOf | undefined;

/** How characters are read, in pinyin. Undefined while the dictionary is on its way. */
export function useReadings(): ReadingsOf | undefined {
  const [readingsOf, setReadingsOf] = useState<ReadingsOf | undefined>(() => readingsRead);
  useEffect(() => {
    let isOpen = true;
    const take = (readings: ReadingsOf): void => {
      if (isOpen) setReadingsOf(() => readings);
    };
    import('./pinyin-readings.ts').then(
      ({ dictionaryReadings }) => {
        readingsRead = dictionaryReadings;
        take(dictionaryReadings);
      },
      // whoever waits for the list must not wait for ever: without it, characters still find
      () => take(NO_READINGS),
    );
    return () => {
      isOpen = false;
    };
  }, []);
  return readingsOf;
}

import { useEffect, useState } from 'react';
import { useMirror } from '../store/console.tsx';
import { type KnownPlace, readRegionPlaces } from './report-places.ts';

/** Kept for the page: what is opened again knows the places from its first key on. */
const placesRead = new Map<string, readonly KnownPlace[]>();

/** Every named place of the region, invented ones only in a drill. Undefined until they were read; empty when the region has none. */
export function useRegionPlaces(isDrill: boolean): readonly KnownPlace[] | undefined {
  const regionUrl = useMirror((mirror) => mirror.hello?.regionUrl);
  const key = `${regionUrl ?? ''} ${isDrill}`;
  const [places, setPlaces] = useState<readonly KnownPlace[] | undefined>(() => placesRead.get(key));
  useEffect(() => {
    if (regionUrl === undefined) return undefined;
    let isOpen = true;
    void readRegionPlaces(regionUrl, isDrill).then((read) => {
      if (read.length > 0) placesRead.set(key, read);
      if (isOpen) setPlaces(read);
    });
    return () => {
      isOpen = false;
    };
  }, [regionUrl, isDrill, key]);
  return places;
}

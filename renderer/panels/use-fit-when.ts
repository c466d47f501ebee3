import { useEffect } from 'react';
import { useActions } from '../store/console.tsx';

/** Brings what a dock speaks of into the part of the map it leaves free, once what it shows is there. */
export function useFitWhen(isShown: boolean): void {
  const { fit } = useActions();
  useEffect(() => {
    if (isShown) fit();
  }, [fit, isShown]);
}

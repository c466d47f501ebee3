import { useEffect, useRef } from 'react';

/** Scrolls a row into view when the keyboard reaches it, and again when it has moved to another line (`nth`). */
export function useInSight<E extends Element>(isChosen: boolean, nth = 0): React.RefObject<E | null> {
  const element = useRef<E>(null);
  useEffect(() => {
    if (isChosen && nth >= 0) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen, nth]);
  return element;
}

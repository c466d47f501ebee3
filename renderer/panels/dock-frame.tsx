import { type JSX, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useConsole } from '../store/console.tsx';
import css from './map-dock.module.css';

/** What a board lies in, over the foot of the map: it tells the map how much of it is left to be seen. */
export function DockFrame({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): JSX.Element {
  const { intent } = useConsole();
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const dock = frame.current;
    const under = dock?.parentElement;
    if (!dock || !under) return undefined;
    const measure = (): void =>
      intent.setState({ dockShare: Math.min(1, dock.offsetHeight / Math.max(1, under.clientHeight)) });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(dock);
    observer.observe(under);
    return () => {
      observer.disconnect();
      intent.setState({ dockShare: 0 });
    };
  }, [intent]);
  return (
    <div ref={frame} className={css['dock']} data-dock={name}>
      {children}
    </div>
  );
}

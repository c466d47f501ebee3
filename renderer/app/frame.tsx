import type { JSX, ReactNode } from 'react';
import { useTranslator } from '../store/console.tsx';
import { PanelBoundary } from './panel-boundary.tsx';

/** One area of a workspace: a grid cell with its own error boundary. */
export function Area({
  className,
  children,
}: {
  readonly className: string | undefined;
  readonly children: ReactNode;
}): JSX.Element {
  const t = useTranslator();
  return (
    <div className={className}>
      <PanelBoundary translator={t}>{children}</PanelBoundary>
    </div>
  );
}

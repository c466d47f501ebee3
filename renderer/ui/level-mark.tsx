import type { JSX } from 'react';
import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import css from './level-mark.module.css';

/**
 * The shape of a level: L0 double ring and solid square, L1 triangle, L2 ring, L3 dot. Only an unacknowledged L0 pulses.
 */
export function LevelMark({
  level,
  label,
  isPulsing = false,
}: {
  readonly level: AlertLevel;
  readonly label: string;
  readonly isPulsing?: boolean;
}): JSX.Element {
  const pulse = isPulsing && level === 'L0' ? css['pulse'] : '';
  return (
    <svg
      className={`${css['mark']} ${css[level]} ${pulse}`}
      viewBox="0 0 16 16"
      role="img"
      aria-label={label}
    >
      {level === 'L0' && (
        <>
          <circle className={css['line']} cx="8" cy="8" r="7.2" />
          <circle className={css['thin']} cx="8" cy="8" r="5.3" />
          <rect className={css['fill']} x="5" y="5" width="6" height="6" />
        </>
      )}
      {level === 'L1' && <path className={css['fill']} d="M8 1.6 15 14H1z" />}
      {level === 'L2' && <circle className={css['ring']} cx="8" cy="8" r="5.4" />}
      {level === 'L3' && <circle className={css['fill']} cx="8" cy="8" r="3.4" />}
    </svg>
  );
}

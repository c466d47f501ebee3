import type { JSX, ReactNode } from 'react';
import css from './button.module.css';

/** A quiet button. Its key is part of its text; `isArmed` shows that the next press does it. */
export function Button({
  children,
  onPress,
  isDisabled = false,
  isArmed = false,
  isOn = false,
  title,
}: {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  readonly isArmed?: boolean;
  readonly isOn?: boolean;
  readonly title?: string | undefined;
}): JSX.Element {
  const state = isArmed ? css['armed'] : isOn ? css['on'] : '';
  return (
    <button
      type="button"
      className={`${css['button']} ${state}`}
      onClick={onPress}
      disabled={isDisabled}
      title={title}
    >
      {children}
    </button>
  );
}

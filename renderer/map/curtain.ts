/** Hides what was drawn of one stream until something of the next has been: on a slow device that takes seconds. */
export interface Curtain {
  /** Whether a view is of another stream than the last; then what is drawn goes out of sight at once. */
  isOther(stream: string | undefined): boolean;
  /** New layers were handed over: what is rendered from now on is of the present stream. */
  given(): void;
  /** A frame was rendered. */
  rendered(): void;
}

/** An open curtain; `style` gives the style of what it hides, once there is such a thing. */
export function createCurtain(style: () => { visibility: string } | undefined): Curtain {
  let shown: string | undefined;
  let state: 'open' | 'closed' | 'given' = 'open';
  const show = (visibility: 'hidden' | ''): void => {
    const hidden = style();
    if (hidden !== undefined) hidden.visibility = visibility;
  };
  return {
    isOther: (stream) => {
      if (stream === undefined || stream === shown) return false;
      const isFirst = shown === undefined;
      shown = stream;
      if (isFirst) return false;
      state = 'closed';
      show('hidden');
      return true;
    },
    given: () => {
      if (state === 'closed') state = 'given';
    },
    rendered: () => {
      if (state !== 'given') return;
      state = 'open';
      show('');
    },
  };
}

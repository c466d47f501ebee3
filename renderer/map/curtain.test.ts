import { expect, it } from 'vitest';
import { createCurtain } from './curtain.ts';

it('hides what another stream left on the canvas until the next one has been drawn', () => {
  const style = { visibility: '' };
  const curtain = createCurtain(() => style);
  expect(curtain.isOther(undefined)).toBe(false);
  expect(curtain.isOther('first')).toBe(false);
  expect(curtain.isOther('first')).toBe(false);
  expect(style.visibility).toBe('');

  expect(curtain.isOther('second')).toBe(true);
  expect(style.visibility).toBe('hidden');
  // a frame that was on its way when the stream changed is of the old one
  curtain.rendered();
  expect(style.visibility).toBe('hidden');
  curtain.given();
  curtain.rendered();
  expect(style.visibility).toBe('');
  expect(curtain.isOther('second')).toBe(false);
});

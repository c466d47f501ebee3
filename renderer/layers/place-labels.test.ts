import { expect, it } from 'vitest';
import type { MapLabel } from './labels.ts';
import { placeLabels } from './place-labels.ts';

const label = (id: string, clearPx: number, isPinned: boolean): MapLabel => ({
  id,
  lon: 0,
  lat: 0,
  clearPx,
  isPinned,
  lines: [[{ text: '12 +1:28', sizePx: 14, color: '#fff', weight: 700 }]],
});

it('the sign of an exit gives way to the incident that is selected there, and to its words', () => {
  const placed = placeLabels(
    [label('I1', 16, true), label('exit:12', 0, true), label('exit:13', 0, true)],
    () => ({ x: 400, y: 300 }),
    { width: 800, height: 600 },
  );
  const mark = { x: 384, y: 284, width: 32, height: 32 };
  const boxes = [mark, ...placed];
  expect(placed).toHaveLength(3);
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1))
      expect(
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
      ).toBe(true);
});

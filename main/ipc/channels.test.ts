import { describe, expect, it } from 'vitest';
import { IPC_CHANNELS, isOurFrame, parseIpc } from './channels.ts';

const ours = { detached: false, parent: null, origin: 'app://console' };

describe('isOurFrame', () => {
  it('believes the top frame of our own page alone', () => {
    expect(isOurFrame(ours)).toBe(true);
    expect(isOurFrame(null)).toBe(false);
    expect(isOurFrame({ ...ours, detached: true })).toBe(false);
    expect(isOurFrame({ ...ours, parent: ours })).toBe(false);
    for (const origin of ['app://evil', 'https://console', 'null', 'app://console.evil', '']) {
      expect(isOurFrame({ ...ours, origin }), origin).toBe(false);
    }
  });
});

describe('parseIpc', () => {
  it('takes what the table says and nothing more', () => {
    expect(Object.keys(IPC_CHANNELS)).toEqual(['port/open', 'wall/open']);
    expect(parseIpc('port/open', { view: 'wall' })).toEqual({ view: 'wall' });
    for (const bad of [undefined, null, 'seat', { view: 'root' }, { view: 'seat', more: 1 }, []]) {
      expect(parseIpc('port/open', bad)).toBeUndefined();
    }
    expect(parseIpc('wall/open', { role: 'races' })).toEqual({ role: 'races' });
    expect(parseIpc('wall/open', { role: 'kpi' })).toBeUndefined();
  });
});

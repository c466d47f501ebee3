import type { Page } from '@playwright/test';

/** Everything a page receives over its ports of one view, from now on, texts and binary frames alike. */
export function recordFrames(page: Page, view: 'seat' | 'wall'): readonly string[] {
  const frames: string[] = [];
  page.on('websocket', (socket) => {
    if (!new URL(socket.url()).search.includes(`view=${view}`)) return;
    socket.on('framereceived', ({ payload }) => {
      frames.push(typeof payload === 'string' ? payload : payload.toString('utf8'));
    });
  });
  return frames;
}
